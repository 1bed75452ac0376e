package io.millrace.cli;

import io.millrace.api.ErrorEvent;
import io.millrace.engine.Health;
import io.millrace.engine.Run;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A run that stands still, to be looked at.
 *
 * @param components what it says of its components
 * @param streams what it says of its streams
 * @param kept what it says of its checkpoints; null if it has none
 */
record FixedRun(
        List<ComponentStatus> components,
        List<StreamStatus> streams,
        @Nullable CheckpointStatus kept)
        implements Run {

    @Override
    public State state() {
        return State.RUNNING;
    }

    @Override
    public Health health() {
        return new Health(Health.Level.HEALTHY, true, true, List.of());
    }

    @Override
    public List<ErrorEvent> recentErrors(String component) {
        return List.of();
    }

    @Override
    public Optional<CheckpointStatus> checkpoints() {
        return Optional.ofNullable(kept);
    }

    @Override
    public void suspend() {
        throw new AssertionError("not to be called");
    }

    @Override
    public void drain() {
        throw new AssertionError("not to be called");
    }

    @Override
    public void cancel() {
        throw new AssertionError("not to be called");
    }

    @Override
    public Outcome await() {
        return new Outcome.Finished();
    }

    @Override
    public Optional<Outcome> await(Duration time) {
        return Optional.empty();
    }

    @Override
    public Outcome outcome() {
        return new Outcome.Finished();
    }
}
