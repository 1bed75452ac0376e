package io.millrace.graph;

import io.millrace.graph.Diagnostic.Severity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The problems found so far. With more errors than a person would read, adding one ends the search
 * by a {@link BlueprintException}: a blueprint that is all wrong costs no more than one that is
 * not.
 *
 * @since 0.1
 */
public final class Problems extends ArrayList<Diagnostic> {

    private static final long serialVersionUID = 1L;

    /** How many errors are found, and how many warnings are shown. */
    static final int MOST = 100;

    private static final Comparator<Diagnostic> BY_PLACE =
            Comparator.comparing((Diagnostic d) -> d.position().file())
                    .thenComparingInt(d -> d.position().line())
                    .thenComparingInt(d -> d.position().column());

    private int errors;

    /** Creates a list of none. */
    public Problems() {}

    /** Creates a list of those found already. */
    Problems(List<Diagnostic> found) {
        super(found);
        errors = (int) found.stream().filter(Problems::isError).count();
    }

    @Override
    public boolean add(Diagnostic problem) {
        super.add(problem);
        if (isError(problem) && ++errors > MOST) {
            throw new BlueprintException(byPlace(new ArrayList<>(new LinkedHashSet<>(this))));
        }
        return true;
    }

    /** Sorts problems by their place; of very many the first, and a notice that says so. */
    static List<Diagnostic> byPlace(List<Diagnostic> problems) {
        if (problems.size() < 2) {
            return problems;
        }
        problems.sort(BY_PLACE);
        if (problems.size() <= MOST) {
            return problems;
        }
        boolean hasErrors = GraphBuilder.hasErrors(problems);
        var shown = new ArrayList<Diagnostic>(MOST + 1);
        for (Diagnostic problem : problems) {
            if (shown.size() < MOST && (!hasErrors || isError(problem))) {
                shown.add(problem);
            }
        }
        Position whole = new Position(problems.getFirst().position().file(), 0, 0, 1);
        shown.add(
                Problem.MORE_PROBLEMS.at(
                        whole, "there are more problems than the " + shown.size() + " shown"));
        return shown;
    }

    private static boolean isError(Diagnostic problem) {
        return problem.severity() == Severity.ERROR;
    }
}
