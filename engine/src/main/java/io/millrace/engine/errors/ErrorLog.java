package io.millrace.engine.errors;

import io.millrace.api.Clock;
import io.millrace.api.ErrorCounts;
import io.millrace.api.ErrorEvent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one instance of a component has failed at: how often, at which rate, and the last ones. Safe
 * for any thread.
 */
public final class ErrorLog {

    /** How many failures are kept. */
    public static final int KEPT = 100;

    /** Over how many seconds the rate is taken. */
    static final int SPAN = 60;

    private final ReentrantLock lock = new ReentrantLock();
    private final Clock clock;
    private final ArrayDeque<ErrorEvent> recent = new ArrayDeque<>();
    private final Map<ErrorEvent.Category, Long> byCategory =
            new EnumMap<>(ErrorEvent.Category.class);
    private final long[] inSecond = new long[SPAN];
    private final long start;
    private long newest; // the second that was counted last, since the start
    private long total;

    /** Creates one without failures. */
    public ErrorLog(Clock clock) {
        this.clock = clock;
        this.start = clock.nanoTime();
    }

    /** Counts a failure and keeps it for a while. */
    public void add(ErrorEvent event) {
        lock.lock();
        try {
            total++;
            byCategory.merge(event.category(), 1L, Long::sum);
            if (recent.size() == KEPT) {
                recent.removeFirst();
            }
            recent.addLast(event);
            inSecond[(int) (forget() % SPAN)]++;
        } finally {
            lock.unlock();
        }
    }

    /** Returns what was counted. */
    public ErrorCounts counts() {
        lock.lock();
        try {
            forget();
            long lately = 0;
            for (long count : inSecond) {
                lately += count;
            }
            return new ErrorCounts(total, byCategory, (double) lately / SPAN);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the last failures, the newest last. */
    public List<ErrorEvent> recent() {
        lock.lock();
        try {
            return new ArrayList<>(recent);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the seconds that have left the span; returns the current one. */
    private long forget() {
        long now = TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime() - start);
        for (long second = Math.max(newest + 1, now - SPAN + 1); second <= now; second++) {
            inSecond[(int) (second % SPAN)] = 0;
        }
        newest = Math.max(newest, now);
        return now;
    }
}
