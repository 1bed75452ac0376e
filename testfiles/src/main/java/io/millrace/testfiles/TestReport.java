package io.millrace.testfiles;

import io.millrace.graph.Diagnostic;

import java.util.List;

/**
 * What came of a test file.
 *
 * @param file the file, as it was named
 * @param problems what is wrong with the file; with an error among them, its tests were not run
 * @param cases what came of each test, in order
 * @param accepted how many expectations were written anew
 * @since 0.1
 */
public record TestReport(
        String file, List<Diagnostic> problems, List<CaseReport> cases, int accepted) {

    /** Copies the lists. */
    public TestReport {
        problems = List.copyOf(problems);
        cases = List.copyOf(cases);
    }

    /** Returns whether the file itself is wrong. */
    public boolean isInvalid() {
        return problems.stream().anyMatch(p -> p.severity() == Diagnostic.Severity.ERROR);
    }

    /** Returns how many tests did not pass. */
    public int failed() {
        return (int) cases.stream().filter(c -> !c.hasPassed()).count();
    }
}
