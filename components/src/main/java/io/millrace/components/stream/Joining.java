package io.millrace.components.stream;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Current;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.FieldPath;
import io.millrace.api.Handler;
import io.millrace.api.ItemException;
import io.millrace.api.KeyedConfig;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Range;
import io.millrace.api.Registered;
import io.millrace.api.Since;
import io.millrace.api.TimeKind;
import io.millrace.api.Traits;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts items of two inputs together that have one key.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; what waits for its partner is state.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Pairs leave when the later of the two has come, those of a window at its end.
 *
 * <p><b>Back-pressure.</b> Keeps the items that may still get a partner, within the bound.
 *
 * <p><b>Errors.</b> An item without the field that is its key fails, and so does one without event
 * time where those of the other input have it.
 *
 * <p><b>Delivery.</b> Each pair leaves once.
 *
 * @since 0.2
 */
@Doc(
        "Puts items of the inputs `left` and `right` together that have one key. A pair is"
            + " `{join_key, left, right, joined_at}`; the last is in seconds since 1970: the event"
            + " time of the later one, or when they met. What waits for a partner is bounded: say"
            + " `within`, `window_size`, `ttl` or `max_keys`, or `unbounded: true`.")
@Example(
        """
        paid_orders:
          type: StreamProcessor
          config: { variant: joining, join_key: order_id, join: left, within: 15m }
        """)
@Behaviour(
        emits =
                "an item arrives whose partner is there, a window ends, or the time of an item is"
                        + " over that has no partner, for `left` and `outer`",
        blocks = "downstream is full",
        completes = "both inputs have ended",
        fails = "never",
        errors =
                "it has no such field, has no event time while the other input's items have, or"
                        + " comes too late and `late` is not bound")
@Since("0.2")
@Ports(
        inputs = {Joining.LEFT, Joining.RIGHT},
        outputs = {Output.DEFAULT, Windowing.LATE},
        optional = Windowing.LATE)
@Registered(value = "StreamProcessor", variant = "joining")
@Traits(stateful = true)
public final class Joining implements Handler<Document> {

    static final String LEFT = "left";
    static final String RIGHT = "right";

    /** Which items make a pair. */
    public enum Mode {
        /** Each item at most once: with the one that waits. */
        PAIR_ONCE,
        /** All that are near each other. */
        INTERVAL,
        /** All of one window. */
        WINDOW,
        /** Each left item with the right one that came last. */
        LOOKUP
    }

    /** What becomes of an item without a partner. */
    public enum Kind {
        /** Nothing. */
        INNER,
        /** One of the left input leaves alone. */
        LEFT,
        /** Each leaves alone. */
        OUTER
    }

    /**
     * Options of {@link Joining}.
     *
     * @param joinKey what the items of a pair have in common
     * @param mode which items make a pair
     * @param join what becomes of an item without a partner
     * @param within how far the times of a pair may be apart
     * @param windowSize how long a window is
     * @param ttl how long an item waits
     * @param maxKeys how many keys wait
     * @param unbounded whether all wait for ever
     */
    public record Config(
            @Doc(
                            "What the items of a pair have in common: a field such as `id` or"
                                    + " `user.id`, or a CEL expression; of both inputs.")
                    @Default("id")
                    @FieldPath
                    Expression joinKey,
            @Doc(
                            "Which items make a pair. `pair_once`: each item at most one pair, with"
                                + " the one of the other input that waits; a later item with its"
                                + " key replaces the one that waits. `interval`: all whose times"
                                + " are at most `within` apart. `window`: all of one window of"
                                + " `window_size`, at its end. `lookup`: each left item with the"
                                + " right item that came last. Without it what `within` or"
                                + " `window_size` say, else `pair_once`.")
                    Optional<Mode> mode,
            @Doc(
                            "What becomes of an item without a partner: `inner`, it is counted as"
                                    + " `unmatched`; `left`, it leaves with `right: null` if it is"
                                    + " of `left`; `outer`, so does one of `right`.")
                    @Default("inner")
                    Kind join,
            @Doc("For `interval`: how far the times of a pair may be apart.")
                    Optional<Duration> within,
            @Doc("For `window`: how long a window is.") Optional<Duration> windowSize,
            @Doc("How long an item waits for its partner, or a right one is looked up.")
                    Optional<Duration> ttl,
            @Doc(
                            "How many keys wait, at most, of each input; in parallel, in each"
                                    + " instance. The one that came first goes first.")
                    @Range(min = 1)
                    Optional<Integer> maxKeys,
            @Doc("Says that items may wait for ever, since the keys are few.") @Default("false")
                    boolean unbounded)
            implements KeyedConfig {

        /** Checks what belongs together, and that there is a bound. */
        public Config {
            Mode meant = meant(mode, within, windowSize);
            only(meant == Mode.INTERVAL, "within", within, "interval");
            only(meant == Mode.WINDOW, "window_size", windowSize, "window");
            boolean hasTime = meant == Mode.INTERVAL || meant == Mode.WINDOW;
            if (!hasTime) {
                Bounds.check(
                        ttl, maxKeys, unbounded, "'within', 'window_size', 'ttl' or 'max_keys'");
            } else if (ttl.isPresent() || maxKeys.isPresent() || unbounded) {
                String key =
                        ttl.isPresent() ? "ttl" : maxKeys.isPresent() ? "max_keys" : "unbounded";
                throw new IllegalArgumentException(
                        key + ": is for 'mode: pair_once' and 'mode: lookup'");
            }
            if (meant == Mode.LOOKUP && join == Kind.OUTER) {
                throw new IllegalArgumentException("join: a lookup is inner or left");
            }
            if (meant == Mode.PAIR_ONCE && join != Kind.INNER && maxKeys.isPresent()) {
                throw new IllegalArgumentException(
                        "max_keys: is for 'join: inner'; what has to go would not leave alone");
            }
        }

        /** Returns which items make a pair. */
        Mode meant() {
            return meant(mode, within, windowSize);
        }

        private static Mode meant(
                Optional<Mode> mode, Optional<Duration> within, Optional<Duration> windowSize) {
            Mode standard =
                    within.isPresent()
                            ? Mode.INTERVAL
                            : windowSize.isPresent() ? Mode.WINDOW : Mode.PAIR_ONCE;
            return mode.orElse(standard);
        }

        private static void only(
                boolean isMeant, String key, Optional<Duration> length, String mode) {
            if (isMeant && length.isEmpty()) {
                throw new IllegalArgumentException(
                        "mode: is %s, so say '%s' too".formatted(mode, key));
            }
            if (!isMeant && length.isPresent()) {
                throw new IllegalArgumentException(key + ": is for 'mode: " + mode + "'");
            }
            length.ifPresent(each -> Windowing.Config.check(key, each));
        }

        @Override
        public Expression key() {
            return joinKey;
        }
    }

