package io.millrace.components.gather;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Over;
import io.millrace.api.Range;
import io.millrace.api.Since;
import io.millrace.api.StateSpec;
import io.millrace.api.Timers;
import io.millrace.api.Traits;
import io.millrace.api.ValueState;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes one item of every so many: their sum, their average, a list of them.
 *
 * <p>A batch is whole when it has {@code batch_size} items, or {@code timeout} after its first one,
 * whatever comes first; what is left at the end of input is one too. Batches are made of items as
 * they come, whatever their keys: with {@code parallelism} each instance makes its own.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Batches leave in order, and what is collected is in the order of arrival.
 *
 * <p><b>Back-pressure.</b> Holds one batch: a number for {@code sum}, {@code average}, {@code
 * count}, {@code min} and {@code max}, else the values of at most {@code batch_size} items.
 *
 * <p><b>Errors.</b> A value that cannot be aggregated fails its item; the batch goes on without it.
 * A custom expression that fails, fails the batch, as one item: the list.
 *
 * <p><b>Delivery.</b> Each batch leaves once; the one that is being made is state.
 *
 * @since 0.1
 */
@Doc(
        "Makes one item of every so many: their sum, their average, a list of them. A batch is"
            + " whole when it has `batch_size` items, or `timeout` after its first one; what is"
            + " left at the end is one too. Batches are made of items as they come, whatever their"
            + " keys. The result is `{aggregated_data, batch_size, aggregation_strategy,"
            + " flush_reason, batch_timestamp, aggregator_name}`, where `batch_size` says how many"
            + " items it was and `flush_reason` is `size`, `timeout` or `end`.")
@Example(
        """
        per_hundred:
          type: Aggregator
          config: { strategy: average, field: item.delay, batch_size: 100, timeout: 10s }
        """)
@Behaviour(
        emits = "a batch is whole, its time is over, or upstream ends in the middle of one",
        blocks = "downstream is full",
        completes = "upstream ends",
        fails = "never",
        errors =
                "its value is missing, or no number where one is needed, or brings a sum out of"
                    + " range; all of a batch as one item when the custom expression fails on it")
@Since("0.1")
@Traits(stateful = true)
public final class Aggregator implements Handler<Document> {

    /** What is made of the items of a batch. */
    public enum Strategy {
        /** The list of the values. */
        COLLECT,
        /** The sum of the values. */
        SUM,
        /** Their arithmetic mean. */
        AVERAGE,
        /** How many there are. */
        COUNT,
        /** The least. */
        MIN,
        /** The greatest. */
        MAX,
        /** One text of all of them. */
        CONCAT,
        /** What an expression makes of the list. */
        CUSTOM
    }

    /**
     * Options of {@link Aggregator}.
     *
     * @param strategy what is made of a batch
     * @param field what is taken of each item
     * @param custom the expression over the list of values
     * @param separator what stands between two texts
     * @param batchSize how many items make a batch
     * @param timeout how long a batch waits to be whole
     * @param flushOnTimeout whether it waits no longer
     */
    public record Config(
            @Doc(
                            "What is made of the values of a batch: `collect` a list, `sum`,"
                                + " `average`, `count`, `min`, `max` a number, `concat` one text,"
                                + " `custom` what the expression in `custom` gives. A sum is exact;"
                                + " it is a whole number if all values are, else the nearest 64-bit"
                                + " number.")
                    @Default("collect")
                    Strategy strategy,
            @Doc(
                            "What is taken of each item: a CEL expression such as `item.amount`."
                                    + " Without it, the item itself.")
                    Optional<Expression> field,
            @Doc(
                            "For `custom`: a CEL expression over `items`, the list of the values,"
                                    + " such as `items.filter(i, i > 0).size()`.")
                    @Over("items")
                    Optional<Expression> custom,
            @Doc(
                            "For `concat`: what stands between two values. One that is no text is"
                                    + " put as JSON.")
                    @Default("''")
                    String separator,
            @Doc("How many items make a batch.") @Default("10") @Range(min = 1, max = 1_000_000)
                    int batchSize,
            @Doc("How long after its first item a batch is sent as it is.") @Default("30s")
                    Duration timeout,
            @Doc("Whether that is done; if not, a batch waits until it is whole or input ends.")
                    @Default("true")
                    boolean flushOnTimeout) {

        /** Checks that there is an expression where one is needed. */
        public Config {
            if ((strategy == Strategy.CUSTOM) != custom.isPresent()) {
                throw new IllegalArgumentException(
                        custom.isPresent()
                                ? "custom: is for 'strategy: custom'"
                                : "strategy: is custom, so say 'custom', an expression over the"
                                        + " list of items");
            }
            if (!timeout.isPositive()) {
                throw new IllegalArgumentException("timeout: must be longer than nothing");
            }
        }
    }

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Config config;
    private Gathering values;
    private ValueState<Batch> batch;
    private Context context;
    private Timers timers;

    /**
     * The batch that is being made.
     *
     * @param count how many items it has
     * @param due when its time is over, in milliseconds since 1970
     */
    record Batch(int count, long due) {}

    /** Creates one. */
    public Aggregator(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        timers = context.timers();
        values = Gathering.of(config.strategy(), config.separator(), context);
        batch = context.state(StateSpec.value("batch", Batch.class));
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        values.add(
                config.field().isPresent() ? config.field().get().evaluate(item, context) : item);
        Batch before = batch.get();
        Batch now = before == null ? start() : new Batch(before.count() + 1, before.due());
        batch.set(now);
        if (now.count() == config.batchSize()) {
            flush(now, "size", out);
        } else if (before == null && config.flushOnTimeout()) {
            timers.atProcessingTime(now.due());
        }
    }

    private Batch start() {
        long millis = config.timeout().plusNanos(NANOS_PER_MILLI - 1).toMillis(); // rounded up
        return new Batch(1, context.clock().now().toEpochMilli() + millis);
    }

    @Override
    public void onProcessingTime(long timestamp, Output out) throws InterruptedException {
        Batch open = batch.get();
        if (open != null && open.due() == timestamp) { // else it has left when it was whole
            flush(open, "timeout", out);
        }
    }

    @Override
    public void onEnd(Output out) throws InterruptedException {
        Batch open = batch.get();
        if (open != null) {
            flush(open, "end", out);
        }
    }

    private void flush(Batch whole, String reason, Output out) throws InterruptedException {
        int size = whole.count();
        Document all = values.result(size);
        batch.clear();
        if (config.custom().isEmpty()) {
            out.send(result(all, size, reason));
            return;
        }
        Expression custom = config.custom().get();
        context.errors()
                .run(
                        "aggregate",
                        all,
                        () -> out.send(result(custom.evaluate(all, context), size, reason)));
    }

    private Document result(Document value, int size, String reason) {
        return Document.object()
                .put("aggregated_data", value)
                .put("batch_size", size)
                .put("aggregation_strategy", config.strategy().name().toLowerCase(Locale.ROOT))
                .put("flush_reason", reason)
                .put("batch_timestamp", context.clock().now().toString())
                .put("aggregator_name", context.name())
                .build();
    }
}
