package io.millrace.components.time;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.ListState;
import io.millrace.api.Output;
import io.millrace.api.Range;
import io.millrace.api.Since;
import io.millrace.api.StateSpec;
import io.millrace.api.Traits;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets at most so many items pass in any span of time; what is over waits, is dropped, or fails.
 *
 * <p>The times of the last {@code items} items are kept, and the next may pass when the oldest of
 * them is {@code per} ago. After a pause so many may pass at once, and then none until the span is
 * over.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Where it waits, it holds one item and thereby holds back all behind it.
 *
 * <p><b>Errors.</b> With {@code on_limit: error} an item over the limit fails.
 *
 * <p><b>Delivery.</b> The times are part of every checkpoint: the limit holds across a restart, as
 * far as the wall clock can be trusted.
 *
 * @since 0.1
 */
@Doc(
        "Lets at most `items` items pass in any span of `per`. After a pause so many may pass at"
                + " once, and then none until the span is over. What is over the limit waits, is"
                + " dropped and counted as `over_limit`, or fails. (The option `rate_limit` of any"
                + " component lets its items wait as well, before it.)")
@Example(
        """
        gentle:
          type: RateLimiter
          config: { items: 100, per: 1m, on_limit: drop }
        """)
@Behaviour(
        emits = "an item arrives within the limit; one that waits, when the limit lets it pass",
        blocks = "an item waits, and when downstream is full",
        completes = "upstream ends",
        fails = "never",
        errors = "it is over the limit and `on_limit` is `error`")
@Since("0.1")
@Traits(maxParallelism = 1, stateful = true)
public final class RateLimiter implements Handler<Document> {

    /** What happens to an item over the limit. */
    public enum OnLimit {
        /** It waits. */
        WAIT,
        /** It is dropped, and counted. */
        DROP,
        /** It fails. */
        ERROR
    }

    /**
     * Options of {@link RateLimiter}.
     *
     * @param items how many items pass
     * @param per in what span of time
     * @param onLimit what happens to one that is over
     */
    public record Config(
            @Doc("How many items pass in any span of `per`.")
                    @Default("100")
                    @Range(min = 1, max = 1_000_000)
                    int items,
            @Doc("How long the span is.") @Default("60s") Duration per,
            @Doc(
                            "What happens to an item over the limit: `wait` holds it, and all"
                                    + " behind it, until it may pass; `drop` drops and counts it;"
                                    + " `error` fails it.")
                    @Default("wait")
                    OnLimit onLimit) {

        /** Checks the span. */
        public Config {
            if (!per.isPositive()) {
                throw new IllegalArgumentException("per: must be longer than nothing");
            }
        }
    }

    private final Config config;
    private final long per;
    private final long[] passed; // by the run's clock, as a ring
    private ListState<Long> kept; // the same by the wall clock, in milliseconds since 1970
    private long count;
    private Context context;

    /** Creates one. */
    public RateLimiter(Config config) {
        this.config = config;
        per = config.per().toNanos();
        passed = new long[config.items()];
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        kept = context.state(StateSpec.list("passed", Long.class));
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        if (count == 0 && !kept.isEmpty()) {
            takeUp();
        }
        long wait = nanosToWait();
        if (wait > 0 && config.onLimit() == OnLimit.DROP) {
            context.drop("over_limit");
            return;
        }
        if (wait > 0 && config.onLimit() == OnLimit.ERROR) {
            throw new IllegalStateException(
                    "over the limit of %d items in %s; the next may pass in %d ms"
                            .formatted(
                                    config.items(),
                                    shown(config.per()),
                                    Duration.ofNanos(wait).toMillis() + 1));
        }
        for (; wait > 0; wait = nanosToWait()) {
            context.sleep(Duration.ofNanos(wait));
        }
        passed[(int) (count % passed.length)] = context.clock().nanoTime();
        count++;
        kept.add(context.clock().now().toEpochMilli());
        if (kept.size() > passed.length) {
            kept.removeFirst(1);
        }
        out.send(item);
    }

    /** Takes up the times of an earlier run: as old as they are, but neither new nor older. */
    private void takeUp() {
        long now = context.clock().nanoTime();
        long wall = context.clock().now().toEpochMilli();
        for (long time : kept.all()) {
            long age = Math.clamp(wall - time, 0, TimeUnit.NANOSECONDS.toMillis(per) + 1);
            passed[(int) (count % passed.length)] = now - TimeUnit.MILLISECONDS.toNanos(age);
            count++;
        }
    }

    /** Returns how long until the next item may pass; nothing or less: it may now. */
    private long nanosToWait() {
        long oldest = passed[(int) (count % passed.length)];
        return count < passed.length ? 0 : oldest + per - context.clock().nanoTime();
    }

    private static String shown(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
