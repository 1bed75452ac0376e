package io.millrace.api;

/**
 * Says why an expression could not be evaluated on an item.
 *
 * @since 0.1
 */
public final class ExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param message what is wrong, in the user's words, with the expression's text
     */
    public ExpressionException(String message) {
        super(message);
    }
}
