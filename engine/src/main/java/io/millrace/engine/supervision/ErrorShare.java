package io.millrace.engine.supervision;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which share of a component's items has failed over the last minute, from counts that are looked
 * at again and again. So a component that was unwell gets well again. Safe for any thread.
 */
public final class ErrorShare {

    /** Over how many seconds the share is taken. */
    static final int SPAN = 60;

    private final ReentrantLock lock = new ReentrantLock();
    private final long[] items = new long[SPAN + 1];
    private final long[] errors = new long[SPAN + 1];
    private final long start;
    private long newest;

    /** Creates one; the counts are zero at this time. */
    public ErrorShare(long now) {
        start = now;
    }

    /** Takes the counts as they are now; often enough is once a second. */
    public void look(long items, long errors, long now) {
        lock.lock();
        try {
            long second = TimeUnit.NANOSECONDS.toSeconds(now - start);
            long before = this.items[slot(newest)];
            long failedBefore = this.errors[slot(newest)];
            for (long each = Math.max(newest + 1, second - SPAN); each < second; each++) {
                this.items[slot(each)] = before;
                this.errors[slot(each)] = failedBefore;
            }
            newest = Math.max(newest, second);
            this.items[slot(newest)] = items;
            this.errors[slot(newest)] = errors;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the share, from 0 to 1; 0 if there were no items. */
    public double share() {
        lock.lock();
        try {
            long oldest = Math.max(0, newest - SPAN);
            long taken = items[slot(newest)] - (newest < SPAN ? 0 : items[slot(oldest)]);
            long failed = errors[slot(newest)] - (newest < SPAN ? 0 : errors[slot(oldest)]);
            return taken <= 0 ? 0 : Math.min(1, (double) failed / taken);
        } finally {
            lock.unlock();
        }
    }

    private static int slot(long second) {
        return (int) (second % (SPAN + 1));
    }
}
