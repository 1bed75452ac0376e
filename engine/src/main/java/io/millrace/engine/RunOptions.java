package io.millrace.engine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a graph is run.
 *
 * @param stateFolder where dead letters are kept; made when first needed
 * @param drainDeadline how long a drain may take before the run is cancelled
 * @param setupDeadline how long the set-up of all components may take before the run fails
 * @param watchdog how long a component may stay in one call before that is reported
 * @param fuse whether handlers in a row become one task; false gives each component its own
 * @param copies whether each place in the plan gets its own copy of the engine's few hot classes:
 *     items run faster, and a component takes some 0.1 ms longer to start
 * @param seams time, threads, disk and randomness
 * @since 0.1
 */
public record RunOptions(
        Path stateFolder,
        Duration drainDeadline,
        Duration setupDeadline,
        Duration watchdog,
        boolean fuse,
        boolean copies,
        Seams seams) {

    /**
     * Returns the usual options: 30 s to drain, to set up and until the watchdog speaks, fused, the
     * real world.
     *
     * @param stateFolder where dead letters are kept
     */
    public static RunOptions in(Path stateFolder) {
        Duration half = Duration.ofSeconds(30);
        return new RunOptions(stateFolder, half, half, half, true, true, Seams.real());
    }

    /** Returns a copy without fusing: every handler runs as a loop. */
    public RunOptions unfused() {
        return new RunOptions(
                stateFolder, drainDeadline, setupDeadline, watchdog, false, copies, seams);
    }

    /** Returns a copy that shares the engine's hot classes: for many short runs. */
    public RunOptions withoutCopies() {
        return new RunOptions(
                stateFolder, drainDeadline, setupDeadline, watchdog, fuse, false, seams);
    }

    /** Returns a copy with another deadline for a drain. */
    public RunOptions drainingWithin(Duration time) {
        return new RunOptions(stateFolder, time, setupDeadline, watchdog, fuse, copies, seams);
    }

    /** Returns a copy with another deadline for set-up. */
    public RunOptions settingUpWithin(Duration time) {
        return new RunOptions(stateFolder, drainDeadline, time, watchdog, fuse, copies, seams);
    }

    /** Returns a copy whose watchdog speaks after another time. */
    public RunOptions watchingFor(Duration time) {
        return new RunOptions(stateFolder, drainDeadline, setupDeadline, time, fuse, copies, seams);
    }

    /** Returns a copy with other seams. */
    public RunOptions with(Seams other) {
        return new RunOptions(
                stateFolder, drainDeadline, setupDeadline, watchdog, fuse, copies, other);
    }
}
