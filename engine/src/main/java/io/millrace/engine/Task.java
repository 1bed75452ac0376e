package io.millrace.engine;

import io.millrace.api.Source;
import io.millrace.api.StreamFinished;
import io.millrace.engine.errors.Attempts;
import io.millrace.engine.state.WorkingCopy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * What one virtual thread runs: a root, which is a loop or the first of a row of handlers, and the
 * handlers fused behind it.
 *
 * <p>Everything here is of the task's own thread, but for what says otherwise.
 */
@SuppressWarnings("ThreadPriorityCheck") // it yields on purpose
abstract sealed class Task implements Parker.Owner permits ChainTask, LoopTask {

    /** Longer than any run; its nanoseconds fit twice into a long. */
    static final Duration FOREVER = Duration.ofDays(365L * 100);

    final String name;
    final Cursor cursor = new Cursor();
    final Parker parker;
    final Timers timers = new Timers();
    final List<Instance> instances = new ArrayList<>();
    final Pace pace = new Pace(this);
    final HeldOutputs heldOutputs = new HeldOutputs(this);
    final IdleStreams idleStreams = new IdleStreams(this);
    final OutgoingStreams outgoing = new OutgoingStreams();
    final Waits waits;
    private final Life life;

    /** Whether the root waits for the outside world through its context alone. */
    boolean cooperative = true;

    private final EmbeddedRun run;
    private @Nullable Turns turns;
    private @Nullable Epochs epochs;
    private final Outbox outbox = new Outbox(cursor);
    private volatile @Nullable Thread holder;
    private volatile boolean stopping;
    private volatile boolean turnOver;
    private volatile boolean called = true;
    private volatile boolean resting;
    private volatile boolean abandoned;

    Task(String name, EmbeddedRun run) {
        this.name = name;
        this.run = run;
        this.parker = new Parker(run.time(), run.threads(), this);
        this.life = new Life(this, run);
        this.waits = new Waits(this, run, life);
    }

    Time time() {
        return run.time();
    }

    /** Returns where the states of its components are; null for in memory. */
    @Nullable WorkingCopy states() {
        return run.states();
    }

    /** Does the task's work, until all its instances are done. */
    abstract void work() throws Exception;

    Instance root() {
        return instances.getFirst();
    }

    void start(String threadName, Threads threads) {
        life.start(threadName, threads);
    }

    // ---- checkpoints

    /** Makes it part of the checkpoints of its run. */
    void keepIn(Checkpoints checkpoints) {
        epochs = new Epochs(this, checkpoints);
    }

    /** Whether its run has checkpoints. */
    boolean isKept() {
        return epochs != null;
    }

    /** Returns its part in the checkpoints of a run that has some. */
    Epochs epochs() {
        return Objects.requireNonNull(epochs);
    }

    /** Returns what holds back what is sent in a step. */
    Outbox outbox() {
        return outbox;
    }

    /** Whether an epoch asks for the task, or has become durable. */
    boolean epochIsDue() {
        Epochs kept = epochs;
        return kept != null && kept.areDue();
    }

    /** Sees to what epochs ask for; where a barrier may pass. */
    void attendEpochs() throws InterruptedException {
        Epochs kept = epochs;
        if (kept != null && kept.areDue()) {
            kept.attend();
        }
    }

    /** Whether it has stopped behind the last barrier of a run that is suspended. */
    boolean isSuspended() {
        Epochs kept = epochs;
        return kept != null && kept.isSuspended();
    }

    /** Lets a barrier pass while its source waits for the outside world. For another thread. */
    void passOutside() throws InterruptedException {
        epochs().passOutside(waits.outside());
    }

    /** Sends a control element by all its streams. */
    void send(Control control) throws InterruptedException {
        outgoing.put(control, cursor);
        handOn();
    }

    /**
     * Goes on from where the checkpoint was that the run goes on from, if there is one: in its
     * time, and without those that had ended by then.
     */
    void goOn() throws InterruptedException {
        for (Instance instance : instances) {
            instance.keptTime.restore();
        }
        for (Instance instance : instances.reversed()) {
            instance.endAgain(); // the last first, so that none is told of the end of another
        }
        for (Instance instance : instances) {
            if (!instance.isDone()) {
                instance.keptTime.tell();
            }
        }
        handOn();
    }

