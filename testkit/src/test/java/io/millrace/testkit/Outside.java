package io.millrace.testkit;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is outside of a simulated system and outlives its runs: what its sinks have shown, and what
 * is wrong with that. Only one thread of a simulation runs at a time, so nothing here is guarded.
 */
final class Outside {

    /** What a sink has shown. */
    static final class Shown {
        final List<String> items = new ArrayList<>();
        final List<String> lastItems = new ArrayList<>(); // of the last epoch
        long epoch;
    }

    /** A run of the system, from its start to its end, of whatever kind. */
    static final class Life {
        final int number;
        boolean isOver; // what it does after this has never happened

        Life(int number) {
            this.number = number;
        }
    }

    final Map<String, Shown> shown = new HashMap<>();
    long failsAt = -1; // at which item a component fails
    boolean hasFailed; // in the run that goes on
    private long taken;
    private @Nullable String violation;

    Shown of(String sink) {
        return shown.computeIfAbsent(sink, _ -> new Shown());
    }

    void violation(String what) {
        if (violation == null) {
            violation = what;
        }
    }

    /** Throws the first violation that was seen. */
    void check() {
        if (violation != null) {
            throw new AssertionError(violation);
        }
    }

    /** Counts an item that a component takes; fails it when it is time to. */
    void take(String component) {
        if (taken++ == failsAt) {
            hasFailed = true;
            throw new SimulatedParts.CrashError(component);
        }
    }

    /** Shows the items of an epoch, if they are not shown yet. */
    void publish(Life life, String sink, long epoch, List<String> items) {
        Shown its = of(sink);
        if (life.isOver || epoch < its.epoch) {
            if (!life.isOver) {
                violation(
                        "%s is to show epoch %d again after %d".formatted(sink, epoch, its.epoch));
            }
        } else if (epoch > its.epoch) {
            its.epoch = epoch;
            its.items.addAll(items);
            its.lastItems.clear();
            its.lastItems.addAll(items);
        } else if (!its.lastItems.equals(items)) {
            violation(
                    "%s: epoch %d was %s, and is %s now"
                            .formatted(sink, epoch, its.lastItems, items));
        }
    }

    /** Sees that a run goes on from no earlier epoch than what is shown already. */
    void restored(Life life, String sink, long epoch) {
        if (!life.isOver && epoch < of(sink).epoch) {
            violation(
                    "%s has shown epoch %d, and the run goes on from %d"
                            .formatted(sink, of(sink).epoch, epoch));
        }
    }
}
