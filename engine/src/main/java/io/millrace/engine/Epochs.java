package io.millrace.engine;

import io.millrace.api.Document;
import io.millrace.api.ReplayableSource;
import io.millrace.api.Source;
import io.millrace.api.TransactionalSink;
import io.millrace.engine.Control.Barrier;
import io.millrace.engine.checkpoint.Halt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A task's part in the checkpoints of its run: it gives its state where a barrier passes, and is
 * told when that is durable. Of the task's thread alone, but for what says otherwise.
 */
final class Epochs {

    private final Task task;
    private final Checkpoints checkpoints;
    private final Deque<Snapshot> unpublished = new ArrayDeque<>();
    private volatile @Nullable Barrier asked;
    private volatile long durable;
    private volatile long published;
    private long filling;
    private boolean suspended;
    private boolean ended;
    private @Nullable Document positionOutside;
    private @Nullable Document durablePosition; // that the source is to be told of

    Epochs(Task task, Checkpoints checkpoints) {
        this.task = task;
        this.checkpoints = checkpoints;
        this.durable = checkpoints.recovered();
        this.published = durable;
        this.filling = checkpoints.recovered() + 1;
    }

    // ---- from other threads

    /** Asks a source for a barrier. */
    void ask(Barrier barrier) {
        asked = barrier;
        task.call();
        task.parker.wake();
    }

    /** Says that an epoch, and all before it, is durable. */
    void durable(long epoch) {
        durable = epoch;
        task.call();
        task.parker.wake();
    }

    /** Whether there is something to {@link #attend} to. */
    boolean areDue() {
        return asked != null || published < durable || durablePosition != null;
    }

    /** Returns the epoch that what is done now belongs to. */
    long filling() {
        return filling;
    }

    // ---- at a safe point

    /** Lets a barrier into the graph where one is asked for, and publishes what is durable. */
    void attend() throws InterruptedException {
        publish();
        Barrier barrier = asked;
        if (barrier != null) {
            asked = null;
            if (ended) {
                take(barrier, position(), false);
            } else {
                pass(barrier);
            }
        }
    }

    /** Gives the task's state to an epoch, and sends the barrier on. */
    void pass(Barrier barrier) throws InterruptedException {
        publish();
        for (Instance instance : task.instances) {
            instance.flush();
        }
        if (!task.outbox().isOpen()) {
            task.heldOutputs.flush();
        }
        take(barrier, position(), true);
    }

    private void take(Barrier barrier, @Nullable Document position, boolean sends)
            throws InterruptedException {
        task.instances.forEach(Instance::keepEnd);
        Snapshot snapshot = snapshot(barrier.epoch, barrier.base, position);
        filling = barrier.epoch + 1;
        if (barrier.last) {
            suspended = true;
            task.instances.forEach(Instance::close);
        }
        if (sends) {
            task.send(barrier);
        }
        checkpoints.reached(task, snapshot, ended);
    }

    private Snapshot snapshot(long epoch, boolean base, @Nullable Document position)
            throws InterruptedException {
        Snapshot snapshot = new Snapshot(epoch);
        if (position != null) {
            snapshot.positions.put(task.root().id(), position);
        }
        for (Instance instance : task.instances) {
            if (instance.component instanceof TransactionalSink sink) {
                instance.call(() -> seal(sink, instance, snapshot));
            }
            instance.freeze(snapshot, base);
        }
        unpublished.add(snapshot);
        return snapshot;
    }

    private static void seal(TransactionalSink sink, Instance instance, Snapshot snapshot)
            throws Exception {
        TransactionalSink.Sealed sealed = sink.seal(snapshot.epoch);
        snapshot.sealed.put(instance.id(), sealed.reference());
        snapshot.toForce.add(sealed);
    }

    private @Nullable Document position() {
        return task.root().component instanceof ReplayableSource source
                ? source.nextPosition()
                : null;
    }

    /** Tells sinks and the source of the epochs that are durable. */
    private void publish() throws InterruptedException {
        publishSealed();
        Document position = durablePosition;
        if (position != null && task.root().component instanceof ReplayableSource source) {
            durablePosition = null;
            task.waits.callApart(task.root(), () -> source.onDurable(position));
        }
    }

