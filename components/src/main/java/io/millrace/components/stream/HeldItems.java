package io.millrace.components.stream;

import io.millrace.api.Context;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is kept of the items of the current key, in the order in which they came. */
final class HeldItems {

    private final Numbered<Held> items;

    HeldItems(Context context, String prefix) {
        items = new Numbered<>(context, prefix + "items", Held.class);
    }

    void add(Held item) {
        items.add(item);
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
    }
}
