package io.millrace.cli;

import io.millrace.api.EnvironmentException;
import io.millrace.engine.Run.Outcome;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.engine.checkpoint.StateException.Code;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Diagnostic.Severity;
import io.millrace.graph.Graph;
import io.millrace.graph.Position;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;

/**
 * A run that did not end well, as people are told.
 *
 * @param diagnostic what is wrong and where
 * @param exitCode the exit code
 * @param cause the first error, or null if the run was only too slow to end
 */
record Failure(Diagnostic diagnostic, int exitCode, @Nullable Throwable cause) {

    /** Returns what went wrong in a run without checkpoints, if anything did. */
    static Optional<Failure> of(Outcome outcome, Graph graph) {
        return of(outcome, graph, 0);
    }

    /**
     * Returns what went wrong, if anything did.
     *
     * @param checkpoint the last one, from which the next run goes on; 0 if there is none
     */
    static Optional<Failure> of(Outcome outcome, Graph graph, long checkpoint) {
        return switch (outcome) {
            case Outcome.Finished _, Outcome.Suspended _ -> Optional.empty();
            case Outcome.Cancelled() -> Optional.of(tooSlow(graph, checkpoint));
            case Outcome.Failed failed -> Optional.of(failed(failed, graph).goingOn(checkpoint));
        };
    }

    /** Returns what is wrong with the checkpoints of a run. */
    static Failure of(StateException cause, Position position) {
        int exitCode =
                switch (cause.code()) {
                    case STATE_MISMATCH -> ExitCode.INVALID;
                    case STATE_LOCKED,
                            STATE_CORRUPT,
                            STATE_VERSION,
                            STATE_UNSAFE,
                            SINK_AHEAD,
                            STORAGE_FULL,
                            STORAGE_FSYNC,
                            STORAGE_FAILED ->
                            ExitCode.ENVIRONMENT;
                };
        List<String> lines = message(cause).lines().map(String::strip).toList();
        var diagnostic =
                new Diagnostic(
                        Severity.ERROR,
                        cause.code().name(),
                        lines.getFirst(),
                        position,
                        lines.subList(1, lines.size()),
                        null);
        return new Failure(diagnostic, exitCode, cause);
    }

    private Failure goingOn(long checkpoint) {
        boolean fits = !(cause instanceof StateException e) || e.code() != Code.STATE_MISMATCH;
        return checkpoint == 0 || !fits
                ? this
                : new Failure(
                        diagnostic.withNote(
                                "the same command goes on from checkpoint "
                                        + checkpoint
                                        + "; --fresh starts over"),
                        exitCode,
                        cause);
    }

    private static Failure tooSlow(Graph graph, long checkpoint) {
        var diagnostic =
                error(
                        "MR502",
                        "'" + graph.name() + "' was told to end and did not finish in time",
                        Position.NONE,
                        checkpoint == 0
                                ? "what was under way is lost; a sink that is slow or stalled holds"
                                        + " it up"
                                : "the same command goes on from checkpoint " + checkpoint);
        return new Failure(diagnostic, ExitCode.FAILED, null);
    }

    private static Failure failed(Outcome.Failed failed, Graph graph) {
        Throwable cause = failed.cause();
        String component = "component '" + failed.component() + "'";
        Position position =
                graph.components().stream()
                        .filter(spec -> spec.name().equals(failed.component()))
                        .map(ComponentSpec::position)
                        .findFirst()
                        .orElse(Position.NONE);
        boolean inSetup = failed.phase().equals("setup");
        if (failed.phase().equals("dead letter")) {
            return new Failure(
                    error(
                            "MR403",
                            "dead letters cannot be kept: " + message(cause),
                            position,
                            null),
                    ExitCode.ENVIRONMENT,
                    cause);
        }
        if (cause instanceof StateException state) {
            return of(state, position);
        }
        if (cause instanceof EnvironmentException || (inSetup && cause instanceof IOException)) {
            return new Failure(
                    error("MR401", component + ": " + message(cause), position, null),
                    ExitCode.ENVIRONMENT,
                    cause);
        }
        return new Failure(
                error(
                        inSetup ? "MR402" : "MR501",
                        component + verb(failed.phase()) + message(cause),
                        position,
                        "--verbose shows where in the code"),
                ExitCode.FAILED,
                cause);
    }

    private static String verb(String phase) {
        return switch (phase) {
            case "setup" -> " could not start: ";
            case "cleanup" -> " could not clean up: ";
            default -> " failed: ";
        };
    }

    private static String message(Throwable cause) {
        String message = cause.getMessage();
        String kind = cause.getClass().getSimpleName();
        return message == null || message.isBlank()
                ? kind
                : cause instanceof EnvironmentException || cause instanceof StateException
                        ? message
                        : message + " (" + kind + ")";
    }

    private static Diagnostic error(
            String code, String message, Position position, @Nullable String fix) {
        return new Diagnostic(Severity.ERROR, code, message, position, List.of(), fix);
    }

    /** Returns an error with its stack trace and causes. */
    static String trace(Throwable error) {
        var text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
