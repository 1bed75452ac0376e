package io.millrace.engine;

import io.millrace.api.Current;

import org.jspecify.annotations.Nullable;

/**
 * How far event time is on one input of an instance: the end of one stream from one sender. Of the
 * taker's thread alone.
 */
final class InputTime {

    private final InstanceTime taker;
    private final @Nullable Channel channel;
    private long watermark = Current.NO_TIMESTAMP;
    private long idleAt = Timers.NEVER;
    private boolean idle;

    /** Creates that of a channel, or of a sender in the same task. */
    InputTime(InstanceTime taker, @Nullable Channel channel) {
        this.taker = taker;
        this.channel = channel;
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

    /** Takes the watermark that stands before an element: the input is not idle. */
    void arrive(long next) throws InterruptedException {
        if (idle) {
            idleAt(Timers.NEVER);
        }
        advance(next);
    }

    /** Takes the watermark that stands before the next element; whether timers come before it. */
    boolean comesBefore(long next) throws InterruptedException {
        arrive(next);
        return taker.isAsked();
    }

    /** Says that the input has ended, and so holds no time back. */
    void end() throws InterruptedException {
        advance(Long.MAX_VALUE);
    }

    boolean hasEnded() {
        return watermark == Long.MAX_VALUE;
    }

    // ---- when nothing comes

    /** Returns when it is idle if nothing more comes. */
    long idleAt() {
        return idleAt;
    }

    /** Learns when it is idle if nothing more comes. */
    void idleAt(long time) {
        if (time != idleAt) {
            idleAt = time;
            idle = false; // until the next look
            taker.tellIdle();
        }
    }

    /**
     * Returns when to look whether it is idle: never while something waits in its stream, a barrier
     * too.
     */
    long idleDeadline() {
        boolean waits = channel != null && channel.idleAtWhenDry() != idleAt;
        return idle || hasEnded() || waits ? Timers.NEVER : idleAt;
    }

    boolean isIdle() {
        return idle;
    }

    /** Looks whether it is idle by now; returns whether that is news. */
    boolean becomesIdle(long now) {
        if (idle || idleAt == Timers.NEVER || now - idleAt < 0) {
            return false;
        }
        if (channel != null) {
            long at = channel.idleAtWhenDry();
            if (at != idleAt) {
                return false; // something has come since
            }
        }
        idle = true;
        return true;
    }
}
