package io.millrace.engine;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * The one place where a task waits, for items or for room.
 *
 * <p>The waiter calls {@link #prepare}, looks once more whether it still has to wait, and then
 * parks; whoever changes what it waits for makes the change, then calls {@link #wake}. The fence on
 * each side keeps both from missing the other (Dekker's pattern); a wake-up too many is harmless,
 * since a waiter looks again.
 */
class Parker {

    private final Time time;
    private volatile boolean waiting;
    private volatile Thread thread = Thread.currentThread();

    Parker(Time time) {
        this.time = time;
    }

    /** Makes the calling thread the one that waits here. */
    void own() {
        thread = Thread.currentThread();
    }

    /** Announces the wait; the caller looks again before it parks. */
    void prepare() {
        waiting = true;
        VarHandle.fullFence();
    }

    /** Takes the announcement back. */
    void cancel() {
        waiting = false;
    }

    /** Waits for {@link #wake}, after {@link #prepare}. */
    void park() throws InterruptedException {
        if (Thread.interrupted()) {
            waiting = false;
            throw new InterruptedException();
        }
        sleep();
        waiting = false;
    }

    /** Waits for {@link #wake} or a deadline on the scale of the clock, after {@link #prepare}. */
    void parkUntil(long deadline) throws InterruptedException {
        if (Thread.interrupted()) {
            waiting = false;
            throw new InterruptedException();
        }
        time.parkUntil(deadline);
        waiting = false;
    }

    /** Wakes the waiter if there is one; the caller has made its change visible before. */
    void wake() {
        VarHandle.fullFence();
        if (waiting) {
            waiting = false;
            rouse(thread);
        }
    }

    /** Sleeps until it is roused, or no longer than that; a test may do it otherwise. */
    void sleep() throws InterruptedException {
        LockSupport.park(this);
    }

    /** Ends the {@link #sleep} of a thread, or keeps its next one from beginning. */
    void rouse(Thread sleeper) {
        LockSupport.unpark(sleeper);
    }

    /** Returns whether somebody waits here; no more than a hint. */
    boolean isWaiting() {
        return waiting;
    }
}
