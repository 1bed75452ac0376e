package io.millrace.api;

/**
 * Says that a text is no JSON, or that a value is not of the kind asked for.
 *
 * @since 0.1
 */
public final class DocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * Creates one.
     *
     * @param message what is wrong, in the user's words
     * @param offset the byte at which the text stops being JSON, from 0; -1 where there is no text
     */
    public DocumentException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /** Returns the byte at which the text stops being JSON, from 0; -1 where there is no text. */
    public int offset() {
        return offset;
    }
}
