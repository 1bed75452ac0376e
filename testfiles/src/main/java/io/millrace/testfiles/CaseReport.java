package io.millrace.testfiles;

import io.millrace.graph.Position;

import java.util.List;

/**
 * What came of one test of a file.
 *
 * @param name what it shows
 * @param position where it is written
 * @param differences what was not as expected, in lines; empty if all was
 * @since 0.1
 */
public record CaseReport(String name, Position position, List<String> differences) {

    /** Copies the list. */
    public CaseReport {
        differences = List.copyOf(differences);
    }

    /** Returns whether all was as expected. */
    public boolean hasPassed() {
        return differences.isEmpty();
    }
}
