package io.millrace.engine;

import io.millrace.api.StreamFinished;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The threads of one component that take turns: each runs until it waits or ends. */
final class Turns {

    /*
     * The task's own thread is the coordinator. It gives the turn to one branch and waits until that
     * gives it back, which a branch does when it ends, calls the outside world, or has to wait. What
     * it waits for it leaves behind as a condition. The coordinator alone looks at the conditions,
     * and gives the turn to a branch whose condition holds, one after the other. When none does, it
     * announces a wait at the task's parker, looks at all of them once more, and parks; whoever
     * changes what a branch waits for wakes the parker, so that no wake-up is lost, as in a task with
     * one thread.
     *
     * All that belongs to the task is touched only by who has the turn; 'turn' is volatile and
     * carries it over. A branch in the outside world has no turn; coming back it says so, then wakes
     * the parker, and waits for its turn.
     */

    private final Task task;
    private final Instance instance;
    private final Cursor cursor;
    private final Thread coordinator = Thread.currentThread();
    private final List<Branch> branches = new ArrayList<>();
    private volatile @Nullable Branch turn;
    private volatile boolean ending;
    private boolean interrupted;
    private int last;
    private @Nullable Throwable failure;
    private @Nullable StreamFinished finished;

    Turns(Task task) {
        this.task = task;
        this.instance = task.root();
        this.cursor = task.cursor;
    }

    /** The work of a branch. */
    @FunctionalInterface
    interface Work {
        /** Does it. */
        void run() throws Exception;
    }

    /** Adds a branch. */
    void add(String name, Work work) {
        branches.add(new Branch(name, work));
    }

    /** Runs all branches to their end. */
    void run() throws Exception {
        var before = new Place(cursor, instance.failing);
        task.share(this);
        try {
            for (Branch branch : branches) {
                branch.thread = task.threads().start(branch.name, branch::live);
            }
            while (branches.stream().anyMatch(b -> !b.ended)) {
                noteEndedTakers();
                Branch next = nextReady();
                if (next == null) {
                    await();
                } else {
                    give(next);
                }
            }
            branches.forEach(this::join);
        } finally {
            task.share(null);
            before.restore(cursor, instance);
        }
        rethrow();
    }