    private void publishSealed() throws InterruptedException {
        long last = durable;
        for (Snapshot next = unpublished.peek();
                next != null && next.epoch <= last;
                next = unpublished.peek()) {
            Snapshot epoch = unpublished.remove();
            for (Instance instance : task.instances) {
                publish(instance, epoch);
            }
            Document position = epoch.positions.get(task.root().id());
            durablePosition = position == null ? durablePosition : position;
        }
        published = last;
    }

    private void publish(Instance instance, Snapshot epoch) throws InterruptedException {
        Document sealed = epoch.sealed.get(instance.id());
        if (sealed != null && instance.component instanceof TransactionalSink sink) {
            task.waits.callApart(instance, () -> sink.publish(epoch.epoch, sealed));
            Halt.PUBLISH.after();
        }
    }

    // ---- while a source waits for the outside world

    /** Notes where a source is before it waits where it cannot be asked. */
    void beforeOutside() throws InterruptedException {
        publish();
        positionOutside = position();
    }

    /** Forgets it: from now on the source can be asked. */
    void afterOutside() {
        positionOutside = null;
    }

    /**
     * Does what is due for a source that waits for the outside world: has the sinks fused behind it
     * publish, then lets the barrier that was asked for into the graph. The source itself is told
     * nothing: its own code may be at work. For the thread of the checkpoints.
     */
    void passOutside(Outside outside) throws InterruptedException {
        if ((asked == null && published == durable) || !outside.borrow()) {
            return; // it is not there any more, and sees to it itself
        }
        boolean toStop = false;
        try {
            if (positionOutside != null || !(task.root().component instanceof ReplayableSource)) {
                Thread owner = Objects.requireNonNull(task.holder());
                task.lend(Thread.currentThread());
                try {
                    toStop = passLent();
                } finally {
                    task.lend(owner);
                }
            }
        } finally {
            outside.giveBack();
        }
        if (toStop) {
            task.stop();
        }
    }

    /** Returns whether that was the last barrier. */
    private boolean passLent() throws InterruptedException {
        publishSealed();
        Barrier barrier = asked;
        if (barrier == null || !task.outgoing.haveRoom(barrier)) {
            return false;
        }
        asked = null;
        take(barrier, positionOutside, true);
        return suspended;
    }

    // ---- the ends

    /**
     * Goes back to what a checkpoint holds; where there is none makes one, so that what sinks find
     * can be told from what the run writes. Before the first item.
     */
    void start() throws InterruptedException {
        long epoch = checkpoints.recovered();
        Barrier first = asked;
        if (epoch == 0 && first != null) {
            asked = null;
            take(first, null, false);
            await(() -> durable >= first.epoch);
            publish();
            return;
        }
        for (Instance instance : task.instances) {
            try {
                restore(instance, epoch);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | Error e) {
                throw instance.failed(ComponentFailure.SETUP, e);
            }
        }
    }

    private void restore(Instance instance, long epoch) throws Exception {
        if (instance.component instanceof TransactionalSink sink) {
            Document sealed = checkpoints.sealed(instance.id());
            sink.restore(epoch, sealed);
            if (sealed != null) {
                sink.publish(epoch, sealed);
                Halt.PUBLISH.after();
            }
        }
        Document position = checkpoints.position(instance.id());
        if (position != null && instance.component instanceof ReplayableSource source) {
            source.startAt(position);
        }
    }

    /** Whether there is nothing to do but to publish what is left. */
    boolean areOver() {
        return checkpoints.isOver();
    }

    /** Whether the task has stopped behind the last barrier of a run that is suspended. */
    boolean isSuspended() {
        return suspended;
    }

    /** Goes on giving the task's last state, when its components have ended, until all is over. */
    void end() throws InterruptedException {
        if (!suspended) {
            ended = true;
            checkpoints.ended(task);
        }
        while (!checkpoints.isOver() || areDue()) {
            attend();
            await(() -> checkpoints.isOver() || areDue());
        }
    }

    private void await(BooleanSupplier ready) throws InterruptedException {
        while (!ready.getAsBoolean()) {
            task.parker.prepare();
            if (ready.getAsBoolean()) {
                task.parker.cancel();
            } else {
                task.parker.park(ready);
            }
        }
        task.parker.end();
    }

    boolean isSource() {
        return task.root().component instanceof Source;
    }
}
