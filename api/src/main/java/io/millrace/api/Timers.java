package io.millrace.api;

/**
 * Timers that belong to a key: each calls {@link Handler#onEventTime} or {@link
 * Handler#onProcessingTime} once, with its key as the current one. They are part of every
 * checkpoint.
 *
 * <p>Semantics are Flink's: the same key and time twice is one timer; those that are due are called
 * in the order of their times; one set at or below the watermark for an item is called at the next
 * advance, one set by a timer in the same advance.
 *
 * <p><b>Lifecycle.</b> From {@link Component#setup} to the end of the component's work.
 *
 * <p><b>Threads.</b> Of the component's own thread alone.
 *
 * <p><b>Ordering.</b> By time; among equal times of several keys there is none.
 *
 * <p><b>Back-pressure.</b> None.
 *
 * <p><b>Errors.</b> A component that does not override the method called is an {@link
 * IllegalStateException}.
 *
 * <p><b>Delivery.</b> A timer whose effect is not in a committed checkpoint is called again.
 *
 * @since 0.2
 */
public interface Timers {

    /**
     * Sets a timer of the current key.
     *
     * @param timestamp in milliseconds since 1970-01-01T00:00Z: called when the watermark has
     *     reached it
     */
    void atEventTime(long timestamp);

    /** Removes a timer of the current key; none is no error. */
    void cancelEventTime(long timestamp);

    /**
     * Sets a timer of the current key.
     *
     * @param timestamp in milliseconds since 1970-01-01T00:00Z, on the run's clock. The wait is
     *     measured when the timer is set, so that a jump of the wall clock does not move it
     */
    void atProcessingTime(long timestamp);

    /** Removes a timer of the current key; none is no error. */
    void cancelProcessingTime(long timestamp);

    /**
     * Returns the watermark: no item with a timestamp up to it is expected any more. {@link
     * Current#NO_TIMESTAMP} before the first one, {@link Long#MAX_VALUE} after the end of all
     * inputs.
     */
    long watermark();
}
