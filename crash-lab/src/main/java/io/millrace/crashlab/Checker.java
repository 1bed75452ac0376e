package io.millrace.crashlab;

import static io.millrace.crashlab.Findings.Kind.DUPLICATED;
import static io.millrace.crashlab.Findings.Kind.LOST;
import static io.millrace.crashlab.Findings.Kind.PHANTOM;
import static io.millrace.crashlab.Findings.Kind.REORDERED;
import static io.millrace.crashlab.Findings.Kind.WRONG;

import java.util.HashMap;
import java.util.List;

/** Compares the lines of an output with those that had to come. */
final class Checker {

    private Checker() {}

    /**
     * Compares.
     *
     * @param output what messages call it
     * @param expected the lines that had to come, each once; those of a group in their order
     * @param actual the lines that came
     */
    static Findings compare(String output, List<Line> expected, List<Line> actual) {
        var findings = new Findings();
        var ranks = new HashMap<String, Integer>();
        for (Line line : expected) {
            if (ranks.put(line.id(), ranks.size()) != null) {
                throw new IllegalArgumentException("expected twice: " + line);
            }
        }
        var seen = new boolean[expected.size()];
        var last = new HashMap<String, Integer>();
        for (int i = 0; i < actual.size(); i++) {
            Line line = actual.get(i);
            String where = output + ":" + (i + 1) + ": " + line.id();
            Integer rank = ranks.get(line.id());
            if (rank == null) {
                findings.add(PHANTOM, where + " " + line.content());
                continue;
            }
            if (seen[rank]) {
                findings.add(DUPLICATED, where);
                continue;
            }
            seen[rank] = true;
            Line right = expected.get(rank);
            if (!right.content().equals(line.content())) {
                findings.add(
                        WRONG, where + " is " + line.content() + ", must be " + right.content());
            }
            Integer before = last.put(right.group(), rank);
            if (before != null && before > rank) {
                findings.add(REORDERED, where + " came behind " + expected.get(before).id());
            }
        }
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i]) {
                findings.add(LOST, output + ": " + expected.get(i).id());
            }
        }
        return findings;
    }
}
