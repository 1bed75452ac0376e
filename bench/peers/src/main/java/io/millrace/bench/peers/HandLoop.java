package io.millrace.bench.peers;

/** The loop that a developer would write: what all others add to. */
final class HandLoop {

    private static final int CHUNK = 1 << 16;

    private HandLoop() {}

    static void chain(long items, Arrivals arrivals) {
        for (long from = 0; from < items; from += CHUNK) {
            chainOf(from, Math.min(items, from + CHUNK), arrivals);
        }
    }

    /** A method of its own, so that it is compiled as a whole and not only around its loop. */
    private static void chainOf(long from, long to, Arrivals arrivals) {
        for (long i = from; i < to; i++) {
            Reading scaled = Feed.item(i).scaled();
            if (scaled.isKept()) {
                arrivals.accept(scaled.shifted());
            }
        }
    }

    static void work(long items, Arrivals arrivals) {
        for (long i = 0; i < items; i++) {
            arrivals.accept(Feed.item(i).scaledAndShifted());
        }
    }
}