    private final Config config;
    private final boolean isTimed;
    private final Map<Side, TimeKind> clocks = new EnumMap<>(Side.class); // for a check alone
    private Context context;
    private Output late;
    private Join byEvent;
    private Join byArrival;

    /** Creates one. */
    public Joining(Config config) {
        this.config = config;
        isTimed = config.meant() == Mode.INTERVAL || config.meant() == Mode.WINDOW;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        late = context.output(Windowing.LATE);
        byArrival = join(TimeKind.PROCESSING_TIME);
        byEvent = isTimed ? join(TimeKind.EVENT_TIME) : byArrival;
    }

    private Join join(TimeKind clock) {
        var joined = new Join.Joined(context, config.join());
        return switch (config.meant()) {
            case PAIR_ONCE -> new PairOnceJoin(joined, config.ttl(), config.maxKeys().orElse(0));
            case INTERVAL ->
                    new IntervalJoin(joined, clock, config.within().orElseThrow().toMillis());
            case WINDOW ->
                    new WindowJoin(joined, clock, config.windowSize().orElseThrow().toMillis());
            case LOOKUP -> new LookupJoin(joined, config.ttl(), config.maxKeys().orElse(0));
        };
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        Side side = context.stream().equals(LEFT) ? Side.LEFT : Side.RIGHT;
        Keys.checkDepth(item);
        long time = context.timestamp();
        if (time == Current.NO_TIMESTAMP) {
            checkClock(side, TimeKind.PROCESSING_TIME);
            byArrival.take(side, item, time, out);
            return;
        }
        Windows.check(time);
        checkClock(side, TimeKind.EVENT_TIME);
        if (byEvent.take(side, item, time, out)) {
            return;
        }
        if (!late.isBound()) {
            throw Windowing.tooLate(time, context.timers().watermark());
        }
        late.send(item);
    }

    /** Fails an item that could never meet one of the other input. */
    private void checkClock(Side side, TimeKind clock) {
        TimeKind other = clocks.get(side.other());
        if (isTimed && other != null && other != clock) {
            String text =
                    clock == TimeKind.EVENT_TIME
                            ? "it has event time, and the items of '%s' have none"
                            : "it has no event time, and the items of '%s' have";
            throw new ItemException(
                    text.formatted(side.other().input()) + "; give both inputs one 'event_time'",
                    Document.object().put("input", side.input()).build());
        }
        clocks.put(side, clock);
    }

    @Override
    public void onEventTime(long timestamp, Output out) throws InterruptedException {
        Join join = timestamp == Long.MAX_VALUE ? byArrival : byEvent;
        join.reached(TimeKind.EVENT_TIME, timestamp, out);
    }

    @Override
    public void onProcessingTime(long timestamp, Output out) throws InterruptedException {
        byArrival.reached(TimeKind.PROCESSING_TIME, timestamp, out);
    }
}
