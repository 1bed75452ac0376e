package io.millrace.graph;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * One problem of a blueprint or graph: what is wrong, where, and what to do.
 *
 * @param severity how bad it is
 * @param code a stable code, {@code MR} and three digits: 1xx YAML, 2xx wiring, 3xx options, 4xx
 *     set-up and environment, 5xx run time
 * @param message what is wrong, in the user's words, without a period
 * @param position where
 * @param notes what helps to understand, a line each: allowed values, where a name is declared
 * @param fix what to do, or null if nothing can be said
 * @since 0.1
 */
public record Diagnostic(
        Severity severity,
        String code,
        String message,
        Position position,
        List<String> notes,
        @Nullable String fix) {

    /** How bad a problem is; an error keeps the graph from running. */
    public enum Severity {
        /** Worth knowing. */
        NOTICE,
        /** Probably not what was meant. */
        WARNING,
        /** Cannot run. */
        ERROR
    }

    /** Copies the notes. */
    public Diagnostic {
        notes = List.copyOf(notes);
    }

    /** Returns a copy with a note more. */
    public Diagnostic withNote(String note) {
        var more = new ArrayList<>(notes);
        more.add(note);
        return new Diagnostic(severity, code, message, position, more, fix);
    }

    /** Returns a copy that says what to do, or nothing of it if null. */
    public Diagnostic withFix(@Nullable String fix) {
        return new Diagnostic(severity, code, message, position, notes, fix);
    }
}
