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
    private long latest = Current.NO_TIMESTAMP;

    Timed(EventTime time, Target next, Cursor cursor) {
        super(next);
        this.reader = time.reader();
        this.delay = time.outOfOrder().toMillis() + 1;
        this.cursor = cursor;
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
}
