package io.millrace.engine.checkpoint;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * The checkpoints of a run cannot be used or written. The message says what is wrong, where, and
 * what to do.
 *
 * @since 0.2
 */
public final class StateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Code {
        /** Another process uses the folder. */
        STATE_LOCKED,
        /** What is on the disk is not what was written. */
        STATE_CORRUPT,
        /** What was kept does not fit what is run now. */
        STATE_MISMATCH,
        /** A newer Millrace has written it. */
        STATE_VERSION,
        /** Others than its owner may write in the folder. */
        STATE_UNSAFE,
        /** A sink knows of an epoch that the folder does not. */
        SINK_AHEAD,
        /**
         * There is no room. Nothing is lost: the same epoch may be committed again, and will be as
         * soon as there is room.
         */
        STORAGE_FULL,
        /** A force has failed: nobody knows what is on the disk. Only a new start helps. */
        STORAGE_FSYNC,
        /** The disk fails in another way. */
        STORAGE_FAILED
    }

    private final Code code;

    /** Creates one without a cause. */
    public StateException(Code code, String message) {
        this(code, message, null);
    }

    /** Creates one. */
    public StateException(Code code, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** Returns what is wrong. */
    public Code code() {
        return code;
    }
}
