package io.millrace.components.stream;

import io.millrace.api.Context;
import io.millrace.api.MapState;
import io.millrace.api.StateSpec;
import io.millrace.api.ValueState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The open windows of the current key. The one that most items belong to, the latest, stands by
 * itself, where it is found without asking for its start.
 */
final class Panes {

    private final ValueState<Pane> latest;
    private final MapState<Long, Pane> others;

    Panes(Context context, String prefix) {
        latest = context.state(StateSpec.value(prefix + "window", Pane.class).perKey());
        others = context.state(StateSpec.map(prefix + "windows", Long.class, Pane.class).perKey());
    }

    /** Returns the latest one; null if there is none, or it has ended and another has not come. */
    @Nullable Pane latest() {
        return latest.get();
    }

    /** Puts the latest one again, which has not changed its start. */
    void putLatest(Pane pane) {
        latest.set(pane);
    }

    @Nullable Pane get(long start) {
        Pane last = latest.get();
        return last != null && last.start() == start ? last : others.get(start);
    }

    void put(Pane pane) {
        Pane last = latest.get();
        if (last != null && last.start() == pane.start()) {
            latest.set(pane);
        } else if ((last != null && pane.start() < last.start()) || others.contains(pane.start())) {
            others.put(pane.start(), pane);
        } else {
            if (last != null) {
                others.put(last.start(), last);
            }
            latest.set(pane);
        }
    }

    void remove(long start) {
        Pane last = latest.get();
        if (last != null && last.start() == start) {
            latest.clear();
        } else {
            others.remove(start);
        }
    }

    boolean isEmpty() {
        return latest.isEmpty() && others.isEmpty();
    }

    /** Returns all of them; the latest, if there is one, comes last. */
    List<Pane> all() {
        Pane last = latest.get();
        if (others.isEmpty()) {
            return last == null ? List.of() : List.of(last);
        }
        var all = new ArrayList<Pane>();
        for (Map.Entry<Long, Pane> entry : others.entries()) {
            all.add(entry.getValue());
        }
        if (last != null) {
            all.add(last);
        }
        return all;
    }
}
