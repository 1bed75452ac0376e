package io.millrace.engine;

import io.millrace.api.Clock;

/**
 * A clock that can also be waited on.
 *
 * @since 0.1
 */
public interface Time extends Clock {

    /**
     * Parks the calling thread until it is unparked or interrupted, or until {@link #nanoTime}
     * reaches the deadline; may return early for no reason.
     *
     * @param deadline on the scale of {@link #nanoTime}
     */
    void parkUntil(long deadline);

    /** Returns the time of this machine. */
    static Time system() {
        return SystemTime.INSTANCE;
    }
}
