package io.millrace.cli.crash;

import java.util.SplittableRandom;

/**
 * Chooses when a run is killed: half at any time, the rest right after a call that changes what a
 * crash leaves behind.
 *
 * @param startMillis how long it takes until items flow
 * @param runMillis how long they flow
 * @param hasCheckpoints whether there are such calls
 */
record Kills(long startMillis, long runMillis, boolean hasCheckpoints) {

    /** Calls at which a run is halted lie among the first so many. */
    private static final int CALLS = 40;

    private static final int FIRST_CALLS = 4;

    /** Returns how to kill the next process. */
    Child.Kill next(SplittableRandom random) {
        return switch (hasCheckpoints ? random.nextInt(10) : 10) {
            case 0, 1, 2 -> halt(random, CALLS);
            case 3, 4 -> halt(random, FIRST_CALLS); // while it recovers
            default ->
                    new Child.After(startMillis / 2 + random.nextLong(runMillis + startMillis / 2));
        };
    }

    private static Child.Kill halt(SplittableRandom random, int most) {
        String call =
                switch (random.nextInt(4)) {
                    case 0 -> "rename";
                    case 1 -> "publish";
                    default -> "force";
                };
        return new Child.Halt(call, 1 + random.nextInt(most));
    }
}
