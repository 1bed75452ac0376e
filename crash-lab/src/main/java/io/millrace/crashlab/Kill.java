package io.millrace.crashlab;

import java.util.SplittableRandom;

/** How a run is made to end before its time. */
sealed interface Kill {

    /** SIGKILL, so long after the start of the process. */
    record After(int millis) implements Kill {}

    /** SIGKILL, so long after it has taken its state folder: it recovers, and works. */
    record AtWork(int millis) implements Kill {}

    /** The process halts right after it has forced, renamed or published for the n-th time. */
    record Halt(String call, int times) implements Kill {}

    /** SIGTERM, so long after it has taken its state folder: it ends well by itself. */
    record Terminate(int millis) implements Kill {}

    /** Chooses one: most at any time, some right after a call, some while the run recovers. */
    static Kill any(SplittableRandom random) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> halt(random, 60);
            case 4, 5 -> halt(random, 4); // in recovery: among the first calls
            case 6, 7 -> new AtWork(random.nextInt(100));
            case 8 -> new Terminate(random.nextInt(1_200));
            case 9, 10, 11 -> new After(50 + random.nextInt(1_450));
            default -> new AtWork(random.nextInt(1_200));
        };
    }

    private static Kill halt(SplittableRandom random, int most) {
        String call =
                switch (random.nextInt(4)) {
                    case 0 -> "publish";
                    case 1 -> "rename";
                    default -> "force";
                };
        return new Halt(call, 1 + random.nextInt(most));
    }
}
