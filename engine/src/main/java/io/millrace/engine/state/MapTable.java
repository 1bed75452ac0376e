package io.millrace.engine.state;

import io.millrace.api.MapState;
import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A map, or one of each key. */
final class MapTable<K, V> extends CellTable<Group> implements MapState<K, V> {

    private final Codec<Object> keys;
    private final int mostEntries;
    private int count;

    @SuppressWarnings("unchecked") // of the type that was declared
    MapTable(StateSpec<?> spec, Place place, Codec<?> keys, Codec<?> values) {
        super(spec, place, "map " + keys.schema() + " -> " + values.schema(), values, Group.class);
        this.keys = (Codec<Object>) keys;
        this.mostEntries = perKey ? 0 : spec.maxKeys();
    }

    @Override
    @SuppressWarnings("unchecked") // what was put
    public @Nullable V get(K key) {
        Group entries = here();
        if (entries == null) {
            return null;
        }
        Cell cell = entry(entries, key, KeyHash.of(key));
        return cell == null || isOver(cell) ? null : (V) cell.value;
    }

    private static @Nullable Cell entry(Group entries, Object key, int hash) {
        return (Cell) entries.find(key, hash);
    }

    @Override
    public void put(K key, V value) {
        Objects.requireNonNull(value, "value");
        int hash = KeyHash.of(key);
        Group entries = hereOrNew();
        Cell cell = entry(entries, key, hash);
        if (cell != null && isOver(cell)) {
            cell = null;
            entries = hereOrNew();
        }
        if (cell == null) {
            cell = new Cell(key, hash);
            add(entries, cell);
            set(cell, value);
            boundEntries(entries);
        } else {
            set(cell, value);
        }
        sweepAfterWrite();
    }

    private void add(Group entries, Cell cell) {
        entries.add(cell);
        count++;
    }

    /** Lets go of the eldest entries that are too many. */
    private void boundEntries(Group entries) {
        if (mostEntries > 0 && entries.size > mostEntries) {
            sweep(Integer.MAX_VALUE);
            while (entries.size > mostEntries && entries.first != null) {
                drop((Cell) entries.first);
                countEvicted();
            }
        }
    }

    @Override
    public void remove(K key) {
        Group entries = here();
        if (entries != null) {
            Cell cell = entry(entries, key, KeyHash.of(key));
            if (cell != null) {
                dropLast(cell);
            }
        }
    }

    /** Removes an entry, and its key after the last one. */
    private void dropLast(Cell cell) {
        Group entries = drop(cell);
        if (entries.size == 0) {
            removeKey(entries);
        }
    }

    private Group drop(Cell cell) {
        Group entries = Objects.requireNonNull(cell.owner);
        unset(cell);
        entries.remove(cell);
        count--;
        return entries;
    }

    @Override
    public void clear() {
        Group entries = here();
        if (entries != null) {
            removeKey(entries);
        }
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public int size() {
        Group entries = live();
        return entries == null ? 0 : entries.size;
    }

    @Override
    @SuppressWarnings("unchecked") // what was put
    public List<Map.Entry<K, V>> entries() {
        Group entries = live();
        if (entries == null) {
            return List.of();
        }
        var all = new ArrayList<Map.Entry<K, V>>(entries.size);
        for (Node node = entries.first; node != null; node = node.newer) {
            Object value = ((Cell) node).value;
            all.add(Map.entry((K) node.key, (V) Objects.requireNonNull(value)));
        }
        return Collections.unmodifiableList(all);
    }

    /** Returns the entries of the current key without those that are over. */
    private @Nullable Group live() {
        if (ages == null) {
            return here();
        }
        sweep(Integer.MAX_VALUE);
        Group entries = here();
        if (entries == null || ages.inOrder()) {
            return entries;
        }
        for (Node node = entries.first; node != null; ) {
            Node next = node.newer;
            isOver((Cell) node);
            node = next;
        }
        return here();
    }

    @Override
    Group create(Object key, int hash) {
        return new Group(key, hash);
    }

    @Override
    void empty(Group entries) {
        while (entries.first != null) {
            drop((Cell) entries.first);
        }
    }

    @Override
    void expire(Tracked tracked) {
        dropLast((Cell) tracked);
    }

    @Override
    int count() {
        return count;
    }

    @Override
    void each(Consumer<Tracked> action) {
        for (Node key = root.first; key != null; key = key.newer) {
            for (Node node = ((Group) key).first; node != null; node = node.newer) {
                action.accept((Cell) node);
            }
        }
    }

    @Override
    void writeKey(Cell cell, Encoder out) {
        if (perKey) {
            AnyCodec.ANY.write(Objects.requireNonNull(cell.owner).key, out);
        }
        keys.write(cell.key, out);
    }

    @Override
    long ofKey(Cell cell) {
        return mostKeys > 0 ? Objects.requireNonNull(cell.owner).sequence : Envelope.NONE;
    }

    @Override
    long sequence(Cell cell) {
        return cell.sequence;
    }

    @Override
    void restore(Object key, Decoder entry, @Nullable Decoder value) throws StateFormatException {
        Object entryKey = keys.read(entry);
        entry.end();
        int hash = KeyHash.of(entryKey);
        Group entries = find(key);
        Cell cell = entries == null ? null : entry(entries, entryKey, hash);
        if (value == null) {
            if (cell != null) {
                dropLast(cell);
            }
            return;
        }
        Envelope about = Envelope.read(value);
        Object now = readValue(value);
        if (entries == null) {
            entries = atOrNew(key);
        }
        if (cell == null) {
            cell = new Cell(entryKey, hash);
            add(entries, cell);
        }
        restore(cell, about, now);
        if (about.ofKey() != Envelope.NONE) {
            entries.sequence = about.ofKey();
        }
    }

    @Override
    void restored() {
        root.sort();
        for (Node key = root.first; key != null; key = key.newer) {
            ((Group) key).sort();
        }
    }

    @Override
    void bound() {
        super.bound();
        if (!perKey && root.first != null) {
            boundEntries((Group) root.first);
        }
    }
}
