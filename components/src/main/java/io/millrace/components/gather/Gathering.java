package io.millrace.components.gather;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.ListState;
import io.millrace.api.StateSpec;
import io.millrace.api.ValueState;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.StringJoiner;

/**
 * The values of a batch that is being made, or what is needed of them; in the component's state.
 */
sealed interface Gathering {

    /**
     * Adds a value.
     *
     * @throws DocumentException if it cannot be added; all is then as before
     */
    void add(Document value);

    /**
     * Returns what the values make, and forgets them.
     *
     * @param count how many there are, at least 1
     */
    Document result(long count);

    /** Declares what is kept of a batch. */
    static Gathering of(Aggregator.Strategy strategy, String separator, Context context) {
        return switch (strategy) {
            case COLLECT, CUSTOM -> new Values(context);
            case CONCAT -> new Texts(separator, context);
            case COUNT -> new Count();
            case SUM, AVERAGE, MIN, MAX -> new Numbers(strategy, context);
        };
    }

    /** All values, as a list. */
    final class Values implements Gathering {

        /** A value of fewer bytes cannot be nested too deep for a list in an object. */
        private static final int SURELY_FLAT = 2 * (Document.MAX_DEPTH - 4);

        private final ListState<Document> values;

        Values(Context context) {
            values = context.state(StateSpec.list("values", Document.class));
        }

        @Override
        public void add(Document value) {
            checkDepth(value);
            values.add(value);
        }

        /** Fails if the value could not be put into a list that is a field of an item. */
        static void checkDepth(Document value) {
            if (value.weight() >= SURELY_FLAT) {
                Document.array(List.of(Document.array(List.of(value))));
            }
        }

        @Override
        public Document result(long count) {
            Document result = Document.array(values.all());
            values.clear();
            return result;
        }
    }

    /** All values, as one text. */
    final class Texts implements Gathering {

        private final ListState<String> texts;
        private final String separator;

        Texts(String separator, Context context) {
            this.separator = separator;
            texts = context.state(StateSpec.list("texts", String.class));
        }

        @Override
        public void add(Document value) {
            texts.add(value.kind() == Document.Kind.STRING ? value.asString() : value.toString());
        }

        @Override
        public Document result(long count) {
            var text = new StringJoiner(separator);
            texts.all().forEach(text::add);
            texts.clear();
            return Document.of(text.toString());
        }
    }

    /** How many there are. */
    final class Count implements Gathering {

        @Override
        public void add(Document value) {}

        @Override
        public Document result(long count) {
            return Document.of(count);
        }
    }

    /** One number of all of them. */
    final class Numbers implements Gathering {

        private final Aggregator.Strategy strategy;
        private final ValueState<Amount.Kept> amount;

        Numbers(Aggregator.Strategy strategy, Context context) {
            this.strategy = strategy;
            amount = context.state(StateSpec.value("amount", Amount.Kept.class));
        }

        @Override
        public void add(Document value) {
            Amount next = Amount.of(value);
            if (next == null) {
                throw new DocumentException(
                        "cannot aggregate a value that is no number of 64 bits: "
                                + Amount.shown(value),
                        -1);
            }
            Amount.@Nullable Kept sofar = amount.get();
            amount.set((sofar == null ? start(next) : combined(sofar.amount(), next)).kept());
        }

        /** A mean may be made of a sum beyond 64 bits. */
        private Amount start(Amount first) {
            return strategy == Aggregator.Strategy.AVERAGE
                    ? new Amount(first.value(), false)
                    : first;
        }

        private Amount combined(Amount sofar, Amount next) {
            return switch (strategy) {
                case MIN -> next.value().compareTo(sofar.value()) < 0 ? next : sofar;
                case MAX -> next.value().compareTo(sofar.value()) > 0 ? next : sofar;
                case SUM, AVERAGE, COLLECT, COUNT, CONCAT, CUSTOM -> sofar.plus(next);
            };
        }

        @Override
        public Document result(long count) {
            Amount.@Nullable Kept kept = amount.get();
            Amount all = kept == null ? Amount.ZERO : kept.amount();
            amount.clear();
            return strategy == Aggregator.Strategy.AVERAGE ? all.dividedBy(count) : all.document();
        }
    }
}
