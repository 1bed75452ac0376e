package io.millrace.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * How a graph is run.
 *
 * @param stateFolder where checkpoints and dead letters are kept; made when first needed
 * @param deadlines how long what may take
 * @param fuse whether handlers in a row become one task; false gives each component its own
 * @param copies whether each place in the plan gets its own copy of the engine's few hot classes:
 *     items run faster, and a component takes some 0.1 ms longer to start
 * @param continued whether the run goes on from an earlier one: what that has written stays
 * @param keeping what is kept, and taken up
 * @param seams time, threads, disk and randomness
 * @since 0.1
 */
public record RunOptions(
        Path stateFolder,
        Deadlines deadlines,
        boolean fuse,
        boolean copies,
        boolean continued,
        Keeping keeping,
        Seams seams) {

    /**
     * What a run keeps, and how it takes up what an earlier one has kept.
     *
     * @param checkpoints whether it has checkpoints, where its graph promises what needs them
     * @param fresh whether it begins anew, whatever is kept
     * @param dropped the states that may be lost since nothing declares them any more: {@code
     *     component} or {@code component.state}
     * @param accepted the epoch whose checkpoint is damaged and may be repeated; 0 for none
     * @since 0.2
     */
    public record Keeping(boolean checkpoints, boolean fresh, Set<String> dropped, long accepted) {

        /** Checkpoints, from which the next run goes on. */
        public static final Keeping DEFAULT = new Keeping(true, false, Set.of(), 0);

        /** Nothing is kept. */
        public static final Keeping NOTHING = new Keeping(false, false, Set.of(), 0);

        /** Copies the set. */
        public Keeping {
            dropped = Set.copyOf(dropped);
        }
    }

    /**
     * How long what may take.
     *
     * @param drain how long a drain may take before the run is cancelled
     * @param setup how long the set-up of all components may take before the run fails
     * @param call how long a component may stay in one call before the watchdog reports it
     */
    public record Deadlines(Duration drain, Duration setup, Duration call) {

        /** 30 s for each. */
        public static final Deadlines DEFAULT =
                new Deadlines(
                        Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    /**
     * Returns the usual options: fused, the real world.
     *
     * @param stateFolder where dead letters are kept
     */
    public static RunOptions in(Path stateFolder) {
        return new RunOptions(
                stateFolder, Deadlines.DEFAULT, true, true, false, Keeping.DEFAULT, Seams.real());
    }

    /** Returns a copy without fusing: every handler runs as a loop. */
    public RunOptions unfused() {
        return new RunOptions(stateFolder, deadlines, false, copies, continued, keeping, seams);
    }

    /** Returns a copy that shares the engine's hot classes: for many short runs. */
    public RunOptions withoutCopies() {
        return new RunOptions(stateFolder, deadlines, fuse, false, continued, keeping, seams);
    }

    /** Returns a copy for a run that goes on from an earlier one: what that has written stays. */
    public RunOptions continuing() {
        return new RunOptions(stateFolder, deadlines, fuse, copies, true, keeping, seams);
    }

    /** Returns a copy with another state folder. */
    public RunOptions keptIn(Path folder) {
        return new RunOptions(folder, deadlines, fuse, copies, continued, keeping, seams);
    }

    /** Returns a copy that takes up otherwise what is kept. */
    public RunOptions with(Keeping other) {
        return new RunOptions(stateFolder, deadlines, fuse, copies, continued, other, seams);
    }

    /** Returns a copy with other deadlines. */
    public RunOptions with(Deadlines other) {
        return new RunOptions(stateFolder, other, fuse, copies, continued, keeping, seams);
    }

    /** Returns a copy with other seams. */
    public RunOptions with(Seams other) {
        return new RunOptions(stateFolder, deadlines, fuse, copies, continued, keeping, other);
    }
}
