package io.millrace.components.stream;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Output;
import io.millrace.api.TimeKind;

/** Windows of one length, which begin at multiples of a step since 1970: tumbling, sliding. */
final class AlignedWindows extends Windows {

    private final long size;
    private final long slide;

    AlignedWindows(
            Context context,
            TimeKind clock,
            Aggregates aggregates,
            long size,
            long slide,
            long lateness) {
        super(context, clock, aggregates, lateness);
        this.size = size;
        this.slide = slide;
    }

    @Override
    boolean add(Document item, long time, Output out) throws InterruptedException {
        Pane latest = panes.latest();
        if (size == slide && latest != null && latest.holds(time)) {
            read(item, time);
            Pane more = plus(latest);
            panes.putLatest(more);
            sendIfDue(more, out);
            return true;
        }
        long last = Math.floorDiv(time, slide) * slide;
        if (isOver(last + size)) {
            return false;
        }
        read(item, time);
        for (long start = last; start > time - size && !isOver(start + size); start -= slide) {
            Pane pane = panes.get(start);
            if (pane == null) {
                pane = new Pane(start, start + size, 1, aggregates.alone());
                open(pane);
                await(pane);
            } else {
                pane = plus(pane);
                panes.put(pane);
            }
            sendIfDue(pane, out);
        }
        return true;
    }

    private Pane plus(Pane pane) {
        return new Pane(pane.start(), pane.end(), pane.count() + 1, aggregates.plus(pane.cells()));
    }

    private void sendIfDue(Pane pane, Output out) throws InterruptedException {
        if (lateness() > 0 && isDue(pane.end())) {
            send(pane, out);
        }
    }

    @Override
    void reached(long time, Output out) throws InterruptedException {
        long start = endOf(time) - size;
        Pane due = panes.get(start);
        if (due != null) {
            send(due, out);
            if (lateness() > 0) {
                await(time + lateness());
            } else {
                remove(due, start, start + slide);
            }
        }
        Pane over = lateness() > 0 ? panes.get(start - lateness()) : null;
        if (over != null) {
            remove(over, over.start(), over.start() + slide);
        }
    }
}
