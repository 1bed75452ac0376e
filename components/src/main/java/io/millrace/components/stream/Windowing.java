package io.millrace.components.stream;

import io.millrace.api.Aggregate;
import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Current;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.ItemException;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Range;
import io.millrace.api.Registered;
import io.millrace.api.Since;
import io.millrace.api.TimeKind;
import io.millrace.api.Timers;
import io.millrace.api.Traits;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers items by key into windows, of time or of so many items, and makes one item of each.
 *
 * <p>An item with event time goes by that: its windows leave when the watermark has reached their
 * end. One without goes by the run's clock.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; the open windows are state.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> The windows of a key leave in the order of their ends; between keys there is
 * none.
 *
 * <p><b>Back-pressure.</b> Keeps a few numbers per open window, and its items only for {@code
 * collect} or without aggregates.
 *
 * <p><b>Errors.</b> An item whose values cannot be aggregated fails, and is in no window. One that
 * comes too late leaves by {@code late}; where that is not bound, it fails.
 *
 * <p><b>Delivery.</b> Each item counts once in each of its windows.
 *
 * @since 0.2
 */
@Doc(
        "Gathers items into windows of time, by `key`, and makes one item of each. That has `key`,"
            + " `window_start`, `window_end` and the aggregates; without aggregates it is"
            + " `{window_start, window_end, items, count}` with times in seconds since 1970, after"
            + " `key` if there is one. Items with event time go by that, with the semantics of"
            + " Flink; others by the clock of the run. Windows are `[start, end)` and begin at"
            + " multiples of their length since 1970. What is open at the end of the input leaves"
            + " then. An item that comes too late leaves by `late`, or is a dead letter where that"
            + " is not bound.")
@Example(
        """
        per_airport:
          type: StreamProcessor
          key: item.origin
          event_time: { field: item.date, format: yyyy/MM/dd HH:mm }
          config:
            variant: windowing
            window_size: 1d
            aggregates: { flights: count(), worst: max(item.delay) }
        """)
@Behaviour(
        emits =
                "the watermark reaches the end of a window, or the clock does for items without"
                    + " event time; again for each item that comes within `allowed_lateness` after"
                    + " that; and at the end for all that are open",
        blocks = "downstream is full",
        completes = "upstream ends",
        fails = "never",
        errors =
                "a value cannot be aggregated, or it comes too late for all of its windows and"
                        + " `late` is not bound")
@Since("0.2")
@Ports(
        outputs = {Output.DEFAULT, Windowing.LATE},
        optional = Windowing.LATE)
@Registered(value = "StreamProcessor", variant = "windowing")
@Traits(stateful = true, eventTimeReplacesClock = true)
public final class Windowing implements Handler<Document> {

    static final String LATE = "late";

    private static final long MOST_WINDOWS = 10_000;
    private static final Duration LONGEST = Duration.ofDays(366_000);

    /** What a window is. */
    public enum Kind {
        /** One after the other. */
        TUMBLING,
        /** They overlap. */
        SLIDING,
        /** As long as items keep coming. */
        SESSION,
        /** So many items. */
        COUNT
    }

