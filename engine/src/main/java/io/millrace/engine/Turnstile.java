package io.millrace.engine;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The way into a handler: counts who passes, until it is shut. One thread passes and shuts, any
 * thread reads. The state and the count are one number, so that passing costs one load and one
 * store.
 */
final class Turnstile extends AtomicLong {

    private static final long serialVersionUID = 1L;

    /** Nobody passes any more. */
    static final class Shut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Shut() {
            super("shut", null, false, false);
        }
    }

    /**
     * Counts one that passes.
     *
     * @throws NullPointerException if it is null
     * @throws Shut if nobody passes any more
     */
    void pass(@Nullable Object item) {
        long count = getPlain();
        if (count < 0 || item == null) {
            throw item == null ? new NullPointerException("item") : new Shut();
        }
        setOpaque(count + 1);
    }

    /** Lets nobody pass any more. */
    void shut() {
        long count = getPlain();
        if (count >= 0) {
            setOpaque(~count);
        }
    }

    /** Returns how many have passed. */
    long count() {
        long count = getOpaque();
        return count < 0 ? ~count : count;
    }
}
