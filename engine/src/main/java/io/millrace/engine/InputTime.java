package io.millrace.engine;

import io.millrace.api.Current;

/**
 * How far event time is on one input of an instance: the end of one stream from one sender. Of the
 * taker's thread alone.
 */
final class InputTime {

    private final InstanceTime taker;
    private long watermark = Current.NO_TIMESTAMP;

    InputTime(InstanceTime taker) {
        this.taker = taker;
    }

    /** Returns the watermark; {@link Long#MAX_VALUE} when the input has ended. */
    long watermark() {
        return watermark;
    }

    /** Takes a watermark; one that is no later than the last does nothing. */
    void advance(long next) throws InterruptedException {
        long before = watermark;
        if (next > before) {
            watermark = next;
            taker.advanced(before);
        }
    }

    /** Takes the watermark that stands before the next element; whether timers come before it. */
    boolean comesBefore(long next) throws InterruptedException {
        advance(next);
        return taker.isAsked();
    }

    /** Says that the input has ended, and so holds no time back. */
    void end() throws InterruptedException {
        advance(Long.MAX_VALUE);
    }
}