    /** Reports the failure of one of its components, which ends the run. */
    ComponentFailure failed(ComponentFailure failure) {
        run.failed(failure);
        return failure;
    }

    /** Interrupts an attempt that takes too long. For the pacer. */
    void checkTime(long now) {
        Attempts attempts = root().errors().attempts();
        if (attempts != null) {
            attempts.checkTime(now);
        }
    }

    // ---- waiting

    long now() {
        return run.time().nanoTime();
    }

    /** Returns the time so much after another, on the clock's scale. */
    static long after(long time, Duration duration) {
        return time + (duration.compareTo(FOREVER) < 0 ? duration : FOREVER).toNanos();
    }

    /**
     * Parks, after it was prepared, until it is woken, the next item may go, or what is held is
     * due.
     */
    void park(BooleanSupplier ready, long deadline) throws InterruptedException {
        parker.parkUntil(ready, Timers.first(deadline, nextDue()));
    }

    /** Returns when something is due that does not come from other tasks. */
    long nextDue() {
        return Timers.first(pace.nextAt(), heldOutputs.due());
    }

    /** Lets others have their turn where the caller does not wait for them. */
    void pass() {
        handOn();
        giveWay();
    }

    /** Waits until something holds; false if it does not in time. */
    boolean await(BooleanSupplier ready, long deadline) throws InterruptedException {
        try {
            while (!ready.getAsBoolean()) {
                if (now() - deadline >= 0) {
                    pass();
                    return false;
                }
                parker.prepareForRoom();
                if (ready.getAsBoolean()) {
                    parker.cancel();
                } else {
                    parker.parkUntil(ready, deadline);
                }
            }
            return true;
        } finally {
            parker.end();
        }
    }

    /** Sees that a component uses its streams where it may. */
    void checkThread(Instance instance) {
        if (life.isOver()) {
            throw new IllegalStateException(
                    "component '%s' uses its streams in its clean-up or after it; what is left is sent at the end of 'process', or in 'onEnd'"
                            .formatted(instance.spec.name()));
        }
        checkHolder(instance);
    }

    /** Sees that the calling thread is the one that calls the component. */
    void checkHolder(Instance instance) {
        if (Thread.currentThread() != holder) {
            throw new IllegalStateException(
                    "component '%s' uses its streams on a thread of its own, '%s'; they belong to the thread that calls the component"
                            .formatted(instance.spec.name(), Thread.currentThread().getName()));
        }
    }

    /** Makes a thread the one that may use the streams. */
    void hold(Thread thread) {
        holder = thread;
    }

    /** Makes a thread the one that may use the streams, and waits here where it has to. */
    void lend(Thread thread) {
        holder = thread;
        parker.own(thread);
    }

    /** Sets the threads that take turns here, or none. */
    void share(@Nullable Turns others) {
        turns = others;
    }

    /** Ends one that takes turns when another has failed. */
    void throwIfEnding() throws InterruptedException {
        Turns others = turns;
        if (others != null && others.isEnding()) {
            throw new InterruptedException();
        }
    }

    /** Returns the threads that take turns here; null if there are none. */
    @Nullable Turns turns() {
        return turns;
    }

    boolean isShared() {
        return turns != null;
    }

    @Override
    public boolean handsOver(BooleanSupplier ready, long deadline) throws InterruptedException {
        Turns others = turns;
        return others != null && others.handsOver(ready, deadline);
    }

    Threads threads() {
        return run.threads();
    }

    /** Announces a wait for an item, or for the time when the next may be taken. */
    void prepareToTake() {
        if (pace.nextAt() == Timers.NEVER) {
            parker.prepareToTake();
        } else {
            parker.prepare(); // the pacer knows of nothing that this does not
        }
    }

    /** Hands on what was sent, and lets the handlers behind an instance push out what they hold. */
    void flushBehind(Instance instance) throws InterruptedException {
        for (int i = instances.indexOf(instance) + 1; i < instances.size(); i++) {
            instances.get(i).flush();
        }
        handOn();
    }

    /** Whether the task has something to {@link #attend} to: all that is asked for each item. */
    boolean isCalled() {
        return called;
    }

    /** Asks for {@link #attend} before the next item. For any thread. */
    void call() {
        called = true;
    }

