package io.millrace.graph;

import io.millrace.api.Expression;
import io.millrace.graph.expression.ExpressionSyntaxException;
import io.millrace.graph.expression.Expressions;

/**
 * Compiles conditions that are written elsewhere than in a blueprint, by the rules of one.
 *
 * @since 0.1
 */
public final class Conditions {

    private Conditions() {}

    /**
     * Compiles a condition on {@code item}.
     *
     * @param text CEL, at most 16 KiB
     * @throws IllegalArgumentException if it is none; the message says what is wrong and where
     */
    public static Expression compile(String text) {
        try {
            return Expressions.compileCondition(text, "item");
        } catch (ExpressionSyntaxException e) {
            String message = e.getMessage() + ", at character " + (e.offset() + 1);
            throw new IllegalArgumentException(
                    e.hint() == null ? message : message + "; " + e.hint(), e);
        }
    }
}
