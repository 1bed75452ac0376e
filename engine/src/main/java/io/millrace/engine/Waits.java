package io.millrace.engine;

import io.millrace.api.Errors;
import io.millrace.api.StreamFinished;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * The waits that a task's components ask for themselves: they sleep, or call the outside world.
 * What else there is to do is seen to meanwhile, and a stop ends the wait of a source. Of the
 * task's thread alone, but for what says otherwise.
 */
final class Waits {

    private final Task task;
    private final EmbeddedRun run;
    private final Life life;
    private final Outside outside;
    private boolean goesBackOutside;
    private boolean apart; // a component does what is not its work: it publishes, or is told

    Waits(Task task, EmbeddedRun run, Life life) {
        this.task = task;
        this.run = run;
        this.life = life;
        this.outside = new Outside(run.threads());
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

    /** Ends a source that is to stop, and whoever sends where nobody takes any more. */
    private void endIfUseless(Instance instance) {
        if (instance.mayNotSend() || isToStop(instance)) {
            throw new StreamFinished();
        }
    }

    private boolean isToStop(Instance instance) {
        return isWorking() && task.isStopping() && instance == task.root();
    }

    // ---- asleep

    /** Lets a component sleep. */
    void sleep(Instance sleeper, Duration duration) throws InterruptedException {
        task.checkHolder(sleeper);
        long deadline = Task.after(task.now(), duration);
        if (isWorking()) {
            task.flushBehind(sleeper);
        } else if (apart) {
            task.handOn();
        }
        while (mustSleep(sleeper, deadline)) {
            BooleanSupplier ready = () -> mayWake(sleeper);
            task.parker.prepare();
            if (ready.getAsBoolean()) {
                task.parker.cancel();
            } else {
                task.parker.parkUntil(ready, Timers.first(deadline, task.heldOutputs.due()));
            }
        }
        task.parker.end();
    }

    private boolean mayWake(Instance sleeper) {
        return isToStop(sleeper)
                || (isWorking()
                        && (task.takersHaveEnded()
                                || (isSource(sleeper) && task.epochIsDue())
                                || sleeper.mayNotSend()
                                || task.heldOutputs.areDue()));
    }

    private boolean mustSleep(Instance sleeper, long deadline) throws InterruptedException {
        if (isWorking()) { // set-up and clean-up send nothing, and go on when the run is to stop
            task.noteEndedTakers(sleeper);
            if (isSource(sleeper)) {
                task.attendEpochs();
            }
            endIfUseless(sleeper);
            task.heldOutputs.flushDue();
        }
        return task.now() - deadline < 0;
    }

    private boolean isSource(Instance instance) {
        return instance == task.root() && task.rootIsSource();
    }

    // ---- in the outside world

    /** Lets a component make a call that may take long. */
    <T> T blocking(Instance caller, Callable<T> call) throws Exception {
        if (!isWorking()) {
            if (apart) {
                task.handOn();
            }
            return call.call();
        }
        Turns turns = task.turns();
        if (turns != null && turns.isOutside()) {
            return call.call();
        }
        task.checkHolder(caller);
        task.flushBehind(caller);
        if (turns != null) {
            task.noteEndedTakers(caller);
            endIfUseless(caller);
            return turns.outside(call);
        }
        if (caller != task.root()) {
            task.noteEndedTakers(caller);
            return call.call();
        }
        return callOutside(caller, call);
    }

    private <T> T callOutside(Instance caller, Callable<T> call) throws Exception {
        boolean wasOutside = outside.isIn(); // as all that a source does that is not cooperative
        if (wasOutside) {
            leaveOutside();
        }
        if (task.isKept()) {
            task.epochs().beforeOutside();
        }
        enterOutside();
        try {
            task.noteEndedTakers(caller);
            endIfUseless(caller);
            return call.call();
        } catch (Exception e) {
            if (isInterruptedToEnd()) {
                throw new StreamFinished();
            }
            throw e;
        } finally {
            leaveOutside();
            if (task.isKept()) {
                task.epochs().afterOutside();
            }
            if (wasOutside) {
                enterOutside();
            }
        }
    }

    /** Begins what may wait for the outside world: a stop interrupts it. */
    void enterOutside() {
        outside.enter();
        if (task.isStopping()) {
            interrupt();
        }
    }

    /** Ends it: a stop interrupts nothing any more. */
    void leaveOutside() {
        if (outside.leave() && !run.isCancelled()) {
            Thread.interrupted();
        }
    }

    /** Begins a wait that is the engine's own: no stop interrupts it. */
    void interlude() {
        if (outside.isIn() && Thread.currentThread().equals(life.thread())) { // not lent
            goesBackOutside = true;
            leaveOutside();
        }
    }

    /** Ends that wait. */
    void endInterlude() {
        if (goesBackOutside) {
            goesBackOutside = false;
            enterOutside();
        }
    }

    /** Whether a wait was interrupted because nothing it might bring is wanted any more. */
    boolean isInterruptedToEnd() {
        return outside.isInterrupted() && !run.isCancelled();
    }

    // ---- from other threads

    /** Returns what other threads use of a wait for the outside world. */
    Outside outside() {
        return outside;
    }

    /** Interrupts a wait for the outside world, if the task is in one. */
    void interrupt() {
        outside.interrupt(life.thread());
    }
}
