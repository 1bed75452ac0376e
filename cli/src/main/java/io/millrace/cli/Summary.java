package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.engine.Run;
import io.millrace.engine.Run.ComponentStatus;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run has done so far, in a few numbers.
 *
 * @param system the system's name
 * @param time how long it has run
 * @param in items that sources sent
 * @param out items that sinks took
 * @param errors items that failed
 * @param deadLetters failed items that went to the dead letters
 * @param dropped items dropped, by reason
 * @param evicted keys that states had to let go, beyond {@code max_keys}
 * @param components the counters behind these
 */
record Summary(
        String system,
        Duration time,
        long in,
        long out,
        long errors,
        long deadLetters,
        Map<String, Long> dropped,
        long evicted,
        List<ComponentStatus> components) {

    /** What a binding's condition leaves out is dropped on purpose. */
    private static final String FILTERED = "filtered";

    private static final String EVICTED = "evicted";

    /** Adds up the counters of a run. */
    static Summary of(Graph graph, Run run, Duration time) {
        long in = 0;
        long out = 0;
        long errors = 0;
        long deadLetters = 0;
        long evicted = 0;
        var dropped = new TreeMap<String, Long>();
        var components = run.components();
        for (ComponentStatus status : components) {
            ComponentSpec spec = graph.component(status.name());
            in += spec.inputs().isEmpty() ? status.itemsOut() : 0;
            out += spec.outputs().isEmpty() ? status.itemsIn() : 0;
            errors += status.errors();
            deadLetters += status.deadLetters();
            evicted += status.forgotten().getOrDefault(EVICTED, 0L);
            status.dropped().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
        }
        dropped.values().removeIf(count -> count == 0);
        return new Summary(
                graph.name(), time, in, out, errors, deadLetters, dropped, evicted, components);
    }

    /**
     * Returns it as a line.
     *
     * @param deadLetterFolder where the dead letters are
     */
    String text(Path deadLetterFolder) {
        var text = new StringBuilder(system).append(": ");
        text.append(Figures.count(in)).append(" in, ");
        text.append(Figures.count(out)).append(" out, ");
        text.append(Figures.count(errors)).append(errors == 1 ? " error" : " errors");
        dropped.forEach(
                (reason, count) -> {
                    if (!reason.equals(FILTERED)) {
                        text.append(", ").append(Figures.count(count));
                        text.append(" dropped (").append(reason).append(')');
                    }
                });
        if (evicted > 0) {
            text.append(", ").append(Figures.count(evicted)).append(" evicted (max_keys)");
        }
        text.append(" in ").append(Figures.time(time));
        if (deadLetters > 0) {
            text.append("; ").append(Figures.count(deadLetters));
            text.append(deadLetters == 1 ? " dead letter in " : " dead letters in ");
            text.append(deadLetterFolder);
        }
        return text.toString();
    }

    /** Returns it as JSON. */
    Document.Builder json(Path deadLetterFolder) {
        return Document.object()
                .put("system", system)
                .put("seconds", time.toMillis() / 1000.0)
                .put("in", in)
                .put("out", out)
                .put("errors", errors)
                .put("dead_letters", deadLetters)
                .put("dead_letter_folder", deadLetterFolder.toString())
                .put("dropped", json(dropped))
                .put("components", Document.array(components.stream().map(Summary::json).toList()));
    }

    private static Document json(ComponentStatus status) {
        return Document.object()
                .put("name", status.name())
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("items_in", status.itemsIn())
                .put("items_out", status.itemsOut())
                .put("errors", status.errors())
                .put("dead_letters", status.deadLetters())
                .put("dropped", json(new TreeMap<>(status.dropped())))
                .put("forgotten", json(new TreeMap<>(status.forgotten())))
                .put("blocked_seconds", status.blockedNanos() / 1e9)
                .build();
    }

    private static Document json(Map<String, Long> counts) {
        var object = Document.object();
        counts.forEach(object::put);
        return object.build();
    }
}
