package io.millrace.components.flow;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Range;
import io.millrace.api.Since;
import io.millrace.api.StateSpec;
import io.millrace.api.Timers;
import io.millrace.api.Traits;
import io.millrace.api.ValueState;

import java.time.Duration;
import java.util.Optional;

/**
 * Passes on so many items, or items for so long, and then ends.
 *
 * <p>What comes after its end is discarded; when nobody else takes it, everything upstream ends
 * too.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; finishes by itself.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Buffers nothing.
 *
 * <p><b>Errors.</b> No item fails.
 *
 * <p><b>Delivery.</b> What has passed and what time is left are part of every checkpoint: a run
 * that goes on from one has the same limit.
 *
 * @since 0.1
 */
@Doc(
        "Passes on so many items, or items for so long, whichever comes first, and then ends. A"
                + " source whose items nobody else takes ends with it.")
@Example(
        """
        sample:
          type: Limit
          config: { count: 1000, for: 10s }
        """)
@Behaviour(
        emits = "an item arrives within the limit",
        blocks = "downstream is full",
        completes = "`count` items have passed, `for` has gone by since set-up, or upstream ends",
        fails = "never")
@Since("0.1")
@Traits(maxParallelism = 1, stateful = true)
public final class Limit implements Handler<Document> {

    /**
     * Options of {@link Limit}.
     *
     * @param count how many items pass
     * @param for_ how long items pass
     */
    public record Config(
            @Doc("How many items pass.") @Range(min = 1) Optional<Long> count,
            @Doc("How long items pass, counted from the start, whether any come or not.")
                    Optional<Duration> for_) {

        /** Checks that there is a limit. */
        public Config {
            if (count.isEmpty() && for_.isEmpty()) {
                throw new IllegalArgumentException("no limit: say 'count', 'for' or both");
            }
            if (count.isPresent() && count.get() < 1) {
                throw new IllegalArgumentException("count: is " + count.get() + "; at least 1");
            }
            if (for_.isPresent() && !for_.get().isPositive()) {
                throw new IllegalArgumentException("for: must be longer than nothing");
            }
        }
    }

    private final Config config;
    private ValueState<Long> passed;
    private ValueState<Boolean> over;
    private Context context;

    /** Creates one. */
    public Limit(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        passed = context.state(StateSpec.value("passed", Long.class));
        over = context.state(StateSpec.value("over", Boolean.class));
        Timers timers = context.timers();
        long now = context.clock().now().toEpochMilli();
        // in a run that goes on, the one that was set at the first start comes first
        config.for_()
                .ifPresent(time -> timers.atProcessingTime(now + Math.max(1, time.toMillis())));
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        if (over.or(false)) { // before the checkpoint that the run goes on from
            context.finish();
            return;
        }
        long now = passed.or(0L) + 1;
        passed.set(now);
        if (now == config.count().orElse(Long.MAX_VALUE)) {
            finish();
        }
        out.send(item);
    }

    @Override
    public void onProcessingTime(long timestamp, Output out) {
        finish();
    }

    private void finish() {
        over.set(true);
        context.finish();
    }
}
