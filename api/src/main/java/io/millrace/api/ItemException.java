package io.millrace.api;

import java.util.Objects;

/**
 * Says what is wrong with an item, with more than a message: its details are put into the error
 * item, as the field {@code details}.
 *
 * @since 0.1
 */
public final class ItemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Document details;

    /**
     * Creates one.
     *
     * @param message what is wrong, in the user's words
     * @param details the same for programs
     */
    public ItemException(String message, Document details) {
        super(message);
        this.details = Objects.requireNonNull(details, "details");
    }

    /** Returns the details. */
    public Document details() {
        return details;
    }
}
