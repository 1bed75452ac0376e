package io.millrace.graph;

import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Expression;
import io.millrace.api.Range;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.ComponentSpec.Distribution;
import io.millrace.graph.ComponentSpec.OnError;
import io.millrace.graph.ComponentSpec.Options;
import io.millrace.graph.ComponentSpec.RateLimit;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.StreamSpec.WhenFull;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The options that components and bindings of all types take, as they are written. */
final class CommonOptions {

    static final RecordDescription COMPONENT = RecordDescription.of(OfComponent.class);
    static final RecordDescription BINDING = RecordDescription.of(OfBinding.class);

    private static final List<String> LATER =
            List.of("event_time", "timeout", "circuit_breaker", "batch");
    private static final List<String> LATER_ON_ERROR = List.of("retries", "backoff");

    private static final List<String> BESIDE_COMPONENT = List.of("type", "config");
    private static final List<String> BESIDE_BINDING = List.of("from", "to");

    private CommonOptions() {}

    record OfComponent(
            @Doc("Gives each item taken its key.") @Nullable Expression key,
            @Doc("How many instances run side by side.") @Default("1") @Range(min = 1, max = 1024)
                    int parallelism,
            @Doc("Which of the inputs bound to one output get an item.") @Default("broadcast")
                    Distribution distribute,
            @Doc("What happens to an item that fails.") @Default("{}") ErrorPolicy onError,
            @Doc("The bound of the streams that come in.") @Nullable Buffer buffer,
            @Doc("How many items it takes in a time; what is over that waits.")
                    @Nullable RateLimit rateLimit,
            @Doc("A sentence for people.") @Default("") String description) {}

    record ErrorPolicy(@Doc("Where a failed item goes.") @Default("error_stream") OnError then) {}

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
        Mapping options = withoutLater(written, owner, problems);
        Object bound =
                new ConfigBinder(problems, owner, BESIDE_COMPONENT)
                        .bind(COMPONENT, options, position);
        return bound instanceof OfComponent o
                ? new Options(
                        o.key(),
                        o.parallelism(),
                        o.distribute(),
                        o.onError().then(),
                        o.buffer(),
                        o.rateLimit(),
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

    private static Mapping withoutLater(Mapping written, String owner, List<Diagnostic> problems) {
        var fields = new ArrayList<Field>(written.fields().size());
        for (Field field : written.fields()) {
            if (LATER.contains(field.key().text())) {
                problems.add(later(field, field.key().text(), owner));
            } else if (field.key().text().equals("on_error")
                    && field.value() instanceof Mapping policy) {
                fields.add(new Field(field.key(), withoutRetries(policy, owner, problems)));
            } else {
                fields.add(field);
            }
        }
        return new Mapping(fields, written.position());
    }

    private static Mapping withoutRetries(Mapping policy, String owner, List<Diagnostic> problems) {
        var fields = new ArrayList<Field>(policy.fields().size());
        for (Field field : policy.fields()) {
            if (LATER_ON_ERROR.contains(field.key().text())) {
                problems.add(later(field, "on_error." + field.key().text(), owner));
            } else {
                fields.add(field);
            }
        }
        return new Mapping(fields, policy.position());
    }

    private static Diagnostic later(Field field, String path, String owner) {
        return Problem.NOT_AVAILABLE.at(
                field.key().position(),
                "'" + path + "' of " + owner + " is not available in this version");
    }
}
