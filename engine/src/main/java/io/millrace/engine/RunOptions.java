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
 * @param seams time, threads, disk and randomness
 * @since 0.1
 */
public record RunOptions(
        Path stateFolder, Duration drainDeadline, boolean fuse, boolean copies, Seams seams) {

    /**
     * Returns the usual options: 30 s to drain, fused, the real world.
     *
     * @param stateFolder where dead letters are kept
     */
    public static RunOptions in(Path stateFolder) {
        return new RunOptions(stateFolder, Duration.ofSeconds(30), true, true, Seams.real());
    }

    /** Returns a copy without fusing: every handler runs as a loop. */
    public RunOptions unfused() {
        return new RunOptions(stateFolder, drainDeadline, false, copies, seams);
    }

    /** Returns a copy that shares the engine's hot classes: for many short runs. */
    public RunOptions withoutCopies() {
        return new RunOptions(stateFolder, drainDeadline, fuse, false, seams);
    }

    /** Returns a copy with other seams. */
    public RunOptions with(Seams other) {
        return new RunOptions(stateFolder, drainDeadline, fuse, copies, other);
    }
}