    /**
     * Ends whom an early end has left useless, and lets other tasks have their turn when the pacer
     * asks for it: virtual threads are not preempted, and a task that never has to wait would keep
     * its processor for ever.
     */
    void attend() throws InterruptedException {
        called = stopping; // first: a reason that comes now calls again; a stop calls for ever
        attendEpochs();
        idleStreams.look();
        settleBehind(root());
        giveWay();
    }

    /** Lets others have their turn if the pacer asks for it, in the middle of what it does. */
    void passIfAsked() {
        if (turnOver) {
            pass();
        }
    }

    private void giveWay() {
        if (turnOver) {
            turnOver = false;
            handOn();
            Thread.yield();
        }
        if (run.threads().pause()) {
            called = true;
        }
    }

    /** Makes sure that other tasks know of what was sent to them. */
    void handOn() {
        handOn(false);
    }

    private void handOn(boolean heldUp) {
        if (heldUp) {
            idleStreams.heldUp();
        } else {
            idleStreams.announce();
        }
        outgoing.flush();
    }

    /** Hands on what was sent, and lets no stop interrupt a wait that is the engine's own. */
    @Override
    public void beforeWait(boolean forRoom) {
        if (abandoned) {
            throw new StreamFinished();
        }
        checkHolder(root());
        handOn(forRoom);
        waits.interlude();
    }

    @Override
    public void afterWait() {
        waits.endInterlude();
    }

    /**
     * Looks which of the takers in other tasks have ended, and ends whom that leaves useless behind
     * an instance.
     */
    void noteEndedTakers(Instance instance) throws InterruptedException {
        outgoing.noteEndedTakers();
        settleBehind(instance);
    }

    /** Whether there are some that {@link #noteEndedTakers} has not seen: a reason not to park. */
    boolean takersHaveEnded() {
        return outgoing.takersHaveEnded();
    }

    /** Carries out the early ends that were asked for behind an instance, the last one first. */
    private void settleBehind(Instance instance) throws InterruptedException {
        for (int i = instances.size() - 1; i > instances.indexOf(instance); i--) {
            instances.get(i).settle();
        }
    }

    boolean rootIsSource() {
        return root().component instanceof Source;
    }

    /** Returns where the item being sent comes from, if the root is a source that knows. */
    @Nullable Object position() {
        return root().component instanceof Source source ? source.position() : null;
    }

    // ---- from other threads

    /** Returns a number that changes when one of its components takes or sends. */
    long progress() {
        long all = 0;
        for (Instance instance : instances) {
            all += instance.itemsIn() + instance.itemsOut() + instance.counters().errors().get();
        }
        return all;
    }

    /** Returns whether it waits in the engine, or a source for the outside world. */
    boolean isWaiting() {
        return parker.isWaiting() || resting || (rootIsSource() && waits.outside().isIn());
    }

    /** Says that it waits, or no longer waits, for something of the engine but the parker. */
    void rest(boolean isResting) {
        resting = isResting;
    }

    boolean isAlive() {
        return life.isAlive();
    }

    /** Returns the thread that runs its components now; null before it has started. */
    @Nullable Thread holder() {
        return holder;
    }

    /** Lets nothing that it still sends arrive anywhere. */
    void abandon() {
        abandoned = true;
        instances.forEach(Instance::abandon);
    }

    boolean isStopping() {
        return stopping;
    }

    /** Whether an interruption means the end of the run, or of those that take turns. */
    boolean isCancelled() {
        Turns others = turns;
        return run.isCancelled() || (others != null && others.isEnding());
    }

    /** Tells a source to stop; other tasks end when their input does. For any thread. */
    void stop() {
        if (rootIsSource()) {
            stopping = true;
            call();
            parker.wake();
            waits.interrupt();
        }
    }

    /** Wakes a sender, of which one taker has ended. For any thread. */
    void takerEnded() {
        outgoing.takerEnded();
        parker.wake();
        if (instances.size() == 1 && outgoing.areCancelled()) {
            waits.interrupt();
        }
    }

    /** Stops a source and interrupts the thread, unless it cleans up. For any thread. */
    void cancel() {
        stopping = true;
        call();
        life.interrupt();
    }

    /** Wakes takers as {@link Channel#nudge}, and asks for a turn for others. For the pacer. */
    boolean nudge() {
        turnOver = true;
        call();
        return outgoing.nudge();
    }
}
