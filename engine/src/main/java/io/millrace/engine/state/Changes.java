package io.millrace.engine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What has changed in a table since it was frozen.
 *
 * <p>Nothing is tracked before the first time: then all of it has changed. What has changed stands
 * in the order of its first change, so that what was removed stands before what came by the same
 * key after it.
 *
 * <p>Within a step, what changes remembers how it was: freezing takes that, and what has changed
 * since stays changed.
 */
final class Changes {

    private static final int LEAST = 1024;

    private boolean tracking;
    private boolean stepping;
    private List<Tracked> changed = new ArrayList<>();
    private int squeezeAt = LEAST;
    private final List<Tracked> inStep = new ArrayList<>();

    /** Is told of each change, before it. */
    void add(Tracked tracked) {
        if (stepping && !tracked.isInStep()) {
            tracked.remember();
            tracked.changedBefore = tracked.changed || !tracking;
            inStep.add(tracked);
        }
        if (tracking && !tracked.changed) {
            if (changed.size() >= squeezeAt) {
                squeeze();
            }
            tracked.changed = true;
            changed.add(tracked);
        }
    }

    /** Lets go of what has come and gone without a checkpoint having it. */
    private void squeeze() {
        changed.removeIf(Tracked::isForgotten);
        squeezeAt = Math.max(LEAST, changed.size() * 2);
    }

    /** Begins a step. */
    void begin() {
        stepping = true;
        inStep.forEach(Tracked::forget);
        inStep.clear();
    }

    /** Ends the step: the next freezing takes what is. */
    void endStep() {
        begin();
        stepping = false;
    }

    /** Says that all there is comes from a checkpoint. */
    void areRestored() {
        tracking = true;
    }

    int size() {
        return changed.size();
    }

    /**
     * Gives what has changed; from then on nothing has.
     *
     * @param live walks all there is
     * @param part takes it
     */
    void freeze(Consumer<Consumer<Tracked>> live, Frozen part) {
        if (!tracking) {
            tracking = true;
            inStep.stream().filter(Tracked::isGone).forEach(this::addUntracked);
            live.accept(this::addUntracked);
        }
        List<Tracked> before = changed;
        changed = new ArrayList<>();
        squeezeAt = LEAST;
        for (Tracked each : before) {
            if (!each.isInStep()) {
                each.changed = false;
                part.addChange(each);
            } else {
                if (each.changedBefore) {
                    each.changedBefore = false;
                    part.addChange(each);
                }
                changed.add(each);
            }
        }
    }

    private void addUntracked(Tracked tracked) {
        tracked.changed = true;
        changed.add(tracked);
    }

    /** Gives all there is. */
    void freezeAll(Consumer<Consumer<Tracked>> live, Frozen part) {
        inStep.stream().filter(Tracked::isGone).forEach(part::addAll);
        live.accept(part::addAll);
    }
}
