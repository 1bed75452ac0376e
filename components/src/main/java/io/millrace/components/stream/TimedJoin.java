package io.millrace.components.stream;

import io.millrace.api.Output;
import io.millrace.api.TimeKind;
import io.millrace.api.Timers;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A join of the items that are near each other in time, by one clock. */
abstract class TimedJoin implements Join {

    final Joined joined;
    private final TimeKind clock;
    private final Timers timers;
    private final Map<Side, Numbered<Partner>> sides = new EnumMap<>(Side.class);

    TimedJoin(Joined joined, TimeKind clock) {
        this.joined = joined;
        this.clock = clock;
        this.timers = joined.context().timers();
        String prefix = clock == TimeKind.EVENT_TIME ? "event_" : "arrival_";
        for (Side side : Side.values()) {
            sides.put(side, new Numbered<>(joined.context(), prefix + side.input(), Partner.class));
        }
    }

    /** Returns the time of an item by this clock. */
    final long time(long eventTime) {
        return clock == TimeKind.EVENT_TIME
                ? eventTime
                : joined.context().clock().now().toEpochMilli();
    }

    /** Returns whether no item of a time is to come any more. */
    final boolean isOver(long time) {
        return clock == TimeKind.EVENT_TIME && time <= timers.watermark();
    }

    final List<Map.Entry<Long, Partner>> entries(Side side) {
        return of(side).entries();
    }

    private Numbered<Partner> of(Side side) {
        return Objects.requireNonNull(sides.get(side));
    }

    final void replace(Side side, long number, Partner partner) {
        of(side).replace(number, partner);
    }

    /** Keeps an item until no item of a time is to come any more. */
    final void keep(Side side, Partner partner, long last) {
        if (clock == TimeKind.EVENT_TIME) {
            timers.atEventTime(last);
        } else {
            timers.atProcessingTime(last + 1);
            timers.atEventTime(Long.MAX_VALUE); // the end of the input
        }
        of(side).add(partner);
    }

    final void remove(Side side, long number) {
        of(side).remove(number);
        if (clock == TimeKind.PROCESSING_TIME && of(side).isEmpty() && of(side.other()).isEmpty()) {
            timers.cancelEventTime(Long.MAX_VALUE);
        }
    }

    @Override
    public final void reached(TimeKind by, long time, Output out) throws InterruptedException {
        boolean isLater = clock == TimeKind.PROCESSING_TIME && time != Long.MAX_VALUE;
        over(isLater ? time - 1 : time, out);
    }

    /** Lets go of what no item after a time makes a pair with. */
    abstract void over(long time, Output out) throws InterruptedException;
}
