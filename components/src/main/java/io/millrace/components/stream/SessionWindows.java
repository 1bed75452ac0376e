package io.millrace.components.stream;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Output;
import io.millrace.api.TimeKind;

import java.util.ArrayList;
import java.util.List;

/**
 * Windows that end when no item has come for a while; an item between two of them makes them one.
 *
 * <p>A session that grows keeps the timer it has, which finds that it is not due yet and sets the
 * next one: so that not every item sets a timer.
 */
final class SessionWindows extends Windows {

    private final long gap;

    SessionWindows(
            Context context, TimeKind clock, Aggregates aggregates, long gap, long lateness) {
        super(context, clock, aggregates, lateness);
        this.gap = gap;
    }

    @Override
    boolean add(Document item, long time, Output out) throws InterruptedException {
        long start = time;
        long end = time + gap;
        var met = new ArrayList<Pane>(1);
        boolean wasDue = false;
        for (Pane pane : panes.all()) {
            if (pane.start() <= time + gap && time <= pane.end()) {
                met.add(pane);
                start = Math.min(start, pane.start());
                end = Math.max(end, pane.end());
                wasDue |= isDue(pane.end());
            }
        }
        if (isOver(end)) {
            return false;
        }
        read(item, time);
        Pane pane = new Pane(start, end, count(met) + 1, cells(met));
        if (met.isEmpty()) {
            open(pane);
            await(pane);
        } else {
            for (Pane each : met) {
                if (each.start() != start) {
                    panes.remove(each.start());
                }
            }
            panes.put(pane);
            if (wasDue) {
                await(pane); // what its timer waits for may be later
            }
        }
        if (isDue(end)) {
            send(pane, out);
        }
        return true;
    }

    private static long count(List<Pane> met) {
        long count = 0;
        for (Pane pane : met) {
            count += pane.count();
        }
        return count;
    }

    private List<Cell> cells(List<Pane> met) {
        if (met.isEmpty()) {
            return aggregates.alone();
        }
        List<Cell> all = met.getFirst().cells();
        for (Pane pane : met.subList(1, met.size())) {
            all = aggregates.merged(all, pane.cells());
        }
        return aggregates.plus(all);
    }

    @Override
    void reached(long time, Output out) throws InterruptedException {
        for (Pane pane : panes.all()) {
            long due = due(pane.end());
            if (due == time) {
                send(pane, out);
            }
            if (due + lateness() <= time) {
                remove(pane, pane.start(), pane.end());
            } else {
                await(due > time ? due : due + lateness());
            }
        }
    }
}
