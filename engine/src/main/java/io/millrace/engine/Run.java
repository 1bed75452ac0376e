package io.millrace.engine;

import io.millrace.api.ErrorEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A started plan: what can be seen of it and done to it from outside.
 *
 * <p>Safe for any thread.
 *
 * @since 0.1
 */
public interface Run {

    /** The life of a run, and of a component in it. */
    enum State {
        /** Nothing was called yet. */
        CREATED,
        /** In set-up. */
        STARTING,
        /** Taking items. */
        RUNNING,
        /** Waiting to go on from its last checkpoint, after a component has failed. */
        RESTARTING,
        /** Told to end, finishing what is under way. */
        DRAINING,
        /** Ended, cleaned up. */
        STOPPED,
        /** Failed, cleaned up. */
        FAILED
    }

    /** How a run ended. */
    sealed interface Outcome {
        /** All components have ended by themselves or after {@link Run#drain}. */
        record Finished() implements Outcome {}

        /** The run stopped behind a checkpoint, from which the next one goes on. */
        record Suspended() implements Outcome {}

        /** The run was cancelled, or did not end within the deadline of a drain. */
        record Cancelled() implements Outcome {}

        /**
         * A component failed.
         *
         * @param component its name
         * @param phase what it was doing: {@code setup}, {@code process}, {@code cleanup}, {@code
         *     dead letter}, or the operation that failed for an item where the policy is to stop
         * @param cause the first error; later ones are attached as suppressed
         */
        record Failed(String component, String phase, Throwable cause) implements Outcome {}
    }

    /**
     * A component's counters, summed over its parallel instances.
     *
     * @param name the component's name
     * @param type the component's type
     * @param variant the type's variant
     * @param state what it is doing
     * @param health how it is
     * @param itemsIn items taken
     * @param itemsOut items sent, each once however many inputs it went to
     * @param errors items that failed
     * @param deadLetters failed items that went to the dead letters
     * @param dropped items dropped, by reason: {@code unbound}, {@code unrouted}, {@code filtered},
     *     {@code after_end}, {@code when_full}, {@code skipped}, {@code unsent} by a buffer, and
     *     reasons of the component's own
     * @param forgotten what its states have let go, by reason: {@code evicted} keys and entries
     *     beyond {@code max_keys}, {@code expired} ones older than {@code ttl}
     * @param blockedNanos time spent waiting for room downstream, in nanoseconds
     * @param watermark how far event time is, in milliseconds since 1970-01-01T00:00Z, of the
     *     instance that is furthest behind; {@link io.millrace.api.Current#NO_TIMESTAMP} before
     *     there is one, {@link Long#MAX_VALUE} after the end
     */
    record ComponentStatus(
            String name,
            String type,
            String variant,
            State state,
            Health health,
            long itemsIn,
            long itemsOut,
            long errors,
            long deadLetters,
            Map<String, Long> dropped,
            Map<String, Long> forgotten,
            long blockedNanos,
            long watermark) {}

    /**
     * A stream's fill.
     *
     * @param name {@code a.output -> b.input}
     * @param fused whether it is a plain call, and so never holds an item
     * @param depth items in it now, over all parallel instances
     * @param capacity items it can hold
     */
    record StreamStatus(String name, boolean fused, int depth, int capacity) {}

    /** Returns what the run is doing. */
    State state();

    /** Returns the components, in the order of their declaration. */
    List<ComponentStatus> components();

    /**
     * What a run has kept.
     *
     * @param recovered the checkpoint that it went on from; 0 if it began
     * @param recoveredAge how old that was then, by the wall clock
     * @param committed the last one; 0 if there is none
     * @param age how long ago that was
     * @param commits how long it took to make checkpoints durable
     * @param finishedBefore whether there was nothing left to do: all inputs had ended, and all of
     *     it was committed
     * @since 0.2
     */
    record CheckpointStatus(
            long recovered,
            Duration recoveredAge,
            long committed,
            Duration age,
            CommitTimes commits,
            boolean finishedBefore) {}

    /**
     * How long commits took, from when every component had given its part until the disk had it
     * all; items flow meanwhile. Of the last 1,024 since the run began or went on.
     *
     * @param count how many there were
     * @param last what the last one took
     * @param p50 what half of them took at most
     * @param p99 what 99 of 100 took at most
     * @param longest what the longest took
     * @since 0.2
     */
    record CommitTimes(long count, Duration last, Duration p50, Duration p99, Duration longest) {

        /** Those of a run that has committed nothing. */
        public static final CommitTimes NONE =
                new CommitTimes(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** Returns what the run has kept; empty if it keeps nothing. */
    Optional<CheckpointStatus> checkpoints();

    /** Returns how the run is: well enough to go on, and ready to take items. */
    Health health();

    /**
     * Returns the last failures of a component, 100 at most for each parallel instance, in the
     * order of their time.
     *
     * @param component its name; one that is not there has none
     */
    List<ErrorEvent> recentErrors(String component);

    /** Returns the streams, in the order of their binding. */
    List<StreamStatus> streams();

    /**
     * Ends the input: sources stop, what is under way is finished, then the run ends. One that has
     * not ended after the drain deadline is cancelled. Returns at once.
     */
    void drain();

    /**
     * Stops behind one more checkpoint: no stream ends, and the next run goes on from there.
     * Without checkpoints it is a {@link #drain}. The deadline is that of a drain. Returns at once.
     */
    void suspend();

    /** Ends the run now; items under way are lost. Returns at once. */
    void cancel();

    /** Waits for the end of the run, clean-up included. */
    Outcome await() throws InterruptedException;

    /** Waits for the end of the run for so long; empty if it has not ended. */
    Optional<Outcome> await(Duration time) throws InterruptedException;

    /** Returns how the run ended, or null while it goes on. */
    @Nullable Outcome outcome();
}
