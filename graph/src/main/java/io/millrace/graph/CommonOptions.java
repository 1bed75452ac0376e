package io.millrace.graph;

import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Expression;
import io.millrace.api.Range;
import io.millrace.graph.ComponentSpec.Batching;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.ComponentSpec.Distribution;
import io.millrace.graph.ComponentSpec.OnError;
import io.millrace.graph.ComponentSpec.Options;
import io.millrace.graph.ComponentSpec.RateLimit;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.Policies.Backoff;
import io.millrace.graph.Policies.Bulkhead;
import io.millrace.graph.Policies.CircuitBreaker;
import io.millrace.graph.StreamSpec.WhenFull;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** The options that components and bindings of all types take, as they are written. */
final class CommonOptions {

    static final RecordDescription COMPONENT = RecordDescription.of(OfComponent.class);
    static final RecordDescription BINDING = RecordDescription.of(OfBinding.class);

    private static final List<String> BESIDE_COMPONENT = List.of("type", "config");
    private static final List<String> BESIDE_BINDING = List.of("from", "to");

    private CommonOptions() {}

    record OfComponent(
            @Doc("Gives each item taken its key.") @Nullable Expression key,
            @Doc("Gives each item taken its event time.") @Nullable EventTime eventTime,
            @Doc("How many instances run side by side.") @Default("1") @Range(min = 1, max = 1024)
                    int parallelism,
            @Doc("Which of the inputs bound to one output get an item.") @Default("broadcast")
                    Distribution distribute,
            @Doc("What happens to an item that fails.") @Default("{}") ErrorPolicy onError,
            @Doc("How long one attempt at an item may take.") @Nullable Duration timeout,
            @Doc("When a component that keeps failing is left alone for a while.")
                    @Nullable CircuitBreaker circuitBreaker,
            @Doc("How many items are worked on at once.") @Nullable Bulkhead bulkhead,
            @Doc("The bound of the streams that come in.") @Nullable Buffer buffer,
            @Doc("How items are put together, for a component that takes batches.") @Default("{}")
                    Batching batch,
            @Doc("How many items it takes in a time; what is over that waits.")
                    @Nullable RateLimit rateLimit,
            @Doc("The name it had before, so that it takes over the state of that name.")
                    @Nullable String renamedFrom,
            @Doc("A sentence for people.") @Default("") String description) {}

    record ErrorPolicy(
            @Doc("How often a failed item is tried again.")
                    @Default("0")
                    @Range(min = 0, max = 1_000_000)
                    int retries,
            @Doc("How long before each retry.") @Default("{}") Backoff backoff,
            @Doc("Where an item goes that has failed for good.") @Default("error_stream")
                    OnError then) {}

    record OfBinding(
            @Doc("The bound of the stream.") @Nullable Buffer buffer,
            @Doc("What happens to an item when the stream is full.") @Default("block")
                    WhenFull whenFull,
            @Doc("Which items take the stream.") @Nullable Expression condition) {}

    /** Returns whether every component may have an option of this name. */
    static boolean isKnown(String key) {
        return COMPONENT.options().stream().anyMatch(option -> option.key().equals(key));
    }

    /** Binds the options of a component; those with problems are as if they were not given. */
    static Options component(
            Mapping written, String owner, Position position, List<Diagnostic> problems) {
        Object bound =
                new ConfigBinder(problems, owner, BESIDE_COMPONENT)
                        .bind(COMPONENT, written, position);
        return bound instanceof OfComponent o
                ? new Options(
                        o.key(),
                        o.eventTime(),
                        o.parallelism(),
                        o.distribute(),
                        o.onError().then(),
                        new Policies(
                                o.onError().retries(),
                                o.onError().backoff(),
                                o.timeout(),
                                o.circuitBreaker(),
                                o.bulkhead()),
                        o.buffer(),
                        o.batch(),
                        o.rateLimit(),
                        o.renamedFrom(),
                        o.description())
                : Options.DEFAULT;
    }

    /** Binds the options of a binding; those with problems are as if they were not given. */
    static OfBinding binding(
            Mapping written, String owner, Position position, List<Diagnostic> problems) {
        Object bound =
                new ConfigBinder(problems, owner, BESIDE_BINDING).bind(BINDING, written, position);
        return bound instanceof OfBinding options
                ? options
                : new OfBinding(null, WhenFull.BLOCK, null);
    }
}
