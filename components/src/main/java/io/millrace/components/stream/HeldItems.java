package io.millrace.components.stream;

import io.millrace.api.Context;
import io.millrace.api.MapState;
import io.millrace.api.StateSpec;
import io.millrace.api.ValueState;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is kept of the items of the current key, in the order in which they came. */
final class HeldItems {

    private final MapState<Long, Held> items;
    private final ValueState<Long> next;

    HeldItems(Context context, String prefix) {
        items = context.state(StateSpec.map(prefix + "items", Long.class, Held.class).perKey());
        next = context.state(StateSpec.value(prefix + "next_item", Long.class).perKey());
    }

    void add(Held item) {
        long number = next.or(0L);
        items.put(number, item);
        next.set(number + 1);
    }

    /** Returns those from one time to before another. */
    List<Held> within(long from, long to) {
        var found = new ArrayList<Held>();
        for (Map.Entry<Long, Held> entry : items.entries()) {
            Held item = entry.getValue();
            if (from <= item.time() && item.time() < to) {
                found.add(item);
            }
        }
        return found;
    }

    /** Removes those from one time to before another. */
    void remove(long from, long to) {
        for (Map.Entry<Long, Held> entry : items.entries()) {
            long time = entry.getValue().time();
            if (from <= time && time < to) {
                items.remove(entry.getKey());
            }
        }
        if (items.isEmpty()) {
            next.clear();
        }
    }
}
