package io.millrace.api;

/**
 * A compiled CEL expression of a blueprint; an option of this type holds its text.
 *
 * <p>Its variables are {@code item} (or what {@link Over} names), {@code key}, {@code timestamp}
 * and {@code stream}.
 *
 * <p>Immutable and safe for any thread.
 *
 * @since 0.1
 */
public interface Expression {

    /** Returns the text it was compiled from. */
    String text();

    /**
     * Evaluates it to a condition.
     *
     * @param item the value of {@code item}
     * @param current the key, timestamp and stream of the item
     * @throws ExpressionException if it cannot be evaluated on this item, or is no boolean
     */
    boolean test(Document item, Current current);

    /**
     * Evaluates it to a JSON value.
     *
     * @param item the value of {@code item}
     * @param current the key, timestamp and stream of the item
     * @return the value; a timestamp as ISO-8601 text, a duration as seconds ({@code 1.5s}), bytes
     *     as base 64
     * @throws ExpressionException if it cannot be evaluated on this item
     */
    Document evaluate(Document item, Current current);

    /**
     * Evaluates it and hands the value on, without making an object of a number.
     *
     * @param item the value of {@code item}
     * @param current the key, timestamp and stream of the item
     * @param taker gets the value, in one call
     * @throws ExpressionException if it cannot be evaluated on this item
     * @since 0.2
     */
    default void evaluate(Document item, Current current, Taker taker) {
        Document value = evaluate(item, current);
        switch (value.kind()) {
            case INTEGER -> taker.integer(value.asLong());
            case FLOAT -> taker.number(value.asDouble());
            case OBJECT, ARRAY, STRING, BIG, BOOLEAN, NULL -> taker.other(value);
        }
    }

    /**
     * Takes the value of an expression.
     *
     * @since 0.2
     */
    interface Taker {

        /** Takes a whole number. */
        void integer(long value);

        /** Takes another number. */
        void number(double value);

        /** Takes a value that is no number of 64 bits. */
        void other(Document value);
    }
}
