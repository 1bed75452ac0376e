package io.millrace.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The way into a handler: counts who passes, until it is shut. One thread passes and shuts, any
 * thread reads. The state and the count are one number, so that passing costs one load and one
 * store.
 */
final class Turnstile extends AtomicLong {

    private static final long serialVersionUID = 1L;

    /** Counts one that passes; false, without counting, once it is shut. */
    boolean pass() {
        long count = getPlain();
        if (count < 0) {
            return false;
        }
        setOpaque(count + 1);
        return true;
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
