package io.millrace.engine;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a task is in a wait for the outside world, which a stop may interrupt. The task enters
 * and leaves, any thread interrupts.
 */
final class Outside {

    private static final int NOT = 0;
    private static final int WAITING = 1;
    private static final int INTERRUPTING = 2;
    private static final int INTERRUPTED = 3;

    private final AtomicInteger state = new AtomicInteger(NOT);

    void enter() {
        state.set(WAITING);
    }

    /**
     * Ends the wait; nothing interrupts it any more.
     *
     * @return whether it was interrupted
     */
    boolean leave() {
        while (state.get() != NOT && !state.compareAndSet(WAITING, NOT)) {
            if (state.compareAndSet(INTERRUPTED, NOT)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    boolean isIn() {
        return state.get() != NOT;
    }

    boolean isInterrupted() {
        return state.get() >= INTERRUPTING;
    }

    /** Interrupts the wait of a thread if it is in one. For any thread. */
    void interrupt(@Nullable Thread thread) {
        if (thread != null && state.compareAndSet(WAITING, INTERRUPTING)) {
            thread.interrupt();
            state.set(INTERRUPTED);
        }
    }
}
