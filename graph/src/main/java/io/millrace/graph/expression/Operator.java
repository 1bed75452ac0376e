package io.millrace.graph.expression;

import org.jspecify.annotations.Nullable;

/** The operators, from the loosest to the tightest. */
enum Operator {
    CONDITIONAL("?", 1),
    OR("||", 2),
    AND("&&", 3),
    LESS("<", 4),
    LESS_EQUAL("<=", 4),
    GREATER(">", 4),
    GREATER_EQUAL(">=", 4),
    EQUAL("==", 4),
    NOT_EQUAL("!=", 4),
    IN("in", 4),
    ADD("+", 5),
    SUBTRACT("-", 5),
    MULTIPLY("*", 6),
    DIVIDE("/", 6),
    REMAINDER("%", 6),
    NOT("!", 7),
    NEGATE("-", 7);

    /** How tightly the loosest binary operator binds. */
    static final int LOOSEST = 2;

    private final String symbol;
    private final int binding;

    Operator(String symbol, int binding) {
        this.symbol = symbol;
        this.binding = binding;
    }

    String symbol() {
        return symbol;
    }

    /** Returns how tightly it binds. */
    int binding() {
        return binding;
    }

    /** Returns the binary operator of a symbol, or null. */
    static @Nullable Operator binary(Token token) {
        if (token.kind() != Token.Kind.SYMBOL) {
            return null;
        }
        for (Operator operator : values()) {
            if (operator.symbol.equals(token.text())
                    && operator != CONDITIONAL
                    && operator.binding < NOT.binding) {
                return operator;
            }
        }
        return null;
    }
}
