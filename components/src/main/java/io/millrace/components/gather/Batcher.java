package io.millrace.components.gather;

import io.millrace.api.Behaviour;
import io.millrace.api.Bytes;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.Handler;
import io.millrace.api.ListState;
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
 * Puts items together into one: {@code {"items": […], "count": 3}}.
 *
 * <p>Batches are made of items as they come, whatever their keys: with {@code parallelism} each
 * instance makes its own.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept, in a batch and between them.
 *
 * <p><b>Back-pressure.</b> Holds one batch: at most {@code items} items and, but for one item that
 * is larger by itself, {@code bytes} bytes.
 *
 * <p><b>Errors.</b> An item that is nested too deep to be put into another fails, and so does one
 * on which {@code when} cannot be evaluated; the batch goes on without it.
 *
 * <p><b>Delivery.</b> Each item leaves in one batch. The batch that is being made is part of every
 * checkpoint.
 *
 * @since 0.1
 */
@Doc(
        "Puts items together into one. The result is `{\"items\": […], \"count\": 3}`. A batch is"
            + " whole when it has so many items or bytes, when its time is over, or with an item"
            + " that says so. What is left at the end is one too.")
@Example(
        """
        hundreds:
          type: Batcher
          config: { items: 100, within: 2s }
        """)
@Behaviour(
        emits = "a batch is whole, its time is over, or upstream ends in the middle of one",
        blocks = "downstream is full",
        completes = "upstream ends",
        fails = "never",
        errors =
                "it is nested too deep to be put into another, or `when` cannot be evaluated on it")
@Since("0.1")
@Traits(stateful = true)
public final class Batcher implements Handler<Document> {

    /**
     * Options of {@link Batcher}.
     *
     * @param items how many items make a batch
     * @param bytes how many bytes do
     * @param within how long a batch waits to be whole
     * @param when which item is the last of its batch
     */
    public record Config(
            @Doc("How many items make a batch.") @Default("100") @Range(min = 1, max = 1_000_000)
                    int items,
            @Doc(
                            "How many bytes a batch has, at most, as its items are written; an item"
                                    + " that is larger is a batch of its own.")
                    @Default("8MiB")
                    @Bytes
                    @Range(min = 1, max = 1 << 30)
                    long bytes,
            @Doc("How long after its first item a batch is sent as it is; without it, it waits.")
                    Optional<Duration> within,
            @Doc("With which item a batch is whole: a CEL expression that is true or false.")
                    Optional<Expression> when) {

        /** Checks the time. */
        public Config {
            if (within.isPresent() && !within.get().isPositive()) {
                throw new IllegalArgumentException("within: must be longer than nothing");
            }
        }
    }

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Config config;
    private ListState<Document> batch;
    private ValueState<Open> open;
    private Context context;
    private Timers timers;

    /**
     * The batch that is being made.
     *
     * @param bytes how many its items have
     * @param due when its time is over, in milliseconds since 1970
     */
    record Open(long bytes, long due) {
        static final Open NONE = new Open(0, Long.MAX_VALUE);
    }

    /** Creates one. */
    public Batcher(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        timers = context.timers();
        batch = context.state(StateSpec.list("batch", Document.class));
        open = context.state(StateSpec.value("open", Open.class));
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        boolean isLast = config.when().isPresent() && config.when().get().test(item, context);
        Gathering.Values.checkDepth(item);
        if (open.or(Open.NONE).bytes() + item.weight() > config.bytes()) {
            flush(out);
        }
        Open now = open.or(Open.NONE);
        long due = batch.isEmpty() && !isLast ? due() : now.due();
        now = new Open(now.bytes() + item.weight(), due);
        batch.add(item);
        open.set(now);
        if (isLast || batch.size() == config.items() || now.bytes() >= config.bytes()) {
            flush(out);
        } else if (batch.size() == 1 && config.within().isPresent()) {
            timers.atProcessingTime(due);
        }
    }

    private long due() {
        return config.within()
                .map(time -> time.plusNanos(NANOS_PER_MILLI - 1).toMillis()) // rounded up
                .map(time -> context.clock().now().toEpochMilli() + time)
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public void onProcessingTime(long timestamp, Output out) throws InterruptedException {
        if (open.or(Open.NONE).due() == timestamp) { // else it has left when it was whole
            flush(out);
        }
    }

    @Override
    public void onEnd(Output out) throws InterruptedException {
        flush(out);
    }

    private void flush(Output out) throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        Document whole =
                Document.object()
                        .put("items", Document.array(batch.all()))
                        .put("count", batch.size())
                        .build();
        batch.clear();
        open.clear();
        out.send(whole);
    }
}
