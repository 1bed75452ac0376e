package io.millrace.engine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a graph is run.
 *
 * @param stateFolder where dead letters are kept; made when first needed
 * @param drainDeadline how long a drain may take before the run is cancelled
 * @param fuse whether handlers in a row become one task; false gives each component its own
 * @param copies whether each place in the plan gets its own copy of the engine's few hot classes:
 *     items run faster, and a component takes some 0.1 ms longer to start
 * @param continued whether the run goes on from an earlier one, as components see it by {@link
 *     io.millrace.api.Context#isContinued}
 * @param seams time, threads, disk and randomness
 * @since 0.1
 */
public record RunOptions(
        Path stateFolder,
        Duration drainDeadline,
        boolean fuse,
        boolean copies,
        boolean continued,
        Seams seams) {

    /**
     * Returns the usual options: 30 s to drain, fused, the real world.
     *
     * @param stateFolder where dead letters are kept
     */
    public static RunOptions in(Path stateFolder) {
        return new RunOptions(stateFolder, Duration.ofSeconds(30), true, true, false, Seams.real());
    }

    /** Returns a copy without fusing: every handler runs as a loop. */
    public RunOptions unfused() {
        return new RunOptions(stateFolder, drainDeadline, false, copies, continued, seams);
    }

    /** Returns a copy that shares the engine's hot classes: for many short runs. */
    public RunOptions withoutCopies() {
        return new RunOptions(stateFolder, drainDeadline, fuse, false, continued, seams);
    }

    /** Returns a copy for a run that goes on from an earlier one: what that has written stays. */
    public RunOptions continuing() {
        return new RunOptions(stateFolder, drainDeadline, fuse, copies, true, seams);
    }

    /** Returns a copy with other seams. */
    public RunOptions with(Seams other) {
        return new RunOptions(stateFolder, drainDeadline, fuse, copies, continued, other);
    }
}
