package io.millrace.engine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What has changed in a table since it was frozen.
 *
 * <p>Nothing is tracked before the first time: then all of it has changed. What was removed is
 * given before what is there, so that one that came by the same key after it stands behind it. If
 * much has changed, all there is is walked in its order, which is about its order in memory:
 * several times as fast as in the order of the changes.
 *
 * <p>Within a step, what changes remembers how it was: freezing takes that, and what has changed
 * since stays changed.
 */
final class Changes {

    private static final int LEAST = 1024;

    private boolean tracking;
    private boolean stepping;
    private List<Tracked> changed = new ArrayList<>();
    private List<Tracked> removed = new ArrayList<>();
    private int squeezeAt = LEAST;
    private final List<Tracked> inStep = new ArrayList<>();

    /** Is told of each change but the last, before it. */
    void add(Tracked tracked) {
        remember(tracked);
        if (tracking && !tracked.changed) {
            squeeze();
            tracked.changed = true;
            changed.add(tracked);
        }
    }

    /** Is told of each removal, before it; nothing comes after it. */
    void remove(Tracked tracked) {
        remember(tracked);
        if (tracking && (tracked.isSaved() || tracked.isInStep())) {
            squeeze();
            removed.add(tracked);
        }
    }

    private void remember(Tracked tracked) {
        if (stepping && !tracked.isInStep()) {
            tracked.remember();
            tracked.changedBefore = tracked.changed || !tracking;
            inStep.add(tracked);
        }
    }

    /** Lets go of what has come and gone without a checkpoint having it. */
    private void squeeze() {
        if (changed.size() + removed.size() >= squeezeAt) {
            changed.removeIf(Tracked::isGone);
            removed.removeIf(each -> !each.isSaved() && !each.isInStep());
            squeezeAt = Math.max(LEAST, (changed.size() + removed.size()) * 2);
        }
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
        return changed.size() + removed.size();
    }

    /**
     * Gives what has changed; from then on nothing has.
     *
     * @param count how much there is
     * @param live walks all of it
     * @param part takes it
     */
    void freeze(int count, Consumer<Consumer<Tracked>> live, Frozen part) {
        if (!tracking) {
            tracking = true;
            inStep.stream().filter(Tracked::isGone).forEach(removed::add);
            live.accept(
                    each -> {
                        each.changed = true;
                        changed.add(each);
                    });
        }
        List<Tracked> gone = removed;
        List<Tracked> other = changed;
        removed = new ArrayList<>();
        changed = new ArrayList<>();
        squeezeAt = LEAST;
        for (Tracked each : gone) {
            if (!give(each, part)) {
                removed.add(each);
            }
        }
        Consumer<Tracked> giveOrKeep =
                each -> {
                    if (each.changed && !each.isGone() && !give(each, part)) {
                        changed.add(each);
                    }
                };
        if (other.size() > count / 2) {
            live.accept(giveOrKeep);
        } else {
            other.forEach(giveOrKeep);
        }
    }

    /** Gives something, as it was when the step began, and returns whether that is all of it. */
    private static boolean give(Tracked tracked, Frozen part) {
        if (!tracked.isInStep()) {
            tracked.changed = false;
            part.addChange(tracked);
            return true;
        }
        if (tracked.changedBefore) {
            tracked.changedBefore = false;
            part.addChange(tracked);
        }
        return false;
    }

    /** Gives all there is. */
    void freezeAll(Consumer<Consumer<Tracked>> live, Frozen part) {
        inStep.stream().filter(Tracked::isGone).forEach(part::addAll);
        live.accept(part::addAll);
    }
}
