package io.millrace.components.stream;

import io.millrace.api.Document;
import io.millrace.api.Output;
import io.millrace.api.TimeKind;

import java.util.Map;

/** All items make pairs whose times are not too far apart; each as soon as both are there. */
final class IntervalJoin extends TimedJoin {

    private final long within;

    IntervalJoin(Joined joined, TimeKind clock, long within) {
        super(joined, clock);
        this.within = within;
    }

    @Override
    public boolean take(Side side, Document item, long eventTime, Output out)
            throws InterruptedException {
        long time = time(eventTime);
        if (isOver(time)) {
            return false; // what it would make a pair with may be gone
        }
        boolean isMatched = false;
        for (Map.Entry<Long, Partner> entry : entries(side.other())) {
            Partner other = entry.getValue();
            if (Math.abs(time - other.time()) <= within) {
                isMatched = true;
                if (!other.isMatched()) {
                    var matched = new Partner(other.item(), other.time(), true);
                    replace(side.other(), entry.getKey(), matched);
                }
                joined.pair(side, item, other.item(), Math.max(time, other.time()), out);
            }
        }
        keep(side, new Partner(item, time, isMatched), time + within);
        return true;
    }

    @Override
    void over(long time, Output out) throws InterruptedException {
        for (Side side : Side.values()) {
            for (Map.Entry<Long, Partner> entry : entries(side)) {
                Partner item = entry.getValue();
                if (item.time() + within <= time) {
                    remove(side, entry.getKey());
                    if (!item.isMatched()) {
                        joined.alone(side, item.item(), item.time(), out);
                    }
                }
            }
        }
    }
}
