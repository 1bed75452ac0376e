package io.millrace.graph;

import io.millrace.api.Bytes;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Expression;
import io.millrace.api.Range;
import io.millrace.api.Shorthand;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A component of a graph.
 *
 * @param name its name, unique in the graph
 * @param type its type
 * @param config its bound configuration; {@link #NO_CONFIG} if the type takes none
 * @param options what every component takes besides
 * @param position where it is declared
 * @param folder what its relative paths are relative to, or null for the folder of the graph
 * @since 0.1
 */
public record ComponentSpec(
        String name,
        ComponentType type,
        Object config,
        Options options,
        Position position,
        @Nullable Path folder) {

    /**
     * Between the name of a component that is a graph and those of the components in it: {@code
     * clean/check}. No name that a user gives holds it.
     */
    public static final String WITHIN = "/";

    /** Creates one whose relative paths are relative to the folder of the graph. */
    public ComponentSpec(
            String name, ComponentType type, Object config, Options options, Position position) {
        this(name, type, config, options, position, null);
    }

    /** The configuration of a type that takes none. */
    public static final Object NO_CONFIG = new Object();

    /**
     * What every component takes beside its configuration.
     *
     * @param key gives each item taken its key, or null to leave the key as it is
     * @param eventTime gives each item taken its event time, or null to leave that as it is
     * @param parallelism how many instances run side by side, at least 1
     * @param distribute which of the bound inputs get an item sent
     * @param onError where failed items go
     * @param policies what is done before an item counts as failed
     * @param buffer the bound of the streams that come in, or null for the default
     * @param batch how items are put together for a component that takes batches
     * @param rateLimit how many items it takes in a time, or null for any number; of a source, how
     *     many it sends
     * @param renamedFrom whose state it takes over, by the name in the graph that the component had
     *     when it was kept; null if its own
     * @param description a sentence for people; may be empty
     */
    public record Options(
            @Nullable Expression key,
            @Nullable EventTime eventTime,
            int parallelism,
            Distribution distribute,
            OnError onError,
            Policies policies,
            @Nullable Buffer buffer,
            Batching batch,
            @Nullable RateLimit rateLimit,
            @Nullable String renamedFrom,
            String description) {

        /** What holds where nothing is said. */
        public static final Options DEFAULT =
                new Options(
                        null,
                        null,
                        1,
                        Distribution.BROADCAST,
                        OnError.ERROR_STREAM,
                        Policies.NONE,
                        null,
                        Batching.DEFAULT,
                        null,
                        null,
                        "");

        /** Returns a copy with other batches. */
        public Options with(Batching other) {
            return changed(copy -> copy.batch = other);
        }

        /** Returns a copy by which failed items go elsewhere. */
        public Options with(OnError other) {
            return changed(copy -> copy.onError = other);
        }

        /** Returns a copy by which other inputs get an item. */
        public Options with(Distribution other) {
            return changed(copy -> copy.distribute = other);
        }

        /** Returns a copy with another limit on how many items it takes. */
        public Options with(RateLimit other) {
            return changed(copy -> copy.rateLimit = other);
        }

        Options withRenamedFrom(@Nullable String other) {
            return changed(copy -> copy.renamedFrom = other);
        }

        Options withKey(Expression other) {
            return changed(copy -> copy.key = other);
        }

        Options withBuffer(Buffer other) {
            return changed(copy -> copy.buffer = other);
        }

        private Options changed(Consumer<Copy> change) {
            var copy = new Copy(this);
            change.accept(copy);
            return new Options(
                    copy.key,
                    eventTime,
                    parallelism,
                    copy.distribute,
                    copy.onError,
                    policies,
                    copy.buffer,
                    copy.batch,
                    copy.rateLimit,
                    copy.renamedFrom,
                    description);
        }

        /** What may be changed in a copy. */
        private static final class Copy {
            private @Nullable Expression key;
            private Distribution distribute;
            private OnError onError;
            private @Nullable Buffer buffer;
            private Batching batch;
            private @Nullable RateLimit rateLimit;
            private @Nullable String renamedFrom;

            Copy(Options from) {
                key = from.key;
                distribute = from.distribute;
                onError = from.onError;
                buffer = from.buffer;
                batch = from.batch;
                rateLimit = from.rateLimit;
                renamedFrom = from.renamedFrom;
            }
        }
    }

    /** Which of the inputs bound to one output get an item. */
    public enum Distribution {
        /** All of them. */
        BROADCAST,
        /** One after the other. */
        ROUND_ROBIN,
        /** The one that the item's key belongs to. */
        KEY
    }

    /** Where a failed item goes. */
    public enum OnError {
        /** To the output {@code error} if that is bound, else to the dead letters. */
        ERROR_STREAM,
        /** To the dead letters. */
        DEAD_LETTER,
        /** Nowhere; it is counted. */
        SKIP,
        /** Nowhere: the component fails. */
        STOP
    }

    /**
     * The bound of a stream; an item larger than {@code bytes} passes alone.
     *
     * @param items how many items, from 1 to 1,048,576
     * @param bytes how many bytes, at least 1, as {@link io.millrace.api.Document#weight} counts
     *     them
     */
    public record Buffer(
            @Doc("How many items.") @Default("1024") @Range(min = 1, max = 1 << 20) @Shorthand
                    int items,
            @Doc("How many bytes.") @Default("4MiB") @Range(min = 1) @Bytes long bytes) {

        /** 1,024 items and 4 MiB. */
        public static final Buffer DEFAULT = new Buffer(1024, 4L << 20);
    }

    /**
     * When a batch is whole: by the first of these that is reached, and at the end of the input.
     *
     * @param items how many items, at least 1
     * @param bytes how many bytes, at least 1, as {@link io.millrace.api.Document#weight} counts
     *     them
     * @param within how long after its first item, or null for any time
     */
    public record Batching(
            @Doc("How many items.") @Default("100") @Range(min = 1, max = 1 << 20) @Shorthand
                    int items,
            @Doc("How many bytes.") @Default("4MiB") @Range(min = 1) @Bytes long bytes,
            @Doc("How long after its first item.") @Nullable Duration within) {

        /** 100 items or 4 MiB. */
        public static final Batching DEFAULT = new Batching(100, 4L << 20, null);

        /** Checks the time. */
        public Batching {
            if (within != null) {
                Policies.notNegative("within", within);
            }
        }
    }

    /**
     * A limit on how many items a component takes; what is over it waits, in the streams before the
     * component.
     *
     * @param items how many items at most in any span of {@code per}, over all parallel instances
     *     together
     * @param per the span, above zero
     */
    public record RateLimit(
            @Doc("How many items at most, in any span of that length.")
                    @Range(min = 1, max = 1_000_000)
                    @Shorthand
                    int items,
            @Doc("How long the span is.") @Default("1s") Duration per) {

        /** Checks the span. */
        public RateLimit {
            if (per.isNegative() || per.isZero()) {
                throw new IllegalArgumentException("per: must be above zero");
            }
        }
    }

    /**
     * Returns which variant of its type it is: what its configuration says by an option {@code
     * variant}, else that of its class.
     */
    public String variant() {
        return config instanceof Record options
                ? RecordDescription.variant(options).orElseGet(type::variant)
                : type.variant();
    }

    /** Returns the names of the inputs, in order. */
    public List<String> inputs() {
        return type.inputs(config);
    }

    /** Returns the names of the outputs, in order, without {@code error}. */
    public List<String> outputs() {
        return type.outputs(config);
    }
}
