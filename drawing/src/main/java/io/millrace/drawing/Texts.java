package io.millrace.drawing;

import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.engine.Plan;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a picture says in words. All of it is in a font whose letters have one width. */
final class Texts {

    static final double NAME_SIZE = 13;
    static final double SMALL_SIZE = 11;
    static final double LINE_HEIGHT = 16;

    private static final double LETTER = 0.62; // of the size: a little more than such fonts have
    private static final int LONGEST = 34;
    private static final int WIDE = 0x1100; // letters from here on may be twice as wide

    private Texts() {}

    /** Returns the width of a text, in pixels. */
    static double width(String text, double size) {
        long letters = text.codePoints().mapToLong(c -> c < WIDE ? 1 : 2).sum();
        return letters * size * LETTER;
    }

    /** Returns the lines in a component's box. */
    static List<String> component(ComponentSpec component) {
        var lines = new ArrayList<String>();
        lines.add(component.name());
        lines.add(component.type().name());
        ComponentSpec.Options options = component.options();
        if (options.key() != null) {
            lines.add(shortened("key " + options.key().text()));
        }
        if (options.distribute() != ComponentSpec.Distribution.BROADCAST) {
            lines.add("sends by " + options.distribute().name().toLowerCase(Locale.ROOT));
        }
        return lines;
    }

    /** Returns the lines at a stream: ports, condition, bound; as far as they are not usual. */
    static List<String> stream(Plan.Link link) {
        StreamSpec stream = link.stream();
        var lines = new ArrayList<String>();
        String from = stream.from().port();
        boolean hasFrom = !from.equals(Output.DEFAULT) && !from.equals(Output.ERROR); // dashed
        boolean hasTo = !stream.to().port().equals(Input.DEFAULT);
        if (hasFrom || hasTo) {
            lines.add(
                    (hasFrom ? from : "")
                            + (hasFrom && hasTo ? " " : "")
                            + (hasTo ? "→ " + stream.to().port() : ""));
        }
        if (stream.condition() != null) {
            lines.add(shortened("if " + stream.condition().text()));
        }
        if (!link.fused()) {
            String full =
                    switch (stream.whenFull()) {
                        case BLOCK -> "";
                        case DROP_OLDEST -> ", drops oldest";
                        case DROP_NEWEST -> ", drops newest";
                    };
            lines.add("≤ " + grouped(link.buffer().items()) + full);
        }
        return lines;
    }

    /** Returns the plan in numbers. */
    static String summary(Plan plan) {
        Graph graph = plan.graph();
        return "%s, %s, %s"
                .formatted(
                        count(graph.components().size(), "component"),
                        count(graph.streams().size(), "stream"),
                        count(plan.tasks().size(), "task"));
    }

    private static String count(int number, String what) {
        return grouped(number) + " " + what + (number == 1 ? "" : "s");
    }

    private static String grouped(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return line.substring(0, end) + "…";
    }
}
