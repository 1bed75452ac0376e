package io.millrace.components.time;

import io.millrace.api.Behaviour;
import io.millrace.api.Clock;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Range;
import io.millrace.api.ReplayableSource;
import io.millrace.api.Since;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Sends an item at every interval: {@code {"seq": 0, "time": "2026-01-01T00:00:00Z"}}.
 *
 * <p>The first comes one interval after the start. Intervals are counted from the start, so that
 * none drifts; one that has gone by because downstream was full is skipped.
 *
 * <p><b>Lifecycle.</b> As {@link ReplayableSource}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link ReplayableSource}.
 *
 * <p><b>Ordering.</b> By time.
 *
 * <p><b>Back-pressure.</b> Buffers nothing.
 *
 * <p><b>Errors.</b> None of its own.
 *
 * <p><b>Delivery.</b> A run that goes on from a checkpoint counts {@code seq} on from there, keeps
 * the intervals, and does with those that have gone by since its last item what {@code missed}
 * says. Of an item that was sent behind the checkpoint nothing is known: it is one of them.
 *
 * @since 0.1
 */
@Doc(
        "Sends an item at every interval, the first one interval after the start:"
                + " `{\"seq\": 0, \"time\": \"2026-01-01T00:00:00Z\"}`. An interval that goes by"
                + " while downstream is full is skipped.")
@Example(
        """
        every_minute:
          type: Timer
          config: { interval: 1m }
        """)
@Behaviour(
        emits = "an interval is over",
        blocks = "downstream is full",
        completes = "`count` items were sent",
        fails = "never")
@Since("0.1")
@Traits(cooperative = true, maxParallelism = 1)
public final class Timer implements ReplayableSource {

    /** What comes for intervals that have gone by while the run was down. */
    public enum Missed {
        /** An item for each. */
        ALL,
        /** One item, for the last of them. */
        ONE,
        /** Nothing. */
        NONE
    }

    /**
     * Options of {@link Timer}.
     *
     * @param interval the time between two items
     * @param count how many items are sent
     * @param missed what comes for intervals that have gone by while the run was down
     */
    public record Config(
            @Doc("The time between two items, at least `1ms`.") Duration interval,
            @Doc("How many items are sent; without it, it goes on until the run stops.")
                    @Range(min = 0)
                    Optional<Long> count,
            @Doc(
                            "What a run that goes on from a checkpoint sends for the intervals that"
                                    + " have gone by since: `all` an item for each, `one` a single"
                                    + " item if there is any, `none` nothing. Its `time` is when it"
                                    + " was due.")
                    @Default("one")
                    Missed missed) {

        /** Checks the interval. */
        public Config {
            if (interval.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException("interval: must be at least 1ms");
            }
        }
    }

    private final Config config;
    private final long interval;
    private final long count;
    private Context context;
    private long seq;
    private @Nullable Instant last; // when the last item was due, or the start

    /** Creates one. */
    public Timer(Config config) {
        this.config = config;
        interval = config.interval().toNanos();
        count = config.count().orElse(Long.MAX_VALUE);
    }

    @Override
    public void setup(Context context) {
        this.context = context;
    }

    @Override
    public void run(SourceOutput out) throws InterruptedException {
        Clock clock = context.clock();
        Instant start = last == null ? clock.now() : catchUp(last, out);
        last = start;
        long begin = clock.nanoTime() - Duration.between(start, clock.now()).toNanos();
        long due = begin;
        while (seq < count && !out.stopping()) {
            long late = clock.nanoTime() - due;
            due += (late / interval + 1) * interval;
            context.sleep(Duration.ofNanos(due - clock.nanoTime()));
            send(clock.now(), start.plusNanos(due - begin), out);
        }
    }

    /** Sends what is to be sent for the time since the last item; returns when the last was due. */
    private Instant catchUp(Instant before, SourceOutput out) throws InterruptedException {
        Duration down = Duration.between(before, context.clock().now());
        long missed = down.isNegative() ? 0 : down.dividedBy(config.interval());
        if (missed > 0) {
            context.log().info("{} intervals have gone by while the run was down.", missed);
        }
        long from =
                switch (config.missed()) {
                    case ALL -> 1;
                    case ONE -> missed;
                    case NONE -> missed + 1;
                };
        for (long i = Math.max(1, from); i <= missed && seq < count && !out.stopping(); i++) {
            Instant due = before.plus(config.interval().multipliedBy(i));
            send(due, due, out);
        }
        // behind a clock that was set back, the intervals begin anew
        return down.isNegative()
                ? context.clock().now()
                : before.plus(config.interval().multipliedBy(missed));
    }

    private void send(Instant time, Instant due, SourceOutput out) throws InterruptedException {
        out.send(Document.object().put("seq", seq).put("time", time.toString()).build());
        seq++;
        last = due;
    }

    @Override
    public Document nextPosition() {
        Document.Builder position = Document.object().put("seq", seq);
        return (last == null ? position : position.put("last", last.toString())).build();
    }

    @Override
    public void startAt(Document position) {
        seq = Objects.requireNonNull(position.get("seq")).asLong();
        Document due = position.get("last");
        last = due == null ? null : Instant.parse(due.asString());
    }
}
