package io.millrace.engine;

import io.millrace.api.Current;
import io.millrace.graph.EventTime;
import io.millrace.graph.TimeReader;

/**
 * Gives each item its event time on its way into a component, and tells the component how far time
 * is after each; the sender's own time comes back. What watermarks the sender has end here.
 */
final class Timed extends Targets.Passing {

    private final TimeReader reader;
    private final long delay;
    private final Cursor cursor;
    private final long idle;
    private long latest = Current.NO_TIMESTAMP;
    private boolean announced;

    Timed(EventTime time, Target next, Cursor cursor) {
        super(next);
        this.reader = time.reader();
        this.delay = time.outOfOrder().toMillis() + 1;
        this.cursor = cursor;
        this.idle = Math.min(time.idle().toNanos(), Task.FOREVER.toNanos());
    }

    @Override
    public void accept(Object item) throws InterruptedException {
        long before = cursor.timestamp;
        long time;
        try {
            time = reader.read(Targets.document(item), cursor);
        } catch (RuntimeException e) {
            next.fail(item, "event_time", e);
            return;
        }
        cursor.timestamp = time;
        if (announced) {
            isNotIdle();
        }
        try {
            next.accept(item);
        } finally {
            cursor.timestamp = before;
        }
        if (time > latest) {
            latest = time;
            next.advance(time - delay);
        }
    }

    @Override
    public void advance(long watermark) {}

    @Override
    public void idleAt(long time) {}

    /** Returns the latest time there was. */
    long latest() {
        return latest;
    }

    /** Goes on where an earlier run was. */
    void restore(long earlier) {
        latest = earlier;
    }

    /** Tells the taker how far time is. */
    void tell() throws InterruptedException {
        if (latest != Current.NO_TIMESTAMP) {
            next.advance(latest - delay);
        }
    }

    /** Says when the stream will be idle if no item comes. */
    void announceIdle(long now) {
        if (!announced) {
            announced = true;
            next.idleAt(now + idle);
        }
    }

    /** Says that it will not be. */
    void isNotIdle() {
        if (announced) {
            announced = false;
            next.idleAt(Timers.NEVER);
        }
    }
}
