package io.millrace.components.gather;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The values of a batch that is being made, or what is needed of them. */
sealed interface Gathering {

    /**
     * Adds a value.
     *
     * @throws DocumentException if it cannot be added; all is then as before
     */
    void add(Document value);

    /** Returns what the values make, of which there is at least one. */
    Document result();

    /** Starts a batch. */
    static Gathering of(Aggregator.Strategy strategy, String separator) {
        return switch (strategy) {
            case COLLECT, CUSTOM -> new Values();
            case CONCAT -> new Texts(separator);
            case COUNT -> new Count();
            case SUM, AVERAGE, MIN, MAX -> new Numbers(strategy);
        };
    }

    /** All values, as a list. */
    final class Values implements Gathering {

        /** A value of fewer bytes cannot be nested too deep for a list in an object. */
        private static final int SURELY_FLAT = 2 * (Document.MAX_DEPTH - 4);

        private final List<Document> values = new ArrayList<>();

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
        public Document result() {
            return Document.array(values);
        }
    }

    /** All values, as one text. */
    final class Texts implements Gathering {

        private final StringBuilder text = new StringBuilder();
        private final String separator;
        private boolean isEmpty = true;

        Texts(String separator) {
            this.separator = separator;
        }

        @Override
        public void add(Document value) {
            String next =
                    value.kind() == Document.Kind.STRING ? value.asString() : value.toString();
            text.append(isEmpty ? "" : separator).append(next);
            isEmpty = false;
        }

        @Override
        public Document result() {
            return Document.of(text.toString());
        }
    }

    /** How many there are. */
    final class Count implements Gathering {

        private long count;

        @Override
        public void add(Document value) {
            count++;
        }

        @Override
        public Document result() {
            return Document.of(count);
        }
    }

    /** One number of all of them. */
    final class Numbers implements Gathering {

        private final Aggregator.Strategy strategy;
        private @Nullable Amount amount;
        private long count;

        Numbers(Aggregator.Strategy strategy) {
            this.strategy = strategy;
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
            amount = amount == null ? start(next) : combined(amount, next);
            count++;
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
        public Document result() {
            Amount all = amount == null ? Amount.ZERO : amount;
            return strategy == Aggregator.Strategy.AVERAGE ? all.dividedBy(count) : all.document();
        }
    }
}
