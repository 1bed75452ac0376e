package io.millrace.graph.expression;

import io.millrace.api.Expression;

import java.util.Objects;

/** Compiles the expressions of a blueprint. */
public final class Expressions {

    private Expressions() {}

    /**
     * Compiles an expression.
     *
     * @param text CEL, at most 16 KiB
     * @param variable the name of the value it is evaluated on, usually {@code item}
     * @throws ExpressionSyntaxException if it is no CEL, or cannot be right on any item
     */
    public static Expression compile(String text, String variable) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(variable, "variable");
        throw new ExpressionSyntaxException("expressions cannot be compiled yet", 0, 1, null);
    }

    /**
     * Compiles an expression that is to be true or false, and refuses one that cannot be.
     *
     * @param text CEL, at most 16 KiB
     * @param variable the name of the value it is evaluated on, usually {@code item}
     * @throws ExpressionSyntaxException if it is no CEL, or cannot be right on any item
     */
    public static Expression compileCondition(String text, String variable) {
        return compile(text, variable);
    }
}
