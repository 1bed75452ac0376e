package io.millrace.components.stream;

import io.millrace.api.Document;
import io.millrace.api.Output;
import io.millrace.api.TimeKind;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** All items of one window make pairs, at its end. */
final class WindowJoin extends TimedJoin {

    private final long size;

    WindowJoin(Joined joined, TimeKind clock, long size) {
        super(joined, clock);
        this.size = size;
    }

    private long start(long time) {
        return Math.floorDiv(time, size) * size;
    }

    private long last(long time) {
        return start(time) + size - 1;
    }

    @Override
    public boolean take(Side side, Document item, long eventTime, Output out) {
        long time = time(eventTime);
        if (isOver(last(time))) {
            return false;
        }
        keep(side, new Partner(item, time, false), last(time));
        return true;
    }

    @Override
    void over(long time, Output out) throws InterruptedException {
        var starts = new TreeSet<Long>();
        for (Side side : Side.values()) {
            for (Map.Entry<Long, Partner> entry : entries(side)) {
                if (last(entry.getValue().time()) <= time) {
                    starts.add(start(entry.getValue().time()));
                }
            }
        }
        for (long start : starts) {
            send(start, out);
        }
    }

    private void send(long start, Output out) throws InterruptedException {
        var window = new EnumMap<Side, List<Partner>>(Side.class);
        for (Side side : Side.values()) {
            var items = new ArrayList<Partner>();
            for (Map.Entry<Long, Partner> entry : entries(side)) {
                if (start(entry.getValue().time()) == start) {
                    items.add(entry.getValue());
                    remove(side, entry.getKey());
                }
            }
            window.put(side, items);
        }
        List<Partner> left = Objects.requireNonNull(window.get(Side.LEFT));
        List<Partner> right = Objects.requireNonNull(window.get(Side.RIGHT));
        for (Partner one : left) {
            for (Partner other : right) {
                long later = Math.max(one.time(), other.time());
                joined.pair(Side.LEFT, one.item(), other.item(), later, out);
            }
            if (right.isEmpty()) {
                joined.alone(Side.LEFT, one.item(), one.time(), out);
            }
        }
        if (left.isEmpty()) {
            for (Partner other : right) {
                joined.alone(Side.RIGHT, other.item(), other.time(), out);
            }
        }
    }
}
