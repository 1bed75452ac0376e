package io.millrace.graph;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Says that a blueprint or graph cannot run, with all its problems.
 *
 * @since 0.1
 */
public final class BlueprintException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    /**
     * Creates one.
     *
     * @param diagnostics all problems found, warnings too; at least one is an error
     */
    public BlueprintException(List<Diagnostic> diagnostics) {
        super(
                diagnostics.stream()
                        .map(d -> d.position() + ": " + d.code() + ": " + d.message())
                        .collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** Returns all problems found. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
