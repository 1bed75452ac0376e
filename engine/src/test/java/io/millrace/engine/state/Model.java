package io.millrace.engine.state;

import io.millrace.api.ListState;
import io.millrace.api.MapState;
import io.millrace.api.State;
import io.millrace.api.StateSpec;
import io.millrace.api.StateSpec.Shape;
import io.millrace.api.TimeKind;
import io.millrace.api.ValueState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** A state as plain collections would have it: what the real one is compared with. */
final class Model {

    private static final String ONLY = "";

    final StateSpec<?> spec;
    private final Map<Object, Map<Object, Entry>> keys = new LinkedHashMap<>();
    private long elements;

    Model(StateSpec<?> spec) {
        this.spec = spec;
    }

    private record Entry(Object value, long written) {}

    /** Says what time it is. */
    record Now(long millis, long timestamp, long watermark) {}

    Model copy() {
        var copy = new Model(spec);
        keys.forEach((key, entries) -> copy.keys.put(key, new LinkedHashMap<>(entries)));
        copy.elements = elements;
        return copy;
    }

    private boolean isOver(Entry entry, Now now) {
        if (spec.ttl() == null) {
            return false;
        }
        long ttl = spec.ttl().toMillis();
        return spec.clock() == TimeKind.EVENT_TIME
                ? now.watermark >= Long.MIN_VALUE + ttl && entry.written <= now.watermark - ttl
                : now.millis - entry.written >= ttl;
    }

    private void expire(Now now) {
        if (spec.shape() == Shape.LIST) {
            for (Map<Object, Entry> each : keys.values()) {
                while (!each.isEmpty() && isOver(each.values().iterator().next(), now)) {
                    each.remove(each.keySet().iterator().next());
                }
            }
        } else {
            keys.values().forEach(each -> each.values().removeIf(entry -> isOver(entry, now)));
        }
        keys.values().removeIf(Map::isEmpty);
    }

    private Object place(@Nullable Object key) {
        return spec.scope() == StateSpec.Scope.KEY && key != null ? key : ONLY;
    }

    private Map<Object, Entry> at(@Nullable Object key) {
        return keys.getOrDefault(place(key), Map.of());
    }

    /** Does something to both, at random. */
    @SuppressWarnings("unchecked")
    void change(State state, @Nullable Object key, SplittableRandom random, Now now) {
        expire(now);
        if (random.nextInt(40) == 0) {
            state.clear();
            keys.remove(place(key));
            return;
        }
        long value = random.nextLong(1000);
        switch (state) {
            case ValueState<?> one -> {
                ((ValueState<Long>) one).set(value);
                put(key, ONLY, value, now);
            }
            case MapState<?, ?> map -> {
                String entry = "e" + random.nextInt(30);
                if (random.nextInt(3) == 0) {
                    ((MapState<String, Long>) map).remove(entry);
                    remove(key, entry);
                } else {
                    ((MapState<String, Long>) map).put(entry, value);
                    put(key, entry, value, now);
                }
            }
            case ListState<?> list -> {
                if (random.nextInt(4) == 0) {
                    int count = random.nextInt(at(key).size() + 1);
                    list.removeFirst(count);
                    for (int i = 0; i < count; i++) {
                        remove(key, at(key).keySet().iterator().next());
                    }
                } else {
                    ((ListState<Long>) list).add(value);
                    put(key, elements++, value, now);
                }
            }
        }
    }

    private void put(@Nullable Object key, Object entry, Object value, Now now) {
        long written =
                spec.clock() == TimeKind.EVENT_TIME
                        ? Math.max(now.timestamp, now.watermark)
                        : now.millis;
        keys.computeIfAbsent(place(key), _ -> new LinkedHashMap<>())
                .put(entry, new Entry(value, written));
        if (spec.maxKeys() > 0) {
            Map<?, ?> bounded = spec.scope() == StateSpec.Scope.KEY ? keys : keys.get(ONLY);
            while (Objects.requireNonNull(bounded).size() > spec.maxKeys()) {
                bounded.remove(bounded.keySet().iterator().next());
            }
        }
    }

    private void remove(@Nullable Object key, Object entry) {
        Map<Object, Entry> entries = at(key);
        if (!entries.isEmpty()) {
            entries.remove(entry);
            if (entries.isEmpty()) {
                keys.remove(place(key));
            }
        }
    }

    /** Returns what there is of a key. */
    List<Object> contents(@Nullable Object key, Now now) {
        expire(now);
        var contents = new ArrayList<>();
        at(key).forEach(
                        (entry, value) ->
                                contents.add(
                                        spec.shape() == Shape.MAP
                                                ? Map.entry(entry, value.value)
                                                : value.value));
        return contents;
    }

    /** Returns what a state has of the current key. */
    static List<Object> contents(State state) {
        var contents = new ArrayList<>();
        switch (state) {
            case ValueState<?> one -> {
                Object value = one.get();
                if (value != null) {
                    contents.add(value);
                }
            }
            case MapState<?, ?> map -> contents.addAll(map.entries());
            case ListState<?> list -> contents.addAll(list.all());
        }
        return contents;
    }
}
