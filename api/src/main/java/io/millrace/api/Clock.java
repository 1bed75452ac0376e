package io.millrace.api;

import java.time.Instant;

/**
 * The time of a run; in a test it stands still until it is moved.
 *
 * <p>Safe for any thread.
 *
 * @since 0.1
 */
public interface Clock {

    /** Returns the wall-clock time, for people; it may jump. */
    Instant now();

    /**
     * Returns a time in nanoseconds that never goes back, for measuring; its origin is arbitrary.
     */
    long nanoTime();
}
