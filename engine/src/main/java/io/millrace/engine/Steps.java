package io.millrace.engine;

import io.millrace.engine.Control.Barrier;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a barrier may pass a component that owns its loop: when it has come by all inputs, and the
 * component has no item in hand. An item is in hand from its receipt until the next one of its
 * input is asked for. Of the task's thread alone.
 */
final class Steps {

    private final Task task;
    private final List<Intake> intakes;
    private final Set<String> inHand = new HashSet<>();

    Steps(Task task, List<Intake> intakes) {
        this.task = task;
        this.intakes = intakes;
    }

    /** Says that an item of an input was handed to the component. */
    void begin(String input) {
        if (task.isKept()) {
            inHand.add(input);
        }
    }

    /** Says that the component is done with what it has taken from an input. */
    void end(String input) {
        inHand.remove(input);
    }

    /** Says that it is done with all it has taken. */
    void endAll() {
        inHand.clear();
    }

    /** Whether there is a barrier that may pass now. */
    boolean mayPass() {
        return inHand.isEmpty() && aligned() != null;
    }

    /** Lets a barrier pass if there is one that may. */
    void passBarrier() throws InterruptedException {
        task.attendEpochs();
        Barrier barrier = inHand.isEmpty() ? aligned() : null;
        if (barrier != null) {
            task.epochs().pass(barrier);
            intakes.forEach(Intake::letGo);
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
