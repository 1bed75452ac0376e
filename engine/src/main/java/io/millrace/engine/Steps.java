package io.millrace.engine;

import io.millrace.engine.Control.Barrier;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a barrier may pass a component that owns its loop: when it has come by all inputs, and the
 * component has no item in hand. An item is in hand from its receipt until the next one of its
 * input is asked for.
 *
 * <p>A component that takes from several inputs in an order of its own may have an item in hand,
 * and wait for another that is behind the barrier. The barrier passes then as if the step had not
 * begun: what is in hand, and what has to be taken from the other inputs to reach their barriers,
 * is kept as the content of the streams; states are kept as they were when the step began; what was
 * sent since then is still here. Of the task's thread alone.
 */
final class Steps {

    private final Task task;
    private final List<Intake> intakes;
    private final @Nullable Backlog backlog;
    private final Outbox outbox;
    private final Set<String> inHand = new HashSet<>();
    private boolean passing; // one of those that take turns lets a barrier pass, and waits for room

    Steps(Task task, List<Intake> intakes) {
        this.task = task;
        this.intakes = intakes;
        this.backlog = task.root().backlog();
        this.outbox = task.outbox();
        if (backlog != null) {
            backlog.restore();
        }
    }

    // ---- items in hand

    /** Begins to wait for an item of one input, in an order that is the component's own. */
    void ask(String input) throws InterruptedException {
        if (backlog == null || task.isShared()) {
            inHand.remove(input);
        } else if (inHand.isEmpty() || inHand.contains(input)) {
            end();
            task.root().keptTime.keep();
            task.root().states.begin();
            outbox.open();
        }
    }

    /** Ends what the component does with the items in its hand. */
    void end() throws InterruptedException {
        inHand.clear();
        if (backlog != null) {
            backlog.done();
            outbox.release();
            task.heldOutputs.flush();
        }
    }

    /** Says that the component asks for whatever comes next. */
    void askAny() throws InterruptedException {
        if (outbox.isOpen()) {
            end();
        }
        inHand.clear();
    }

    /** Says that one of those that take turns has come to its end. */
    void ended(String input) {
        inHand.remove(input);
    }

    /** Says that an item of an input was handed to the component. */
    void taken(String input, Object item) {
        if (task.isKept()) {
            inHand.add(input);
            if (backlog != null && outbox.isOpen()) {
                backlog.taken(input, new Backlog.Kept(item, task.cursor));
            }
        }
    }

    // ---- items that wait here

    /** Returns whether items of an input wait here, before those of its channels. */
    boolean hasWaiting(String input) {
        return backlog != null && !backlog.isEmpty(input);
    }

    /** Takes the first of those that wait at some inputs; null if there is none. */
    @Nullable Object pollWaiting(List<Intake> from) throws InterruptedException {
        if (backlog == null) {
            return null;
        }
        for (Intake intake : from) {
            if (!backlog.isEmpty(intake.input())) {
                Backlog.Kept next = backlog.next(intake.input());
                intake.handOver(next);
                return next.item();
            }
        }
        return null;
    }

    // ---- barriers

    /** Whether there is a barrier that may pass now. */
    boolean mayPass() {
        return !passing && inHand.isEmpty() && aligned() != null;
    }

    /** Lets a barrier pass if there is one that may. */
    void passBarrier() throws InterruptedException {
        task.attendEpochs();
        Barrier barrier = !passing && inHand.isEmpty() ? aligned() : null;
        if (barrier != null) {
            pass(barrier);
        }
    }

    /**
     * Lets a barrier pass that stands before what the component waits for, whatever it has in hand.
     */
    void passBarrier(List<Intake> awaited) throws InterruptedException {
        if (backlog == null || !outbox.isOpen() || !standsBefore(awaited)) {
            return;
        }
        for (Intake other : intakes) {
            while (!other.hasEnded() && !other.isHeld()) {
                Object item = other.poll(true);
                if (item != null) {
                    backlog.add(other.input(), new Backlog.Kept(item, task.cursor));
                } else if (!other.hasEnded() && !other.isHeld()) {
                    task.await(() -> !other.isDry(), Task.after(task.now(), Task.FOREVER));
                }
            }
        }
        Barrier barrier = aligned();
        if (barrier != null) {
            pass(barrier);
        }
    }

    private static boolean standsBefore(List<Intake> awaited) {
        return awaited.stream().anyMatch(Intake::isHeld)
                && awaited.stream().allMatch(i -> i.isHeld() || i.hasEnded());
    }

    private void pass(Barrier barrier) throws InterruptedException {
        passing = true;
        try {
            if (backlog != null) {
                backlog.save();
            }
            task.epochs().pass(barrier);
            if (backlog != null) {
                backlog.saved();
            }
            intakes.forEach(Intake::letGo);
        } finally {
            passing = false;
        }
    }

    /** Returns the barrier that has come by all inputs, but for those that have ended. */
    private @Nullable Barrier aligned() {
        Barrier barrier = null;
        for (Intake intake : intakes) {
            Barrier held = intake.held();
            if (held != null) {
                barrier = held;
            } else if (!intake.hasEnded()) {
                return null;
            }
        }
        return barrier;
    }
}
