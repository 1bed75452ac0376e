package io.millrace.components.stream;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.FieldPath;
import io.millrace.api.Handler;
import io.millrace.api.KeyedConfig;
import io.millrace.api.Output;
import io.millrace.api.Range;
import io.millrace.api.Registered;
import io.millrace.api.Since;
import io.millrace.api.StateSpec;
import io.millrace.api.TimeKind;
import io.millrace.api.Traits;
import io.millrace.api.ValueState;

import java.time.Duration;
import java.util.Optional;

/**
 * Lets the first item of each key through, and counts the others as {@code duplicate}.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; what was seen is state.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> Kept.
 *
 * <p><b>Back-pressure.</b> Remembers one key for each item let through, within the bound.
 *
 * <p><b>Errors.</b> An item without the field that is its key fails.
 *
 * <p><b>Delivery.</b> The first item of a key leaves once.
 *
 * @since 0.2
 */
@Doc(
        "Lets the first item of each key through, and drops the others, which are counted as"
            + " `duplicate`. What was seen is remembered exactly, for as long as the bound says:"
            + " say `ttl`, `max_keys`, both, or `unbounded: true`.")
@Example(
        """
        once:
          type: StreamProcessor
          config: { variant: deduplication, dedup_key: order.id, ttl: 1h }
        """)
@Behaviour(
        emits = "an item arrives whose key was not seen",
        blocks = "downstream is full",
        completes = "upstream ends",
        fails = "never",
        errors = "it has no such field, or null in it")
@Since("0.2")
@Registered(value = "StreamProcessor", variant = "deduplication")
@Traits(stateful = true)
public final class Deduplication implements Handler<Document> {

    /**
     * Options of {@link Deduplication}.
     *
     * @param dedupKey what two items have in common that are the same
     * @param ttl how long a key is remembered
     * @param clock by which clock
     * @param maxKeys how many keys are remembered
     * @param unbounded whether all are remembered for ever
     */
    public record Config(
            @Doc(
                            "What makes two items the same: a field such as `id` or `order.id`, or"
                                    + " a CEL expression. Without it, the whole item.")
                    @Default("item")
                    @FieldPath
                    Expression dedupKey,
            @Doc("How long a key is remembered after its first item.") Optional<Duration> ttl,
            @Doc("By which clock: that of the run, or the event time of the items.")
                    @Default("processing_time")
                    TimeKind clock,
            @Doc(
                            "How many keys are remembered, at most; in parallel, by each instance."
                                    + " The one seen first is forgotten first.")
                    @Range(min = 1)
                    Optional<Integer> maxKeys,
            @Doc("Says that all keys are remembered for ever, since they are few.")
                    @Default("false")
                    boolean unbounded)
            implements KeyedConfig {

        /** Checks that there is a bound. */
        public Config {
            Bounds.check(ttl, maxKeys, unbounded, "'ttl' or 'max_keys'");
        }

        @Override
        public Expression key() {
            return dedupKey;
        }
    }

    private final Config config;
    private Context context;
    private ValueState<Boolean> seen;

    /** Creates one. */
    public Deduplication(Config config) {
        this.config = config;
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        StateSpec<ValueState<Boolean>> spec = StateSpec.value("seen", Boolean.class).perKey();
        if (config.ttl().isPresent()) {
            spec = spec.ttl(config.ttl().get(), config.clock());
        }
        seen = context.state(spec.maxKeys(config.maxKeys().orElse(0)));
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        if (!seen.isEmpty()) {
            context.drop("duplicate");
            return;
        }
        seen.set(true);
        out.send(item);
    }
}
