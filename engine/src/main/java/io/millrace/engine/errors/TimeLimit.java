package io.millrace.engine.errors;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The time limit of one attempt after another: the attempt's thread begins and ends it, and another
 * thread interrupts the first when the time is over.
 *
 * <p>The state is the attempt's number and what is done about it, in one word, so that no attempt
 * is interrupted for the one before.
 */
final class TimeLimit {

    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int EXPIRING = 2;
    private static final int EXPIRED = 3;
    private static final int PHASES = 4;

    private final AtomicLong state = new AtomicLong();
    private volatile long deadline;
    private volatile Thread thread = Thread.currentThread();

    /** Begins an attempt of the calling thread. */
    void begin(long at) {
        deadline = at;
        thread = Thread.currentThread();
        state.set(next(state.get()) + RUNNING);
    }

    /**
     * Ends the attempt.
     *
     * @return whether its time was over; the interruption that says so is cleared
     */
    boolean end() {
        long running = state.get();
        if (phase(running) == RUNNING && state.compareAndSet(running, next(running))) {
            return false;
        }
        while (phase(state.get()) != EXPIRED) {
            Thread.onSpinWait();
        }
        state.set(next(running));
        Thread.interrupted();
        return true;
    }

    /** Interrupts the attempt if its time is over. For any one thread. */
    void check(long now) {
        long running = state.get();
        if (phase(running) != RUNNING || now - deadline < 0) {
            return;
        }
        if (state.compareAndSet(running, running - RUNNING + EXPIRING)) {
            thread.interrupt();
            state.set(running - RUNNING + EXPIRED);
        }
    }

    private static long next(long state) {
        return state - phase(state) + PHASES + IDLE;
    }

    private static int phase(long state) {
        return (int) (state % PHASES);
    }
}
