package io.millrace.api;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What is made of many items: an option of this type is written as a call, {@code count()} or
 * {@code sum(item.amount)}, with an {@link Expression} for what is taken of each item.
 *
 * <p>Immutable and safe for any thread.
 *
 * @param function what is made of them
 * @param of what is taken of each item; null for {@link Function#COUNT} alone
 * @since 0.2
 */
public record Aggregate(Function function, @Nullable Expression of) {

    /** What is made of the values. */
    public enum Function {
        /** How many items there are. */
        COUNT,
        /** The sum of numbers. */
        SUM,
        /** The least of numbers, or of texts. */
        MIN,
        /** The greatest of numbers, or of texts. */
        MAX,
        /** The arithmetic mean of numbers. */
        AVG,
        /** The value of the earliest item. */
        FIRST,
        /** The value of the latest item. */
        LAST,
        /** The list of the values. */
        COLLECT
    }

    /** Checks that there is an expression where one is needed, and there alone. */
    public Aggregate {
        Objects.requireNonNull(function, "function");
        if ((function == Function.COUNT) != (of == null)) {
            throw new IllegalArgumentException(
                    function == Function.COUNT ? "count takes nothing" : "what of?");
        }
    }

    /** Returns the expression of one that is not {@link Function#COUNT}. */
    public Expression expression() {
        return Objects.requireNonNull(of, "of");
    }
}
