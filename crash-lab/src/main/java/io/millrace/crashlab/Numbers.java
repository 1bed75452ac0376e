package io.millrace.crashlab;

import static io.millrace.crashlab.Findings.Kind.WRONG;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.List;

/** Checks what a component counts in its state: each line has the number after the one before. */
final class Numbers {

    private Numbers() {}

    /** Returns the number of a line, where all lines are counted together. */
    static Line line(JsonNode json) {
        return new Line("", "", json.path("n").asString(""));
    }

    /** Returns the number of a line, where those of each key are counted. */
    static Line lineOfKey(JsonNode json) {
        return new Line("", json.path("key").asString(""), json.path("n").asString(""));
    }

    /** Returns the number that a line says, or 0 if it says none. */
    static long number(Line line) {
        return line.content().matches("[0-9]{1,18}") ? Long.parseLong(line.content()) : 0;
    }

    /** Compares; every group counts from 1. */
    static Findings check(String output, List<Line> lines) {
        var findings = new Findings();
        var last = new HashMap<String, Long>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            long expected = last.merge(line.group(), 1L, Long::sum);
            if (!line.content().equals(Long.toString(expected))) {
                findings.add(
                        WRONG,
                        "%s:%d: is number %s of '%s', must be %d"
                                .formatted(output, i + 1, line.content(), line.group(), expected));
            }
        }
        return findings;
    }
}
