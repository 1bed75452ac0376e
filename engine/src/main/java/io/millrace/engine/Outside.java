package io.millrace.engine;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a task is in a wait for the outside world, which a stop may interrupt, and a barrier may
 * use. The task enters and leaves, any thread interrupts.
 */
@SuppressWarnings("ThreadPriorityCheck") // it yields to who is about to change what it waits for
final class Outside {

    private static final int NOT = 0;
    private static final int WAITING = 1;
    private static final int INTERRUPTING = 2;
    private static final int INTERRUPTED = 3;
    private static final int BORROWED = 4;

    private final AtomicInteger state = new AtomicInteger(NOT);
    private final Threads threads;

    Outside(Threads threads) {
        this.threads = threads;
    }

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
            giveWay();
        }
        return false;
    }

    private void giveWay() {
        threads.pause();
        Thread.yield();
    }

    /**
     * Keeps the task from leaving, so that the caller may do what is the task's own. For any
     * thread.
     *
     * @return false if it is not in such a wait, or is about to end it
     */
    boolean borrow() {
        return state.compareAndSet(WAITING, BORROWED);
    }

    /** Lets it leave. */
    void giveBack() {
        state.set(WAITING);
    }

    boolean isIn() {
        return state.get() != NOT;
    }

    boolean isInterrupted() {
        int now = state.get();
        return now == INTERRUPTING || now == INTERRUPTED;
    }

    /** Interrupts the wait of a thread if it is in one. For any thread. */
    void interrupt(@Nullable Thread thread) {
        while (state.get() == BORROWED) {
            giveWay();
        }
        if (thread != null && state.compareAndSet(WAITING, INTERRUPTING)) {
            thread.interrupt();
            state.set(INTERRUPTED);
        }
    }
}
