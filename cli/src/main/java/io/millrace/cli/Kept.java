package io.millrace.cli;

import io.millrace.api.Document;
import io.millrace.engine.Run;
import io.millrace.engine.Run.CheckpointStatus;
import io.millrace.engine.Run.CommitTimes;
import io.millrace.engine.Run.Outcome;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What people are told about the checkpoints of a run. */
final class Kept {

    private static final CheckpointStatus NOTHING =
            new CheckpointStatus(0, Duration.ZERO, 0, Duration.ZERO, CommitTimes.NONE, false);

    private final Run run;

    Kept(Run run) {
        this.run = run;
    }

    private CheckpointStatus status() {
        return run.checkpoints().orElse(NOTHING);
    }

    /** Returns whether there is nothing to do: an earlier run has done all of it. */
    boolean hadFinished() {
        return status().finishedBefore();
    }

    /** Returns the number of the last checkpoint; 0 if there is none. */
    long last() {
        return status().committed();
    }

    /** Returns what there is to say when the run begins. */
    Optional<String> beginning() {
        if (hadFinished()) {
            return Optional.of("finished already, nothing to do; --fresh starts over");
        }
        CheckpointStatus kept = status();
        return kept.recovered() == 0
                ? Optional.empty()
                : Optional.of(
                        "goes on from checkpoint %s, taken %s ago"
                                .formatted(kept.recovered(), Figures.age(kept.recoveredAge())));
    }

    /** Returns what there is to say when it has ended. */
    Optional<String> ending(Outcome outcome) {
        return outcome instanceof Outcome.Suspended
                ? Optional.of("suspended at checkpoint " + last() + "; the same command goes on")
                : Optional.empty();
    }

    /** Adds the same for programs. */
    void addTo(Document.Builder json, Outcome outcome) {
        json.put("outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        run.checkpoints()
                .ifPresent(
                        kept ->
                                json.put("recovered", kept.recovered())
                                        .put("checkpoint", kept.committed())
                                        .put("finished_before", kept.finishedBefore())
                                        .put("commits", json(kept.commits())));
    }

    private static Document json(CommitTimes commits) {
        return Document.object()
                .put("count", commits.count())
                .put("p50_seconds", seconds(commits.p50()))
                .put("p99_seconds", seconds(commits.p99()))
                .put("longest_seconds", seconds(commits.longest()))
                .build();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
