package io.millrace.crashlab;

import java.util.List;

/** Changes of a blueprint between two runs, and what they must not do. */
final class Changes {

    /** Where a sink that was added writes. */
    static final String ADDED = "out/added.ndjson";

    private Changes() {}

    /** Returns a blueprint in which a component has another name, and says so. */
    static String renamed(String blueprint, String component) {
        int bindings = blueprint.indexOf("bindings:");
        return replaced(
                        blueprint.substring(0, bindings),
                        "\n  " + component + ":\n",
                        "\n  other:\n    renamed_from: " + component + "\n")
                + replaced(blueprint.substring(bindings), " " + component, " other");
    }

    /** Returns a blueprint with a sink more, which takes what a component sends. */
    static String added(String blueprint, String component) {
        return replaced(
                        blueprint,
                        "\nbindings:\n",
                        "\n  added: { type: FileSink, config: { path: "
                                + ADDED
                                + " } }\nbindings:\n")
                + ("  - " + component + " -> added\n");
    }

    private static String replaced(String text, String from, String to) {
        if (!text.contains(from)) {
            throw new IllegalArgumentException("no " + from.strip() + " in " + text);
        }
        return text.replace(from, to);
    }

    /** Compares what came to a sink that was added: all from some line on, where there is one. */
    static Findings check(List<Line> expected, List<Line> actual) {
        if (actual.isEmpty()) {
            return new Findings();
        }
        int first = Math.max(0, expected.indexOf(actual.getFirst()));
        return Checker.compare(ADDED, expected.subList(first, expected.size()), actual);
    }
}
