package io.millrace.engine;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The one place where a task waits, for items or for room.
 *
 * <p>The waiter calls {@link #prepare}, looks once more whether it still has to wait, and then
 * parks; whoever changes what it waits for makes the change, then calls {@link #wake}. The fence on
 * each side keeps both from missing the other (Dekker's pattern); a wake-up too many is harmless,
 * since a waiter looks again.
 */
class Parker {

    /** Who waits here, and is told so on its own thread. */
    interface Owner {
        /**
         * Hands on what others may be waiting for.
         *
         * @param forRoom whether it is a full stream that is waited for
         */
        default void beforeWait(boolean forRoom) {}

        /** Has what it has waited for. */
        default void afterWait() {}

        /**
         * Lets others have their turn instead of a wait, if there are any.
         *
         * @param ready what ends the wait
         * @param deadline when it ends in any case, or {@link Timers#NEVER}
         * @return false if there are none
         */
        default boolean handsOver(BooleanSupplier ready, long deadline)
                throws InterruptedException {
            return false;
        }
    }

    private final Time time;
    private final Threads threads;
    private final Owner owner;
    private volatile boolean waiting;
    private volatile boolean taking;
    private volatile Thread thread = Thread.currentThread();

    /** Creates one whose waiter has nothing to hand on. */
    Parker(Time time) {
        this(time, Threads.virtual(), new Owner() {});
    }

    Parker(Time time, Threads threads, Owner owner) {
        this.time = time;
        this.threads = threads;
        this.owner = owner;
    }

    /** Makes the calling thread the one that waits here. */
    void own() {
        own(Thread.currentThread());
    }

    /** Makes a thread the one that waits here. */
    void own(Thread waiter) {
        thread = waiter;
    }

    /** Announces the wait; the caller looks again before it parks. */
    void prepare() {
        prepare(false);
    }

    /** Announces a wait for an item, as {@link #prepare}. */
    void prepareToTake() {
        prepare(true);
    }

    /** Announces a wait for room, as {@link #prepare}. */
    void prepareForRoom() {
        owner.beforeWait(true);
        announce(false);
    }

    private void prepare(boolean toTake) {
        owner.beforeWait(false);
        announce(toTake);
    }

    private void announce(boolean toTake) {
        taking = toTake;
        threads.pause();
        waiting = true;
        VarHandle.fullFence();
        threads.pause();
    }

    /** Takes the announcement back. */
    void cancel() {
        waiting = false;
    }

    /** Waits for {@link #wake}, after {@link #prepare}, where one thread waits alone. */
    void park() throws InterruptedException {
        park(() -> true);
    }

    /** Waits for {@link #wake}, after {@link #prepare}, as {@link #parkUntil}. */
    void park(BooleanSupplier ready) throws InterruptedException {
        parkUntil(ready, Timers.NEVER);
    }

    /**
     * Waits for {@link #wake} or a deadline, after {@link #prepare}.
     *
     * @param ready what the caller waits for, and looks at again when this returns
     * @param deadline on the scale of the clock, or {@link Timers#NEVER}
     */
    void parkUntil(BooleanSupplier ready, long deadline) throws InterruptedException {
        if (owner.handsOver(ready, deadline)) {
            return;
        }
        throwIfInterrupted();
        if (deadline == Timers.NEVER) {
            sleep();
        } else {
            time.parkUntil(deadline);
        }
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

    /** Returns whether somebody waits here for an item; no more than a hint. */
    boolean isWaitingToTake() {
        return waiting && taking;
    }
}
