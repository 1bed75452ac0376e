package io.millrace.components.stream;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Output;
import io.millrace.api.TimeKind;

/** Windows of so many items each, as they come; what is left at the end is one too. */
final class CountWindows extends Windows {

    private final long size;

    CountWindows(Context context, Aggregates aggregates, long size) {
        super(context, TimeKind.PROCESSING_TIME, aggregates, 0);
        this.size = size;
    }

    @Override
    boolean add(Document item, long time, Output out) throws InterruptedException {
        read(item, time);
        Pane before = panes.latest();
        if (before == null) {
            open(new Pane(time, time, 1, aggregates.alone()));
        } else {
            panes.putLatest(
                    new Pane(
                            Math.min(before.start(), time),
                            Math.max(before.end(), time),
                            before.count() + 1,
                            aggregates.plus(before.cells())));
        }
        if (before != null ? before.count() + 1 == size : size == 1) {
            end(out);
        }
        return true;
    }

    @Override
    void reached(long time, Output out) {}

    @Override
    void send(Pane pane, Output out) throws InterruptedException {
        send(pane, Long.MIN_VALUE, Long.MAX_VALUE, out); // the last item too, and all of its time
    }
}
