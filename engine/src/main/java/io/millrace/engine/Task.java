package io.millrace.engine;

import io.millrace.api.Errors;
import io.millrace.api.Source;
import io.millrace.api.StreamFinished;
import io.millrace.engine.errors.Attempts;
import io.millrace.engine.state.WorkingCopy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
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
    private final Outside outside = new Outside();
    private final Life life;

    /** Whether the root waits for the outside world through its context alone. */
    boolean cooperative = true;

    private final EmbeddedRun run;
    private final Map<Channel, Edge> senders = new LinkedHashMap<>();
    private Channel[] channels = {};
    private boolean goesBackOutside;
    private boolean apart; // a component does what is not its work: it publishes, or is told
    private @Nullable Turns turns;
    private @Nullable Epochs epochs;
    private final Outbox outbox = new Outbox(cursor);
    private volatile @Nullable Thread holder;
    private volatile boolean stopping;
    private volatile boolean takersHaveEnded;
    private volatile boolean turnOver;
    private volatile boolean called = true;
    private volatile boolean resting;
    private volatile boolean abandoned;

    Task(String name, EmbeddedRun run) {
        this.name = name;
        this.run = run;
        this.parker = new Parker(run.time(), run.threads(), this);
        this.life = new Life(this, run);
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

    /** Adds a channel that an instance of this task sends to. */
    void addSender(Channel channel, Edge edge) {
        senders.put(channel, edge);
    }

    void start(String threadName, Threads threads) {
        channels = senders.keySet().toArray(Channel[]::new);
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

    /** Ends its streams, where its components have ended in an earlier run. */
    void endAgain() throws InterruptedException {
        for (Instance instance : instances.reversed()) {
            instance.end(); // the last first, so that none is told of the end of another
        }
        handOn();
    }

    /** Lets a barrier pass while its source waits for the outside world. For another thread. */
    void passOutside() throws InterruptedException {
        epochs().passOutside(outside);
    }

    /** Returns whether a control element finds room in every channel. */
    boolean hasRoom(Control control) {
        for (Channel channel : channels) {
            if (!channel.hasRoom(control)) {
                return false;
            }
        }
        return true;
    }

    /** Sends a control element by all its channels. */
    void send(Control control) throws InterruptedException {
        for (Channel channel : channels) {
            channel.put(control, cursor);
        }
        handOn();
    }

    /** Goes on with the time of the checkpoint that the run goes on from, if there is one. */
    void goOn() throws InterruptedException {
        for (Instance instance : instances) {
            instance.keptTime.restore();
        }
        for (Instance instance : instances) {
            instance.keptTime.tell();
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
        parker.parkUntil(
                ready, Timers.first(Timers.first(deadline, nextDue()), idleStreams.deadline()));
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

    private void checkHolder(Instance instance) {
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
        idleStreams.announce();
        for (Channel channel : channels) {
            channel.flush();
        }
    }

    /** Calls a component that publishes or is told something: that is never cut short. */
    void callApart(Instance instance, Errors.Action call) throws InterruptedException {
        apart = true;
        try {
            instance.call(call);
        } finally {
            apart = false;
        }
    }

    /** Whether a component waits within its work, where other things may be seen to. */
    private boolean isWorking() {
        return life.isWorking() && !apart;
    }

    void sleep(Instance sleeper, Duration duration) throws InterruptedException {
        checkHolder(sleeper);
        long deadline = after(now(), duration);
        boolean isSource = sleeper == root() && rootIsSource();
        if (isWorking()) {
            flushBehind(sleeper);
        } else if (apart) {
            handOn();
        }
        while (mustSleep(sleeper, deadline)) {
            BooleanSupplier ready =
                    () ->
                            isToStop(sleeper)
                                    || (isWorking()
                                            && (takersHaveEnded
                                                    || (isSource && epochIsDue())
                                                    || sleeper.mayNotSend()
                                                    || heldOutputs.areDue()));
            parker.prepare();
            if (ready.getAsBoolean()) {
                parker.cancel();
            } else {
                parker.parkUntil(ready, Timers.first(deadline, heldOutputs.due()));
            }
        }
        parker.end();
    }

    private boolean mustSleep(Instance sleeper, long deadline) throws InterruptedException {
        if (isWorking()) { // set-up and clean-up send nothing, and go on when the run is to
            // stop
            noteEndedTakers(sleeper);
            if (sleeper == root() && rootIsSource()) {
                attendEpochs();
            }
            endIfUseless(sleeper);
            heldOutputs.flushDue();
        }
        return run.time().nanoTime() - deadline < 0;
    }

    <T> T blocking(Instance caller, Callable<T> call) throws Exception {
        if (!isWorking()) {
            if (apart) {
                handOn();
            }
            return call.call();
        }
        if (turns != null && turns.isOutside()) {
            return call.call();
        }
        checkHolder(caller);
        flushBehind(caller);
        if (turns != null) {
            noteEndedTakers(caller);
            endIfUseless(caller);
            return turns.outside(call);
        }
        if (caller != root()) {
            noteEndedTakers(caller);
            return call.call();
        }
        boolean wasOutside = outside.isIn(); // as all that a source does that is not cooperative
        if (wasOutside) {
            leaveOutside();
        }
        if (epochs != null) {
            epochs.beforeOutside();
        }
        enterOutside();
        try {
            noteEndedTakers(caller);
            endIfUseless(caller);
            return call.call();
        } catch (Exception e) {
            if (isInterruptedToEnd()) {
                throw new StreamFinished();
            }
            throw e;
        } finally {
            leaveOutside();
            if (epochs != null) {
                epochs.afterOutside();
            }
            if (wasOutside) {
                enterOutside();
            }
        }
    }

    /** Begins what may wait for the outside world: a stop interrupts it. */
    void enterOutside() {
        outside.enter();
        if (stopping) {
            outside.interrupt(life.thread());
        }
    }

    /** Ends it: a stop interrupts nothing any more. */
    void leaveOutside() {
        if (outside.leave() && !run.isCancelled()) {
            Thread.interrupted();
        }
    }

    /** Hands on what was sent, and lets no stop interrupt a wait that is the engine's own. */
    @Override
    public void beforeWait() {
        if (abandoned) {
            throw new StreamFinished();
        }
        checkHolder(root());
        handOn();
        if (outside.isIn()) {
            goesBackOutside = true;
            leaveOutside();
        }
    }

    @Override
    public void heldUp() {
        idleStreams.heldUp();
    }

    @Override
    public void afterWait() {
        if (goesBackOutside) {
            goesBackOutside = false;
            enterOutside();
        }
    }

    /** Whether a wait was interrupted because nothing it might bring is wanted any more. */
    boolean isInterruptedToEnd() {
        return outside.isInterrupted() && !run.isCancelled();
    }

    /** Ends a source that is to stop, and whoever sends where nobody takes any more. */
    private void endIfUseless(Instance instance) {
        if (instance.mayNotSend() || isToStop(instance)) {
            throw new StreamFinished();
        }
    }

    private boolean isToStop(Instance instance) {
        return isWorking() && stopping && instance == root();
    }

    /**
     * Looks which of the takers in other tasks have ended, and ends whom that leaves useless behind
     * an instance.
     */
    void noteEndedTakers(Instance instance) throws InterruptedException {
        takersHaveEnded = false; // first: one that ends now is seen below, or sets it again
        for (Map.Entry<Channel, Edge> sender : senders.entrySet()) {
            if (sender.getKey().isCancelled()) {
                sender.getValue().takerEnded(sender.getKey());
            }
        }
        settleBehind(instance);
    }

    /** Whether there are some that {@link #noteEndedTakers} has not seen: a reason not to park. */
    boolean takersHaveEnded() {
        return takersHaveEnded;
    }

    /** Carries out the early ends that were asked for behind an instance, the last one first. */
    private void settleBehind(Instance instance) throws InterruptedException {
        for (int i = instances.size() - 1; i > instances.indexOf(instance); i--) {
            instances.get(i).settle();
        }
    }

    private boolean rootIsSource() {
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
        return parker.isWaiting() || resting || (rootIsSource() && outside.isIn());
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
            outside.interrupt(life.thread());
        }
    }

    /** Wakes a sender, of which one taker has ended. For any thread. */
    void takerEnded() {
        takersHaveEnded = true;
        parker.wake();
        if (instances.size() == 1 && senders.keySet().stream().allMatch(Channel::isCancelled)) {
            outside.interrupt(life.thread());
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
        boolean moving = false;
        for (Channel channel : channels) {
            moving |= channel.nudge();
        }
        return moving;
    }
}