    /**
     * Options of {@link Windowing}.
     *
     * @param window what a window is
     * @param windowSize how long it is
     * @param slide how long after one the next begins
     * @param gap how long without an item ends a session
     * @param count how many items it has
     * @param allowedLateness how long after its end it takes items
     * @param aggregates what is made of its items
     */
    public record Config(
            @Doc(
                            "What a window is: `tumbling`, one after the other; `sliding`, one"
                                    + " every `slide`; `session`, as long as items come within"
                                    + " `gap`; `count`, so many items.")
                    @Default("tumbling")
                    Kind window,
            @Doc("How long a tumbling or sliding window is.") @Default("5s") Duration windowSize,
            @Doc("For `sliding`: how long after one window the next begins.")
                    Optional<Duration> slide,
            @Doc("For `session`: how long without an item ends it.") Optional<Duration> gap,
            @Doc("For `count`: how many items a window has.") @Range(min = 1)
                    Optional<Integer> count,
            @Doc(
                            "How long after its end a window still takes items; each one sends the"
                                    + " whole window again. For items with event time.")
                    @Default("0s")
                    Duration allowedLateness,
            @Doc(
                            "The fields of a window: each a name with `count()`, `sum(e)`,"
                                + " `min(e)`, `max(e)`, `avg(e)`, `first(e)`, `last(e)` (by time)"
                                + " or `collect(e)` (the list of them), where `e` is a CEL"
                                + " expression such as `item.amount`.")
                    @Default("{}")
                    Map<String, Aggregate> aggregates) {

        /** Checks what belongs together. */
        public Config {
            needs(window == Kind.SLIDING, "slide", slide.isPresent(), "sliding");
            needs(window == Kind.SESSION, "gap", gap.isPresent(), "session");
            needs(window == Kind.COUNT, "count", count.isPresent(), "count");
            check("window_size", windowSize);
            slide.ifPresent(each -> check("slide", each));
            gap.ifPresent(each -> check("gap", each));
            if (allowedLateness.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("allowed_lateness: is longer than 1,000 years");
            }
            if (slide.isPresent()) {
                long overlapping = windowSize.toMillis() / slide.get().toMillis();
                if (overlapping < 1) {
                    throw new IllegalArgumentException(
                            "slide: must be at most 'window_size', or items would be left out");
                }
                if (overlapping > MOST_WINDOWS) {
                    throw new IllegalArgumentException(
                            "slide: each item would be in %,d windows; at most 10,000 go"
                                    .formatted(overlapping));
                }
            }
            for (String taken : List.of("key", "window_start", "window_end")) {
                if (aggregates.containsKey(taken)) {
                    throw new IllegalArgumentException(
                            "aggregates: '" + taken + "' is a field that every window has");
                }
            }
        }

        private static void needs(boolean isMeant, String key, boolean isThere, String kind) {
            if (isMeant && !isThere) {
                throw new IllegalArgumentException(
                        "window: is %s, so say '%s' too".formatted(kind, key));
            }
            if (isThere && !isMeant) {
                throw new IllegalArgumentException(key + ": is for 'window: " + kind + "'");
            }
        }

        /** Checks the length of a window. */
        static void check(String key, Duration length) {
            if (length.toMillis() < 1) {
                throw new IllegalArgumentException(key + ": must be at least 1ms");
            }
            if (length.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(key + ": is longer than 1,000 years");
            }
        }
    }

    private final Config config;
    private Context context;
    private Timers timers;
    private Output late;
    private Windows byEvent;
    private Windows byArrival;

    /** Creates one. */
    public Windowing(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        timers = context.timers();
        late = context.output(LATE);
        var aggregates = new Aggregates(config.aggregates(), context);
        byArrival = windows(aggregates, TimeKind.PROCESSING_TIME);
        byEvent =
                config.window() == Kind.COUNT
                        ? byArrival
                        : windows(aggregates, TimeKind.EVENT_TIME);
    }

    private Windows windows(Aggregates aggregates, TimeKind clock) {
        long size = config.windowSize().toMillis();
        long lateness = config.allowedLateness().toMillis();
        return switch (config.window()) {
            case TUMBLING -> new AlignedWindows(context, clock, aggregates, size, size, lateness);
            case SLIDING -> {
                long slide = config.slide().orElseThrow().toMillis();
                yield new AlignedWindows(context, clock, aggregates, size, slide, lateness);
            }
            case SESSION -> {
                long gap = config.gap().orElseThrow().toMillis();
                yield new SessionWindows(context, clock, aggregates, gap, lateness);
            }
            case COUNT -> new CountWindows(context, aggregates, config.count().orElseThrow());
        };
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        long time = context.timestamp();
        if (time == Current.NO_TIMESTAMP) {
            byArrival.add(item, context.clock().now().toEpochMilli(), out);
            return;
        }
        Windows.check(time);
        if (!byEvent.add(item, time, out)) {
            late(item, time);
        }
    }

    private void late(Document item, long time) throws InterruptedException {
        if (!late.isBound()) {
            throw tooLate(time, timers.watermark());
        }
        late.send(item);
    }

    /** Returns what fails an item that came too late and has no output of its own. */
    static ItemException tooLate(long time, long watermark) {
        String at = Instant.ofEpochMilli(time).toString();
        String reached = Instant.ofEpochMilli(watermark).toString();
        return new ItemException(
                "it came too late: its time is " + at + ", and the watermark is at " + reached,
                Document.object().put("time", at).put("watermark", reached).build());
    }

    @Override
    public void onEventTime(long timestamp, Output out) throws InterruptedException {
        if (timestamp == Long.MAX_VALUE) {
            byArrival.end(out);
        } else {
            byEvent.reached(timestamp, out);
        }
    }

    @Override
    public void onProcessingTime(long timestamp, Output out) throws InterruptedException {
        byArrival.reached(timestamp, out);
    }
}
