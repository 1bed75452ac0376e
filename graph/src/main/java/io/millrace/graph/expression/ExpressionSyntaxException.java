package io.millrace.graph.expression;

import org.jspecify.annotations.Nullable;

/** Says where and why a text is no expression that could be evaluated. */
public final class ExpressionSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final int length;
    private final @Nullable String hint;

    /**
     * Creates one.
     *
     * @param message what is wrong, in the user's words, without a period
     * @param offset the first character that is wrong, from 0, in {@code char}s of the text
     * @param length how many {@code char}s are wrong, at least 1; at the end of the text the range
     *     is one past it
     * @param hint what to do, or null if nothing can be said
     */
    public ExpressionSyntaxException(
            String message, int offset, int length, @Nullable String hint) {
        super(message);
        this.offset = offset;
        this.length = Math.max(1, length);
        this.hint = hint;
    }

    /** Returns the first character that is wrong, from 0, in {@code char}s of the text. */
    public int offset() {
        return offset;
    }

    /** Returns how many {@code char}s are wrong, at least 1. */
    public int length() {
        return length;
    }

    /** Returns what to do, or null if nothing can be said. */
    public @Nullable String hint() {
        return hint;
    }
}
