package io.millrace.components.time;

import io.millrace.api.Behaviour;
import io.millrace.api.Clock;
import io.millrace.api.Context;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Range;
import io.millrace.api.Since;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;

import java.time.Duration;
import java.util.Optional;

/**
 * Sends an item at every interval: {@code {"seq": 0, "time": "2026-01-01T00:00:00Z"}}.
 *
 * <p>The first comes one interval after the start. Intervals are counted from the start, so that
 * none drifts; one that has gone by because downstream was full is skipped.
 *
 * <p><b>Lifecycle.</b> As {@link Source}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Source}.
 *
 * <p><b>Ordering.</b> By time.
 *
 * <p><b>Back-pressure.</b> Buffers nothing.
 *
 * <p><b>Errors.</b> None of its own.
 *
 * <p><b>Delivery.</b> Best effort; after a restart {@code seq} begins anew.
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
public final class Timer implements Source {

    /**
     * Options of {@link Timer}.
     *
     * @param interval the time between two items
     * @param count how many items are sent
     */
    public record Config(
            @Doc("The time between two items, at least `1ms`.") Duration interval,
            @Doc("How many items are sent; without it, it goes on until the run stops.")
                    @Range(min = 0)
                    Optional<Long> count) {

        /** Checks the interval. */
        public Config {
            if (interval.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException("interval: must be at least 1ms");
            }
        }
    }

    private final long interval;
    private final long count;
    private Context context;

    /** Creates one. */
    public Timer(Config config) {
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
        long due = clock.nanoTime();
        for (long seq = 0; seq < count && !out.stopping(); seq++) {
            long late = clock.nanoTime() - due;
            due += (late / interval + 1) * interval;
            context.sleep(Duration.ofNanos(due - clock.nanoTime()));
            out.send(Document.object().put("seq", seq).put("time", clock.now().toString()).build());
        }
    }
}
