package io.millrace.components.stream;

import io.millrace.api.Context;
import io.millrace.api.MapState;
import io.millrace.api.StateSpec;
import io.millrace.api.ValueState;

import java.util.List;
import java.util.Map;

/**
 * Values of the current key in the order in which they came, any of which may go; numbered by that
 * order.
 */
final class Numbered<V> {

    private final MapState<Long, V> values;
    private final ValueState<Long> next;

    Numbered(Context context, String name, Class<V> type) {
        values = context.state(StateSpec.map(name, Long.class, type).perKey());
        next = context.state(StateSpec.value(name + "_next", Long.class).perKey());
    }

    void add(V value) {
        long number = next.or(0L);
        values.put(number, value);
        next.set(number + 1);
    }

    List<Map.Entry<Long, V>> entries() {
        return values.entries();
    }

    void replace(long number, V value) {
        values.put(number, value);
    }

    void remove(long number) {
        values.remove(number);
        if (values.isEmpty()) {
            next.clear();
        }
    }

    boolean isEmpty() {
        return values.isEmpty();
    }
}
