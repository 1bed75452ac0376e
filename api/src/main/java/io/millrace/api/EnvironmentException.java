package io.millrace.api;

import org.jspecify.annotations.Nullable;

/**
 * Says that a component's surroundings keep it from working: a file that is missing or may not be
 * read, a port that is taken, a server that does not answer.
 *
 * <p>Thrown from {@link Component#setup} or later, also while an item is handled: it is the
 * component that fails then, not the item. The run fails with the exit code for the environment,
 * and the message alone is shown.
 *
 * @since 0.1
 */
public final class EnvironmentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param message what is wrong and what to do, in the user's words, naming the file or address
     * @param cause what led to it, or null
     */
    public EnvironmentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