    private void rethrow() throws Exception {
        switch (failure) {
            case Exception e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
        if (interrupted) {
            throw new InterruptedException();
        }
        if (finished != null) {
            throw finished;
        }
    }

    /** When nobody takes what the component sends, its calls of the outside world end. */
    private void noteEndedTakers() throws InterruptedException {
        if (task.takersHaveEnded()) {
            task.noteEndedTakers(instance);
        }
        if (instance.mayNotSend()) {
            for (Branch branch : branches) {
                if (branch.outside && !branch.toEnd) {
                    branch.toEnd = true;
                    branch.interrupt();
                }
            }
        }
    }

    /** Returns a branch that can go on, the next in turn; null if all wait. */
    private @Nullable Branch nextReady() {
        for (int i = 1; i <= branches.size(); i++) {
            int at = (last + i) % branches.size();
            if (branches.get(at).isReady()) {
                last = at;
                return branches.get(at);
            }
        }
        return null;
    }

    /** Waits until a branch may have what it waits for. */
    private void await() throws InterruptedException {
        if (branches.stream().anyMatch(b -> b.takes)) {
            task.prepareToTake();
        } else {
            task.parker.prepare();
        }
        int before = last;
        if (nextReady() != null || task.takersHaveEnded()) {
            last = before;
            task.parker.cancel();
            return;
        }
        long deadline = task.nextDue();
        if (deadline != Timers.NEVER && deadline - task.now() <= 0) {
            deadline = Timers.NEVER; // nobody is where it could be seen to
        }
        for (Branch branch : branches) {
            deadline = Timers.first(deadline, branch.deadline);
        }
        try {
            task.parker.parkUntil(() -> false, deadline);
        } catch (InterruptedException e) {
            cancel();
        }
    }

    /** Gives the turn to a branch, and waits until it comes back. */
    private void give(Branch branch) {
        branch.place.restore(cursor, instance);
        branch.mayGoOn();
        task.hold(branch.thread());
        turn = branch;
        LockSupport.unpark(branch.thread());
        while (turn == branch) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                cancel();
                branch.interrupt();
            }
        }
        task.hold(coordinator);
        if (failure != null && !ending) {
            end();
        }
    }

    /** The run is cancelled. */
    private void cancel() {
        interrupted = true;
        end();
    }

    boolean isEnding() {
        return ending;
    }

    /** Ends the waits of all branches. */
    private void end() {
        ending = true;
        for (Branch branch : branches) {
            if (branch.outside) {
                branch.interrupt();
            }
        }
    }

    private void join(Branch branch) {
        while (true) {
            try {
                branch.thread().join();
                return;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    // ---- what a branch calls, on its own thread, with the turn

    /** Gives the turn back until something holds; false on the coordinator's thread. */
    boolean handsOver(BooleanSupplier ready, long deadline) throws InterruptedException {
        Branch branch = turn;
        if (branch == null) {
            return false;
        }
        branch.waitFor(ready, deadline);
        return true;
    }

    /** Whether the calling thread is in a call of the outside world already. */
    boolean isOutside() {
        return branches.stream().anyMatch(b -> b.outside && b.thread() == Thread.currentThread());
    }

    /** Does something without the turn. */
    <T> T outside(Callable<T> call) throws Exception {
        Branch branch = Objects.requireNonNull(turn);
        branch.goOutside();
        T result;
        try {
            result = call.call();
        } catch (Exception e) {
            branch.comeBack();
            if (branch.toEnd && !ending) {
                throw new StreamFinished();
            }
            throw e;
        } catch (Error e) {
            branch.comeBack();
            throw e;
        }
        branch.comeBack();
        return result;
    }

    /** What is a branch's own of what all share. */
    private record Place(@Nullable Object key, long timestamp, String stream, boolean failing) {

        Place(Cursor cursor, boolean failing) {
            this(cursor.key, cursor.timestamp, cursor.stream, failing);
        }

        void restore(Cursor cursor, Instance instance) {
            cursor.key = key;
            cursor.timestamp = timestamp;
            cursor.stream = stream;
            instance.failing = failing;
        }
    }

    /** One of the threads. */
    private final class Branch {
        private final String name;
        private final Work work;
        private @Nullable Thread thread;
        private Place place = new Place(cursor, false);
        private @Nullable BooleanSupplier ready;
        private long deadline = Timers.NEVER;
        private boolean takes;
        private boolean ended;
        private boolean toEnd;
        private volatile boolean outside;

        Branch(String name, Work work) {
            this.name = name;
            this.work = work;
        }

        Thread thread() {
            return Objects.requireNonNull(thread);
        }

        void interrupt() {
            thread().interrupt();
        }

        void live() {
            awaitTurn();
            try {
                if (!ending) {
                    work.run();
                }
            } catch (Exception | Error e) {
                failed(e);
            } finally {
                ended = true;
                giveBack();
            }
        }

        private void failed(Throwable cause) {
            if (ending
                    && (cause instanceof InterruptedException || cause instanceof StreamFinished)) {
                return; // it was to end
            }
            if (cause instanceof StreamFinished normal) {
                finished = normal;
            } else if (failure == null) {
                failure = cause;
            } else if (!failure.equals(cause)) {
                failure.addSuppressed(cause);
            }
        }

        boolean isReady() {
            if (ended || outside) {
                return false;
            }
            if (ending || ready == null) {
                return true;
            }
            if (deadline != Timers.NEVER && deadline - task.now() <= 0) {
                return true;
            }
            place.restore(cursor, instance);
            return ready.getAsBoolean();
        }

        void mayGoOn() {
            ready = null;
            deadline = Timers.NEVER;
            takes = false;
        }

        void waitFor(BooleanSupplier condition, long until) throws InterruptedException {
            takes = task.parker.isWaitingToTake();
            task.parker.cancel();
            if (!ending && !Thread.interrupted()) {
                ready = condition;
                deadline = until;
                place = new Place(cursor, instance.failing);
                giveBack();
                awaitTurn();
                if (!ending && !Thread.interrupted()) {
                    return;
                }
            }
            throw new InterruptedException();
        }

        void goOutside() {
            place = new Place(cursor, instance.failing);
            outside = true;
            giveBack();
        }

        void comeBack() {
            outside = false;
            task.parker.wake();
            awaitTurn();
            if (toEnd) {
                Thread.interrupted(); // it was meant for the call
            }
        }

        private void giveBack() {
            turn = null;
            LockSupport.unpark(coordinator);
        }

        private void awaitTurn() {
            boolean wasInterrupted = false;
            while (turn != this) {
                LockSupport.park(Turns.this);
                wasInterrupted |= Thread.interrupted();
            }
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
