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
import io.millrace.api.Traits;

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
 * <p><b>Delivery.</b> Each item leaves at most once.
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
    private long passed;
    private long start;
    private Context context;

    /** Creates one. */
    public ControllerTerminator(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        start = context.clock().nanoTime();
        context.startTimer("timeout", config.timeout());
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        passed++;
        out.send(item);
        if (passed == config.maxItems()) {
            context.log().info("Item limit reached: {}/{}", passed, config.maxItems());
            context.finish();
        }
    }

    @Override
    public void onTimer(String timer, Output out) {
        Duration elapsed = Duration.ofNanos(context.clock().nanoTime() - start);
        context.log().info("Timeout reached: {}/{}", seconds(elapsed), seconds(config.timeout()));
        context.finish();
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
