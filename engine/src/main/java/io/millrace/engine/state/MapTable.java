package io.millrace.engine.state;

import io.millrace.api.Current;
import io.millrace.api.MapState;
import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A map, or one of each key. */
final class MapTable<K, V> extends Table<Group> implements MapState<K, V> {

    private final boolean boundsEntries;

    MapTable(StateSpec<?> spec, Current current) {
        super(spec, Group.class, current);
        this.boundsEntries = spec.scope() == StateSpec.Scope.INSTANCE && spec.maxKeys() > 0;
    }

    @Override
    Group create(Object key, int hash) {
        return new Group(key, hash);
    }

    @Override
    @SuppressWarnings("unchecked") // what was put
    public @Nullable V get(K key) {
        Group entries = here();
        if (entries == null) {
            return null;
        }
        Node entry = entries.find(key, KeyHash.of(key));
        return entry instanceof Cell cell ? (V) cell.value : null;
    }

    @Override
    public void put(K key, V value) {
        Objects.requireNonNull(value, "value");
        int hash = KeyHash.of(key);
        Group entries = hereOrNew();
        Node entry = entries.find(key, hash);
        if (entry instanceof Cell cell) {
            cell.value = value;
            return;
        }
        Cell cell = new Cell(key, hash);
        cell.value = value;
        entries.add(cell);
        if (boundsEntries && entries.size > spec.maxKeys() && entries.first instanceof Cell first) {
            drop(entries, first);
            evicted();
        }
    }

    @Override
    public void remove(K key) {
        Group entries = here();
        if (entries != null && entries.find(key, KeyHash.of(key)) instanceof Cell cell) {
            drop(entries, cell);
            if (entries.size == 0) {
                removeKey(entries);
            }
        }
    }

    private void drop(Group entries, Cell cell) {
        cell.value = null;
        entries.remove(cell);
    }

    @Override
    public void clear() {
        Group entries = here();
        if (entries != null) {
            removeKey(entries);
        }
    }

    @Override
    void empty(Group entries) {
        while (entries.first instanceof Cell cell) {
            drop(entries, cell);
        }
    }

    @Override
    public boolean isEmpty() {
        return here() == null;
    }

    @Override
    public int size() {
        Group entries = here();
        return entries == null ? 0 : entries.size;
    }

    @Override
    @SuppressWarnings("unchecked") // what was put
    public List<Map.Entry<K, V>> entries() {
        Group entries = here();
        if (entries == null) {
            return List.of();
        }
        var all = new ArrayList<Map.Entry<K, V>>(entries.size);
        for (Node node = entries.first; node != null; node = node.newer) {
            if (node instanceof Cell cell && cell.value != null) {
                all.add(Map.entry((K) cell.key, (V) cell.value));
            }
        }
        return Collections.unmodifiableList(all);
    }
}
