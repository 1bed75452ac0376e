package io.millrace.bench.peers;

import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;

/** Makes the items: as fast as they are taken or, with {@code feed.period}, each when it is due. */
final class Feed {

    /** Nanoseconds from one item to the next; 0 for as fast as can be. */
    private static final long PERIOD = Long.getLong("feed.period", 0);

    /** Constant in a process, so that pace costs nothing where there is none. */
    static final boolean IS_PACED = PERIOD > 0;

    private static volatile long begin;

    private Feed() {}

    /** Sets when the first item is due. */
    static void begin(long nanoTime) {
        begin = nanoTime;
    }

    /** Returns when an item is due. */
    static long due(long id) {
        return begin + id * PERIOD;
    }

    /** Returns an item; waits for its time if it has one. */
    static Reading item(long id) {
        if (!IS_PACED) {
            return Reading.of(id, id / 200);
        }
        long now;
        while ((now = System.nanoTime()) < due(id)) {
            LockSupport.parkNanos(due(id) - now);
        }
        return Reading.of(id, now);
    }

    /** Returns the first so many items. */
    static Iterable<Reading> items(long count) {
        return () ->
                new Iterator<>() {
                    private long next;

                    @Override
                    public boolean hasNext() {
                        return next < count;
                    }

                    @Override
                    public Reading next() {
                        return item(next++);
                    }
                };
    }
}
