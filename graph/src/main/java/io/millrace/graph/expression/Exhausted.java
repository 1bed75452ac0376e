package io.millrace.graph.expression;

/** Says that an evaluation used up its budget; nothing absorbs it. */
final class Exhausted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Exhausted(String message) {
        super(message, null, false, false);
    }
}
