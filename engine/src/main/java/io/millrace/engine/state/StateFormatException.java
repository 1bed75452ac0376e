package io.millrace.engine.state;

import java.io.IOException;

/** Bytes that are no record of the state they are said to be of. */
public final class StateFormatException extends IOException {

    private static final long serialVersionUID = 1;

    /** Makes one that says what is wrong. */
    public StateFormatException(String message) {
        super(message);
    }

    /** Makes one that says what is wrong, and why. */
    public StateFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
