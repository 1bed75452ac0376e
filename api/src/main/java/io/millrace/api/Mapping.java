package io.millrace.api;

/**
 * A compiled mapping of a blueprint: an object whose leaves are CEL expressions.
 *
 * <p>Immutable and safe for any thread.
 *
 * @since 0.1
 */
public interface Mapping {

    /**
     * Evaluates every leaf and returns the object they make, with its fields in the mapping's
     * order.
     *
     * @param item the value of {@code item}
     * @param current the key, timestamp and stream of the item
     * @throws ExpressionException if a leaf cannot be evaluated on this item
     */
    Document apply(Document item, Current current);
}
