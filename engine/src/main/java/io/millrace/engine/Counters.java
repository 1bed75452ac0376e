package io.millrace.engine;

/**
 * The counts of one component instance, raised on its own thread. A record, so that the compiler
 * may take its fields for constants.
 */
record Counters(
        Counter in,
        Counter out,
        Counter errors,
        Counter deadLetters,
        Counter unbound,
        Counter unrouted,
        Counter filtered,
        Counter afterEnd,
        Counter whenFull,
        Counter skipped,
        Counter blockedNanos) {

    Counters() {
        this(
                new Counter(),
                new Counter(),
                new Counter(),
                new Counter(),
                new Counter(),
                new Counter(),
                new Counter(),
                new Counter(),
                new Counter(),
                new Counter(),
                new Counter());
    }
}
