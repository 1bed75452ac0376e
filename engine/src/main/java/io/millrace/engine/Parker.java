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
final class Parker {

    /** Who waits here, and is told so on its own thread. */
    interface Owner {
        /** Hands on what others may be waiting for. */
        default void beforeWait() {}

        /** Has what it has waited for. */
        default void afterWait() {}
    }

    private final Time time;
    private final Threads threads;
    private final Owner owner;
    private volatile boolean waiting;
    private volatile boolean taking;
    private volatile Thread thread = Thread.currentThread();

    Parker(Time time, Threads threads, Owner owner) {
        this.time = time;
        this.threads = threads;
        this.owner = owner;
    }

    /** Makes the calling thread the one that waits here. */
    void own() {
        thread = Thread.currentThread();
    }

    /** Announces the wait; the caller looks again before it parks. */
    void prepare() {
        prepare(false);
    }

    /** Announces a wait for an item, as {@link #prepare}. */
    void prepareToTake() {
        prepare(true);
    }

    private void prepare(boolean toTake) {
        taking = toTake;
        owner.beforeWait();
        threads.pause();
        waiting = true;
        VarHandle.fullFence();
        threads.pause();
    }

    /** Takes the announcement back. */
    void cancel() {
        waiting = false;
    }

    /** Waits for {@link #wake}, after {@link #prepare}. */
    void park() throws InterruptedException {
        throwIfInterrupted();
        LockSupport.park(this);
        waiting = false;
    }

    /** Waits for {@link #wake} or a deadline on the scale of the clock, after {@link #prepare}. */
    void parkUntil(long deadline) throws InterruptedException {
        throwIfInterrupted();
        time.parkUntil(deadline);
        waiting = false;
    }

    private void throwIfInterrupted() throws InterruptedException {
        threads.pause();
        if (Thread.interrupted()) {
            waiting = false;
            throw new InterruptedException();
        }
    }

    /** Says that the waiter has what it has waited for, however often it had to look. */
    void end() {
        owner.afterWait();
    }

    /** Wakes the waiter if there is one; the caller has made its change visible before. */
    void wake() {
        threads.pause();
        VarHandle.fullFence();
        if (waiting) {
            threads.pause();
            waiting = false;
            LockSupport.unpark(thread);
        }
    }

    /** Returns whether somebody waits here; no more than a hint. */
    boolean isWaiting() {
        return waiting;
    }

    /** Returns whether somebody waits here for an item; no more than a hint. */
    boolean isWaitingToTake() {
        return waiting && taking;
    }
}
