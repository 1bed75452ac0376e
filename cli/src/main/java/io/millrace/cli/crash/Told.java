package io.millrace.cli.crash;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a run tells of itself at its end.
 *
 * @param millis how long it took, without the start of the process
 * @param sent how many items each source has sent
 */
record Told(long millis, Map<String, Long> sent) {

    /** The highest rate that a blueprint can ask for. */
    private static final int MOST = 1_000_000;

    /** Copies the map. */
    Told {
        sent = Map.copyOf(sent);
    }

    /** Reads the last line of what it wrote to stderr. */
    static Told of(Child.Ended ended) {
        Document told = last(ended);
        var sent = new HashMap<String, Long>();
        Document components = field(told, "components");
        for (int i = 0; i < components.size(); i++) {
            Document each = components.at(i);
            if (field(each, "items_in").asLong() == 0) {
                sent.put(field(each, "name").asString(), field(each, "items_out").asLong());
            }
        }
        return new Told((long) (field(told, "seconds").asDouble() * 1_000), sent);
    }

    /** Returns why a run has failed. */
    static String failure(Child.Ended ended) {
        try {
            Document failure = last(ended).get("failure");
            return failure == null
                    ? ended.err()
                    : field(failure, "code").asString()
                            + ": "
                            + field(failure, "message").asString();
        } catch (DocumentException e) {
            return ended.err(); // what a start that fails says is no JSON
        }
    }

    private static Document last(Child.Ended ended) {
        return Document.parse(ended.err().lines().reduce("", (_, line) -> line));
    }

    private static Document field(Document object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    /** Returns at which rates, for each {@link Trial#SPAN}, the sources take so long. */
    Map<String, Integer> rates(long runMillis) {
        var rates = new HashMap<String, Integer>();
        sent.forEach(
                (source, items) -> {
                    long rate = items * Trial.SPAN.toMillis() / runMillis;
                    if (items > 0 && rate < MOST) {
                        rates.put(source, (int) Math.max(1, rate));
                    }
                });
        return rates;
    }
}
