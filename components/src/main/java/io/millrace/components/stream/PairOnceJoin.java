package io.millrace.components.stream;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Output;
import io.millrace.api.StateSpec;
import io.millrace.api.TimeKind;
import io.millrace.api.Timers;
import io.millrace.api.ValueState;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Each item makes one pair, with the one that waits; a later one replaces the one that waits. */
final class PairOnceJoin implements Join {

    private final Joined joined;
    private final Timers timers;
    private final Optional<Duration> ttl;
    private final Map<Side, ValueState<Waiting>> waiting = new EnumMap<>(Side.class);

    PairOnceJoin(Joined joined, Optional<Duration> ttl, int maxKeys) {
        this.joined = joined;
        this.timers = joined.context().timers();
        this.ttl = ttl;
        for (Side side : Side.values()) {
            waiting.put(
                    side,
                    joined.context()
                            .state(
                                    StateSpec.value(side.input(), Waiting.class)
                                            .perKey()
                                            .maxKeys(maxKeys)));
        }
    }

    private ValueState<Waiting> of(Side side) {
        return Objects.requireNonNull(waiting.get(side));
    }

    @Override
    public boolean take(Side side, Document item, long time, Output out)
            throws InterruptedException {
        Waiting partner = of(side.other()).get();
        if (partner != null) {
            clear(side.other(), partner);
            joined.pair(side, item, partner.item(), later(time, partner.time()), out);
            return true;
        }
        Waiting replaced = of(side).get();
        if (replaced != null) {
            clear(side, replaced);
            joined.alone(side, replaced.item(), replaced.time(), out);
        }
        wait(side, item, time);
        return true;
    }

    private static long later(long one, long other) {
        boolean areKnown = one != Current.NO_TIMESTAMP && other != Current.NO_TIMESTAMP;
        return areKnown ? Math.max(one, other) : Current.NO_TIMESTAMP;
    }

    private void wait(Side side, Document item, long time) {
        TimeKind clock =
                time == Current.NO_TIMESTAMP ? TimeKind.PROCESSING_TIME : TimeKind.EVENT_TIME;
        long until = Long.MAX_VALUE;
        if (ttl.isPresent()) {
            long from =
                    clock == TimeKind.EVENT_TIME
                            ? time
                            : joined.context().clock().now().toEpochMilli();
            until = from + ttl.get().toMillis();
            if (clock == TimeKind.EVENT_TIME) {
                timers.atEventTime(until);
            } else {
                timers.atProcessingTime(until);
            }
        }
        if (joined.keeps(side)) {
            timers.atEventTime(Long.MAX_VALUE); // the end of the input
        }
        of(side).set(new Waiting(item, time, clock, until));
    }

    private void clear(Side side, Waiting item) {
        of(side).clear();
        if (item.until() != Long.MAX_VALUE) {
            if (item.clock() == TimeKind.EVENT_TIME) {
                timers.cancelEventTime(item.until());
            } else {
                timers.cancelProcessingTime(item.until());
            }
        }
        if (joined.keeps(side) && of(side.other()).isEmpty()) {
            timers.cancelEventTime(Long.MAX_VALUE);
        }
    }

    @Override
    public void reached(TimeKind clock, long time, Output out) throws InterruptedException {
        boolean isEnd = time == Long.MAX_VALUE;
        for (Side side : Side.values()) {
            Waiting item = of(side).get();
            if (item != null && (isEnd || item.clock() == clock) && item.until() <= time) {
                clear(side, item);
                joined.alone(side, item.item(), item.time(), out);
            }
        }
    }
}
