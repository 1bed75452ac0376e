package io.millrace.testkit;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;

import java.util.Objects;

/**
 * What an item of a simulated graph tells about itself: who sent it as which of its items, with
 * which key, and what number it carries through the graph.
 *
 * @param component the sender's number
 * @param instance which instance of it
 * @param port the output: 0, 1, or {@link #FAILED} for items it has failed
 * @param serial how many that instance sent there before
 * @param key the key the sender saw, plus one; 0 for none
 * @param n the number: sources send 0, 1, 2 ...
 */
record Tag(int component, int instance, int port, int serial, int key, int n) {

    static final int FAILED = 2;
    static final int PORTS = 3;
    private static final int KEYS = 4;

    /** Reads an item, or what an error item says about the one that failed. */
    static Tag of(Document item) {
        long code =
                item.kind() == Document.Kind.INTEGER
                        ? item.asLong()
                        : Long.parseLong(Objects.requireNonNull(item.get("error")).asString());
        return new Tag(
                (int) (code >> 40),
                (int) (code >> 38) & 3,
                (int) (code >> 36) & 3,
                (int) (code >> 14) & 0x3fffff,
                (int) (code >> 11) & 7,
                (int) code & 0x7ff);
    }

    Document item() {
        return Document.of(code());
    }

    private long code() {
        return (long) component << 40
                | (long) instance << 38
                | (long) port << 36
                | (long) serial << 14
                | (long) key << 11
                | n;
    }

    /** Returns what a component fails the item with. */
    IllegalArgumentException refusal() {
        return new IllegalArgumentException(Long.toString(code()));
    }

    /** Returns the key that {@link Key} gives the item, plus one. */
    int ownKey() {
        return n % KEYS + 1;
    }

    /** The condition of a stream: odd numbers pass, and for some numbers it fails. */
    record Condition(int failsAt, Ledger.Flow flow, Ledger ledger) implements Expression {
        @Override
        public String text() {
            return "odd";
        }

        @Override
        public boolean test(Document item, Current current) {
            Tag tag = of(item);
            if (tag.n % 7 == failsAt) {
                flow.badConditions++;
                ledger.failing(flow.from);
                throw tag.refusal();
            }
            if (tag.n % 2 == 0) {
                flow.filtered++;
            }
            return tag.n % 2 == 1;
        }

        @Override
        public Document evaluate(Document item, Current current) {
            return Document.of(test(item, current));
        }

        @Override
        public String toString() {
            return "if n is odd, failing at " + failsAt;
        }
    }

    /** The key of the items that a component takes, which fails for some numbers. */
    record Key(int failsAt, Ledger.Tally taker, Ledger ledger) implements Expression {
        @Override
        public String text() {
            return "n % 4";
        }

        @Override
        public boolean test(Document item, Current current) {
            throw new IllegalStateException("a key is no condition");
        }

        @Override
        public Document evaluate(Document item, Current current) {
            Tag tag = of(item);
            if (tag.n % 7 == failsAt) {
                ledger.badKey(taker, tag, item.kind() == Document.Kind.INTEGER);
                throw tag.refusal();
            }
            return Document.of(tag.ownKey() - 1);
        }

        @Override
        public String toString() {
            return "n % 4, failing at " + failsAt;
        }
    }
}
