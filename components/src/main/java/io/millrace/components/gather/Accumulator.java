package io.millrace.components.gather;

import io.millrace.api.Behaviour;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Range;
import io.millrace.api.Since;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;

/**
 * Keeps running totals by key, and answers each item with the new total.
 *
 * <p>Sums are exact: a total that is whole stays so, and one that is not keeps all its digits and
 * is rounded to 64 bits where it is shown. A total that would be out of range fails the item and
 * stays as it was.
 *
 * <p><b>Lifecycle.</b> As {@link Handler}; the totals are state.
 *
 * <p><b>Threads.</b> As {@link Handler}.
 *
 * <p><b>Ordering.</b> One answer to each item, in their order.
 *
 * <p><b>Back-pressure.</b> Keeps at most {@code max_keys} totals.
 *
 * <p><b>Errors.</b> An item whose value is no number, whose operation is unknown, or whose total
 * would be out of range fails; with {@code failures: output} it is answered instead.
 *
 * <p><b>Delivery.</b> Each item counts once.
 *
 * @since 0.1
 */
@Doc(
        "Keeps running totals by key. Answers each item `{operation, key, value}` with `{operation,"
            + " key, input_value, new_total, success, original_data}`. Operations are `add`,"
            + " `multiply`, `get_total` and `reset`. What the item does not say, the options do; an"
            + " item without a `key` counts for the key of its stream, if it has one. Sums are"
            + " exact; a total beyond 64 bits fails the item and stays as it was.")
@Example(
        """
        revenue:
          type: Accumulator
          config: { key: revenue, value: item.amount }
        """)
@Behaviour(
        emits = "an item arrives",
        blocks = "downstream is full",
        completes = "upstream ends",
        fails = "never",
        errors =
                "its value is no number (a text that is written like one is), its operation is"
                    + " unknown, its total would be out of range, or there are `max_keys` others;"
                    + " none with `failures: output`")
@Since("0.1")
@Traits(stateful = true)
public final class Accumulator implements Handler<Document> {

    /** What is done with a total. */
    public enum Operation {
        /** Adds the value. */
        ADD,
        /** Multiplies by the value. */
        MULTIPLY,
        /** Asks. */
        GET_TOTAL,
        /** Forgets the total, which begins anew. */
        RESET
    }

    /** Where failures go. */
    public enum Failures {
        /** The item fails. */
        ERROR,
        /** The answer tells. */
        OUTPUT
    }

    /**
     * Options of {@link Accumulator}.
     *
     * @param operation what is done where the item does not say
     * @param key whose total it is where nothing else says
     * @param value what is added or multiplied by
     * @param initial where a total begins
     * @param maxKeys how many totals are kept
     * @param failures where failures go
     */
    public record Config(
            @Doc("What is done for an item that has no field `operation`.") @Default("add")
                    Operation operation,
            @Doc("Whose total it is for an item that has no field `key` and no key in its stream.")
                    @Default("default_accumulator")
                    String key,
            @Doc(
                            "What is added or multiplied by: a CEL expression. Without it the field"
                                    + " `value`, or the item itself where that is no object; `add`"
                                    + " without one adds 0.")
                    Optional<Expression> value,
            @Doc(
                            "Where a total begins. Without it at 0 for `add` and at 1 for"
                                    + " `multiply`, so that a new key never makes a product 0.")
                    Optional<Document> initial,
            @Doc("How many totals are kept, at most; an item for one more fails.")
                    @Default("100000")
                    @Range(min = 1, max = 100_000_000)
                    int maxKeys,
            @Doc(
                            "Where a failure goes: `error` fails the item; `output` answers"
                                    + " `{operation, success: false, error, original_data}`.")
                    @Default("error")
                    Failures failures) {

        /** Checks the number. */
        public Config {
            if (initial.isPresent() && Amount.of(initial.get()) == null) {
                throw new IllegalArgumentException("initial: must be a number of 64 bits");
            }
        }
    }

    private final Config config;
    private final @Nullable Amount initial;
    private Totals totals;
    private Context context;

    /** Creates one. */
    public Accumulator(Config config) {
        this.config = config;
        initial = config.initial().map(Amount::of).orElse(null);
    }

    @Override
    public void setup(Context context) {
        this.context = context;
        totals = new Totals.InState(context, config.maxKeys());
    }

    @Override
    public void onItem(Document item, Output out) throws InterruptedException {
        String operation = operation(item);
        Document answer;
        try {
            answer = answer(operation, item);
        } catch (RuntimeException e) {
            if (config.failures() == Failures.ERROR) {
                throw e;
            }
            answer =
                    Document.object()
                            .put("operation", operation)
                            .put("success", false)
                            .put("error", String.valueOf(e.getMessage()))
                            .put("original_data", item)
                            .build();
        }
        out.send(answer);
    }

    private Document answer(String operation, Document item) {
        Gathering.Values.checkDepth(item); // before anything is changed
        String key = key(item);
        Document value = Document.ofNull();
        Amount total;
        switch (operation) {
            case "add" -> {
                value = value(item);
                total = totals.add(key, start(Amount.ZERO), amount(value, Amount.ZERO));
            }
            case "multiply" -> {
                value = value(item);
                total = totals.multiply(key, start(Amount.ONE), amount(value, null));
            }
            case "get_total" -> total = totals.get(key);
            case "reset" -> {
                totals.reset(key);
                total = null;
            }
            default -> throw wrong("Unknown accumulation operation: " + operation);
        }
        return Document.object()
                .put("operation", operation)
                .put("key", key)
                .put("input_value", value)
                .put("new_total", (total == null ? start(Amount.ZERO) : total).document())
                .put("success", true)
                .put("original_data", item)
                .build();
    }

    private Amount start(Amount identity) {
        return initial == null ? identity : initial;
    }

    private String operation(Document item) {
        Document operation = item.get("operation");
        return operation == null
                ? config.operation().name().toLowerCase(Locale.ROOT)
                : text(operation);
    }

    private String key(Document item) {
        Document key = item.get("key");
        if (key != null) {
            return text(key);
        }
        Object ofStream = context.key();
        return ofStream == null ? config.key() : ofStream.toString();
    }

    private Document value(Document item) {
        if (config.value().isPresent()) {
            return config.value().get().evaluate(item, context);
        }
        if (item.kind() != Document.Kind.OBJECT) {
            return item;
        }
        Document value = item.get("value");
        return value == null ? Document.ofNull() : value;
    }

    private Amount amount(Document value, @Nullable Amount nothing) {
        Amount amount =
                value.kind() == Document.Kind.NULL && nothing != null
                        ? nothing
                        : Amount.read(value);
        if (amount == null) {
            throw wrong("Cannot accumulate non-numeric value: " + Amount.shown(value));
        }
        return amount;
    }

    private static String text(Document value) {
        return value.kind() == Document.Kind.STRING ? value.asString() : value.toString();
    }

    private static DocumentException wrong(String message) {
        return new DocumentException(message, -1);
    }
}
