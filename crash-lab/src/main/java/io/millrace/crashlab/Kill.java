package io.millrace.crashlab;

import java.util.SplittableRandom;

/** How a run is made to end before its time. */
sealed interface Kill {

    /** SIGKILL, so long after the start of the process. */
    record After(int millis) implements Kill {}

    /** The process halts right after it has forced, renamed or published for the n-th time. */
    record Halt(String call, int times) implements Kill {}

    /** SIGTERM, so long after the start of the process: it ends well by itself. */
    record Terminate(int millis) implements Kill {}

    /**
     * Chooses one: three of five at any time, one right after a call, one while the run starts or
     * recovers.
     *
     * @param startMillis how long a start takes
     */
    static Kill any(SplittableRandom random, int startMillis) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> halt(random, 60);
            case 4, 5 -> new After(startMillis / 3 + random.nextInt(startMillis));
            case 6, 7 -> halt(random, 4); // in recovery: among the first calls
            case 8 -> new Terminate(anyTime(random, startMillis));
            default -> new After(anyTime(random, startMillis));
        };
    }

    /** Returns a time that is mostly behind the start, however slow the machine is. */
    private static int anyTime(SplittableRandom random, int startMillis) {
        int from = random.nextInt(4) == 0 ? 0 : startMillis * 2 / 3;
        return from + 50 + random.nextInt(1_450);
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
