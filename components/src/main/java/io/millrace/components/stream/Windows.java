package io.millrace.components.stream;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Output;
import io.millrace.api.TimeKind;
import io.millrace.api.Timers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The windows of one clock. Each method is about those of the current key.
 *
 * <p>By event time a window is due when the watermark says that no item of it is to come; by the
 * run's clock, when its end is reached, since items are there when they come.
 */
abstract class Windows {

    /** How far from 1970 event time may be, in milliseconds: 3 million years. */
    private static final long FARTHEST = 100_000_000_000_000_000L;

    final Aggregates aggregates;
    final Panes panes;
    private final @Nullable HeldItems held;
    private final TimeKind clock;
    private final Timers timers;
    private final long lateness;

    Windows(Context context, TimeKind clock, Aggregates aggregates, long lateness) {
        this.aggregates = aggregates;
        this.clock = clock;
        this.timers = context.timers();
        this.lateness = clock == TimeKind.EVENT_TIME ? lateness : 0;
        String prefix = clock == TimeKind.EVENT_TIME ? "event_" : "arrival_";
        panes = new Panes(context, prefix);
        held = aggregates.areHeld() ? new HeldItems(context, prefix) : null;
    }

    /**
     * Puts an item into its windows.
     *
     * @param time when it was
     * @return whether there is one; otherwise it came too late for all of them
     */
    abstract boolean add(Document item, long time, Output out) throws InterruptedException;

    /** Sends what is due at a time, and lets go of what is over. */
    abstract void reached(long time, Output out) throws InterruptedException;

    /** Sends all that are open, at the end of the input. */
    void end(Output out) throws InterruptedException {
        List<Pane> open = new ArrayList<>(panes.all());
        open.sort(Comparator.comparingLong(Pane::start));
        for (Pane pane : open) {
            send(pane, out);
        }
        for (Pane pane : open) {
            remove(pane, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    /** Fails if a time is so far off that the ends of its windows could not be counted. */
    static void check(long time) {
        if (time < -FARTHEST || time > FARTHEST) {
            throw new DocumentException("the event time " + time + " ms is out of range", -1);
        }
    }

    /** Takes what is needed of an item, or fails; nothing has changed then. */
    final void read(Document item, long time) {
        aggregates.read(item, time);
        if (held != null) {
            held.add(aggregates.held(time));
        }
    }

    /** Returns whether nothing more is to come for a window with this end. */
    final boolean isDue(long end) {
        return due(end) <= watermark();
    }

    /** Returns whether a window with this end takes no items any more. */
    final boolean isOver(long end) {
        return due(end) + lateness <= watermark();
    }

    private long watermark() {
        return clock == TimeKind.EVENT_TIME ? timers.watermark() : Long.MIN_VALUE;
    }

    /** Returns when a window with this end is sent. */
    final long due(long end) {
        return clock == TimeKind.EVENT_TIME ? end - 1 : end;
    }

    /** Returns the end of the window that is sent at a time. */
    final long endOf(long due) {
        return clock == TimeKind.EVENT_TIME ? due + 1 : due;
    }

    final long lateness() {
        return lateness;
    }

    /** Sets the timer for what happens next to a window. */
    final void await(Pane pane) {
        long due = due(pane.end());
        await(isDue(pane.end()) ? due + lateness : due);
    }

    /** Sets a timer. */
    final void await(long time) {
        if (clock == TimeKind.EVENT_TIME) {
            timers.atEventTime(time);
        } else {
            timers.atProcessingTime(time);
        }
    }

    /** Puts a window that is not there yet. */
    final void open(Pane pane) {
        if (clock == TimeKind.PROCESSING_TIME && panes.isEmpty()) {
            timers.atEventTime(Long.MAX_VALUE); // the end of the input
        }
        panes.put(pane);
    }

    /** Lets go of a window, and of the items from one time to before another. */
    final void remove(Pane pane, long from, long to) {
        panes.remove(pane.start());
        if (held != null) {
            held.remove(from, to);
        }
        if (clock == TimeKind.PROCESSING_TIME && panes.isEmpty()) {
            timers.cancelEventTime(Long.MAX_VALUE);
        }
    }

    /** Sends a window. */
    void send(Pane pane, Output out) throws InterruptedException {
        send(pane, pane.start(), pane.end(), out);
    }

    /** Sends a window with the items from one time to before another. */
    final void send(Pane pane, long from, long to, Output out) throws InterruptedException {
        out.send(aggregates.result(pane, held == null ? List.of() : held.within(from, to)));
    }
}
