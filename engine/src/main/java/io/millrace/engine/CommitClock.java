package io.millrace.engine;

import io.millrace.engine.Run.CommitTimes;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** Remembers how long the last commits took. Safe for any thread. */
final class CommitClock {

    /** How many commits are remembered. */
    static final int REMEMBERED = 1_024;

    private static final int PERCENT = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final long[] nanos = new long[REMEMBERED]; // guarded by lock
    private long count; // guarded by lock

    void add(long elapsedNanos) {
        lock.lock();
        try {
            nanos[(int) (count++ % REMEMBERED)] = elapsedNanos;
        } finally {
            lock.unlock();
        }
    }

    CommitTimes times() {
        lock.lock();
        try {
            if (count == 0) {
                return CommitTimes.NONE;
            }
            long[] sorted = Arrays.copyOf(nanos, (int) Math.min(count, REMEMBERED));
            Arrays.sort(sorted);
            return new CommitTimes(
                    count,
                    Duration.ofNanos(nanos[(int) ((count - 1) % REMEMBERED)]),
                    percentile(sorted, 50),
                    percentile(sorted, 99),
                    percentile(sorted, PERCENT));
        } finally {
            lock.unlock();
        }
    }

    /** Returns the least time within which so many of a hundred were. */
    private static Duration percentile(long[] sorted, int percent) {
        int rank = (sorted.length * percent + PERCENT - 1) / PERCENT;
        return Duration.ofNanos(sorted[rank - 1]);
    }
}
