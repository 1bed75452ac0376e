package io.millrace.engine;

import io.millrace.graph.ComponentSpec;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;

/**
 * How many items a component may take in a time, over all its parallel instances: the times of the
 * last {@code items} are kept, and the next may go when the oldest of them is {@code per} ago (a
 * sliding log). So no span of that length ever holds more. Safe for any thread.
 */
final class RateLimit {

    private final ReentrantLock lock = new ReentrantLock();
    private final long[] taken;
    private final long per;
    private long count;

    private RateLimit(ComponentSpec.RateLimit limit) {
        taken = new long[limit.items()];
        per = limit.per().toNanos();
    }

    /** Returns the limit of a component; null if it has none. */
    static @Nullable RateLimit of(ComponentSpec component) {
        ComponentSpec.RateLimit limit = component.options().rateLimit();
        return limit == null ? null : new RateLimit(limit);
    }

    /**
     * Takes one if it may.
     *
     * @param now the time on the run's clock
     * @return now if it was taken, else when to ask again
     */
    long take(long now) {
        lock.lock();
        try {
            int slot = (int) (count % taken.length);
            long next = taken[slot] + per;
            if (count >= taken.length && next - now > 0) {
                return next;
            }
            taken[slot] = now;
            count++;
            return now;
        } finally {
            lock.unlock();
        }
    }
}
