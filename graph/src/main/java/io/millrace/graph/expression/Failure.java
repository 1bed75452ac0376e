package io.millrace.graph.expression;

/**
 * Says that an operation has no value on this item; {@code &&} and {@code ||} may absorb it. It has
 * no stack trace, since it may be thrown for every item.
 */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message, null, false, false);
    }
}
