package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;

/**
 * A part of a compiled expression.
 *
 * <p>{@link #eval} gives any value; the other methods give the same value without boxing where a
 * node can, and fail where the value is of another type. Immutable: what changes during an
 * evaluation is in its {@link Scope}.
 *
 * <p>A value is a {@link Boolean}, {@link Long}, {@link Double}, {@link String}, {@link Bytes},
 * {@link java.time.Instant}, {@link java.time.Duration}, {@link Null}, {@link Type}, {@link
 * java.util.Optional}, {@link java.util.List} or {@link java.util.Map} of values, or a {@link
 * Document} that is an object or array.
 */
abstract class Node {

    private final Type type;
    private final String source;

    /**
     * Creates one.
     *
     * @param type what is known of the type of its values
     * @param source its text, for messages
     */
    Node(Type type, String source) {
        this.type = type;
        this.source = source;
    }

    final Type type() {
        return type;
    }

    final String source() {
        return source;
    }

    /** Returns the value. */
    abstract Object eval(Document item, Current current, Scope scope);

    /** Returns the value of a condition. */
    boolean test(Document item, Current current, Scope scope) {
        Object value = eval(item, current, scope);
        if (value instanceof Boolean b) {
            return b;
        }
        throw mismatch(Type.of(value), "true or false");
    }

    /** Returns an integer. */
    long integer(Document item, Current current, Scope scope) {
        Object value = eval(item, current, scope);
        if (value instanceof Long l) {
            return l;
        }
        throw mismatch(Type.of(value), "an int");
    }

    /** Returns a number as a double, also where it is an integer. */
    double number(Document item, Current current, Scope scope) {
        Object value = eval(item, current, scope);
        if (value instanceof Double d) {
            return d;
        }
        if (value instanceof Long l) {
            return l;
        }
        throw mismatch(Type.of(value), "a number");
    }

    /**
     * Returns whether the value is the number given, which a double can tell from its neighbours.
     */
    boolean isNumber(double number, Document item, Current current, Scope scope) {
        Object value = eval(item, current, scope);
        return value instanceof Double d
                ? d == number
                : value instanceof Long l && (double) l == number;
    }

    /** Returns whether the value is one of the texts. */
    boolean isText(Document.Name[] texts, Document item, Current current, Scope scope) {
        if (eval(item, current, scope) instanceof String value) {
            for (Document.Name text : texts) {
                if (text.text().equals(value)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the value as JSON. */
    Document document(Document item, Current current, Scope scope) {
        return Results.document(eval(item, current, scope));
    }

    /** Hands the value on. */
    void hand(Document item, Current current, Scope scope, Expression.Taker taker) {
        switch (eval(item, current, scope)) {
            case Long l -> taker.integer(l);
            case Double d when Double.isFinite(d) -> taker.number(d);
            case Object other -> taker.other(Results.document(other));
        }
    }

    /** Says that the value is not of the type needed. */
    final Failure mismatch(Type actual, String needed) {
        return new Failure("'" + source + "' is " + actual.word() + ", not " + needed);
    }

    /** A value that is always the same. */
    static final class Constant extends Node {

        private final Object value;

        Constant(Object value, String source) {
            super(Type.of(value), source);
            this.value = value;
        }

        Object value() {
            return value;
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return value;
        }
    }
}
