package io.millrace.engine.supervision;

import java.time.Duration;

/**
 * Notices that a task has been in a component's code for long without a sign of life. One thread
 * looks, any asks.
 */
public final class Watchdog {

    private final long limit;
    private long progress;
    private volatile long since;
    private long reportAt;
    private volatile boolean started;

    /**
     * Creates one.
     *
     * @param limit how long a component may be silent
     */
    public Watchdog(Duration limit) {
        this.limit = limit.toNanos();
    }

    /**
     * Looks at the task.
     *
     * @param progress a number that changes when the task does anything
     * @param waits whether the task waits in the engine, which it may do for ever
     * @param now the time in nanoseconds
     * @return whether its silence is to be reported: after the limit, after twice the limit, and so
     *     on
     */
    public boolean look(long progress, boolean waits, long now) {
        if (!started || waits || progress != this.progress) {
            started = true;
            this.progress = progress;
            since = now;
            reportAt = now + limit;
            return false;
        }
        if (now - reportAt < 0) {
            return false;
        }
        reportAt = since + 2 * (now - since);
        return true;
    }

    /** Returns how long the task has been silent; below the limit it is well. */
    public Duration silence(long now) {
        return Duration.ofNanos(now - since);
    }

    /** Returns whether the task has been silent for longer than it may. */
    public boolean isSilent(long now) {
        return started && now - since >= limit;
    }
}
