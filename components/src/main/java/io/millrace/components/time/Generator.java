package io.millrace.components.time;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Mapping;
import io.millrace.api.Over;
import io.millrace.api.Range;
import io.millrace.api.ReplayableSource;
import io.millrace.api.Since;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes items from their sequence number, as fast as they are taken or at a fixed rate.
 *
 * <p>Item {@code n} is due {@code n / rate} seconds after the start, so that the rate does not
 * drift: one that is late, because downstream was full or because the machine sleeps no shorter
 * than a millisecond, is sent at once.
 *
 * <p><b>Lifecycle.</b> As {@link ReplayableSource}; holds nothing open.
 *
 * <p><b>Threads.</b> As {@link ReplayableSource}.
 *
 * <p><b>Ordering.</b> By sequence number.
 *
 * <p><b>Back-pressure.</b> Buffers nothing.
 *
 * <p><b>Errors.</b> A number on which the mapping cannot be evaluated fails, as the item {@code
 * {"seq": n}}.
 *
 * <p><b>Delivery.</b> As {@link ReplayableSource}: each item once for each checkpoint, the same as
 * before. A run that goes on from one counts the rate anew from there.
 *
 * @since 0.1
 */
@Doc("Makes items from their sequence number, as fast as they are taken or at a fixed rate.")
@Example(
        """
        orders:
          type: Generator
          config:
            count: 1000
            rate: 100
            item: { id: seq, customer: '"c" + string(seq % 10)' }
        """)
@Behaviour(
        emits = "the next item is due",
        blocks = "downstream is full",
        completes = "`count` items were made",
        fails = "never",
        errors = "the mapping cannot be evaluated on a number; the item is then `{\"seq\": n}`")
@Since("0.1")
@Traits(cooperative = true, maxParallelism = 1)
public final class Generator implements ReplayableSource {

    /**
     * Options of {@link Generator}.
     *
     * @param count how many items are made
     * @param rate items per second
     * @param seed where the random numbers begin
     * @param item what each item is made of
     */
    public record Config(
            @Doc("How many items are made; without it, it goes on until the run stops.")
                    @Range(min = 0)
                    Optional<Long> count,
            @Doc("Items per second; may be a fraction. Without it, as fast as they are" + " taken.")
                    Optional<Double> rate,
            @Doc(
                            "With it, every item gets at its end a field `random`: a number from 0"
                                    + " up to, but not including, 1. The same seed gives the same"
                                    + " numbers.")
                    Optional<Long> seed,
            @Doc(
                            "What each item is made of: a mapping whose CEL expressions are over"
                                    + " `seq`, which counts from 0. Without it, `{seq: seq}`.")
                    @Over("seq")
                    Optional<Mapping> item) {

        /** Checks the rate. */
        public Config {
            if (rate.isPresent() && !(rate.get() > 0 && rate.get() <= 1e9)) {
                throw new IllegalArgumentException(
                        "rate: is " + rate.get() + "; must be above 0 and at most 1e9");
            }
        }
    }

    private static final long MIN_SLEEP_NANOS = 1_000_000;

    private final Config config;
    private final long count;
    private final @Nullable SplittableRandom random;
    private Context context;
    private long first; // number of this run
    private long seq;
    private long drawn; // random numbers, for items that have left

    /** Creates one. */
    public Generator(Config config) {
        this.config = config;
        count = config.count().orElse(Long.MAX_VALUE);
        random = config.seed().map(SplittableRandom::new).orElse(null);
    }

    @Override
    public void setup(Context context) {
        this.context = context;
    }

    @Override
    public void run(SourceOutput out) throws InterruptedException {
        long start = context.clock().nanoTime();
        first = seq;
        while (seq < count && !out.stopping()) {
            long due = due(start);
            for (; seq < due && !out.stopping(); seq++) {
                make(out);
            }
        }
    }

    @Override
    public Object position() {
        return "seq " + seq;
    }

    @Override
    public Document nextPosition() {
        return Document.object().put("seq", seq).put("drawn", drawn).build();
    }

    @Override
    public void startAt(Document position) {
        seq = Objects.requireNonNull(position.get("seq")).asLong();
        drawn = Objects.requireNonNull(position.get("drawn")).asLong();
        for (long i = 0; random != null && i < drawn; i++) {
            random.nextDouble();
        }
    }

    /** Returns how many items are due by now, after waiting for at least one more to be. */
    private long due(long start) throws InterruptedException {
        if (config.rate().isEmpty()) {
            return count;
        }
        double rate = config.rate().get();
        while (true) {
            long elapsed = context.clock().nanoTime() - start;
            long due = first + (long) (elapsed * rate / 1e9) + 1;
            if (due > seq) {
                return Math.min(due, count);
            }
            long wait = (long) Math.ceil((seq - first) * 1e9 / rate) - elapsed;
            context.sleep(Duration.ofNanos(Math.max(wait, MIN_SLEEP_NANOS)));
        }
    }

    private void make(SourceOutput out) throws InterruptedException {
        Document number = Document.of(seq);
        Document item;
        try {
            item =
                    config.item().isPresent()
                            ? config.item().get().apply(number, context)
                            : Document.object().put("seq", number).build();
        } catch (RuntimeException e) {
            out.fail(Document.object().put("seq", number).build(), e, position());
            return;
        }
        if (random == null) {
            out.send(item);
        } else {
            out.send(item.edit().put("random", random.nextDouble()).build());
            drawn++;
        }
    }
}
