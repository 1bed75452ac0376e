package io.millrace.components.flow;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Range;
import io.millrace.api.Registered;
import io.millrace.api.Since;
import io.millrace.api.StateSpec;
import io.millrace.api.Traits;
import io.millrace.api.ValueState;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Passes on a few items for a short time, says why it ends, and ends.
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
 * that goes on from one has the same limits.
 *
 * @since 0.1
 */
@Doc(
        "Passes on items until `max_items` have passed or `timeout` is over, and then ends. It logs"
            + " which it was: `Item limit reached: 10/10`, or `Timeout reached: 30/30`, in seconds."
            + " A source whose items nobody else takes ends with it. (Limit does the same without"
            + " the defaults.)")
@Example(
        """
        probe:
          type: Controller
          config: { variant: terminator, max_items: 100, timeout: 1m }
        """)
@Behaviour(
        emits = "an item arrives within the limits",
        blocks = "downstream is full",
        completes =
                "`max_items` items have passed, `timeout` has gone by since set-up, or upstream"
                        + " ends",
        fails = "never")
@Since("0.1")
@Registered(value = "Controller", variant = "terminator")
@Traits(maxParallelism = 1, stateful = true)
public final class ControllerTerminator implements Handler<Document> {

    /**
     * Options of {@link ControllerTerminator}.
     *
     * @param maxItems how many items pass
     * @param timeout how long items pass
     */
    public record Config(
            @Doc("How many items pass.") @Default("10") @Range(min = 1) long maxItems,
            @Doc("How long items pass, counted from the start, whether any come or not.")
                    @Default("30s")
                    Duration timeout) {

        /** Checks the time. */
        public Config {
            if (!timeout.isPositive()) {
                throw new IllegalArgumentException("timeout: must be longer than nothing");
            }
        }
    }

    private final Config config;
    private ValueState<Long> passed;
    private ValueState<Boolean> over;
    private Context context;

    /** Creates one. */
    public ControllerTerminator(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        passed = context.state(StateSpec.value("passed", Long.class));
        over = context.state(StateSpec.value("over", Boolean.class));
        // in a run that goes on, the one that was set at the first start comes first
        long timeout = Math.max(1, config.timeout().toMillis());
        context.timers().atProcessingTime(context.clock().now().toEpochMilli() + timeout);
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        if (over.or(false)) { // before the checkpoint that the run goes on from
            context.finish();
            return;
        }
        long now = passed.or(0L) + 1;
        passed.set(now);
        out.send(item);
        if (now == config.maxItems()) {
            context.log().info("Item limit reached: {}/{}", now, config.maxItems());
            finish();
        }
    }

    @Override
    public void onProcessingTime(long timestamp, Output out) {
        String time = seconds(config.timeout());
        context.log().info("Timeout reached: {}/{}", time, time);
        finish();
    }

    private void finish() {
        over.set(true);
        context.finish();
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
