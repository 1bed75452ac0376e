package io.millrace.engine.state;

import io.millrace.api.MapState;
import io.millrace.api.StateSpec;
import io.millrace.engine.state.StateView.Entry;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A map, or one of each key, in a store. */
final class StoredMap<K, V> extends StoredCells implements MapState<K, V> {

    private final Codec<Object> entryKeys;
    private final int mostEntries;
    private byte[] lastKey = {};
    private @Nullable Header last; // that of the last key
    private boolean lastIsKnown;

    @SuppressWarnings("unchecked") // of the type that was declared
    StoredMap(StateSpec<?> spec, Place place, Codec<?> keys, Codec<?> values, Region all) {
        super(spec, place, "map " + keys.schema() + " -> " + values.schema(), values, all);
        this.entryKeys = (Codec<Object>) keys;
        this.mostEntries = perKey ? 0 : spec.maxKeys();
    }

    /**
     * What is known of the entries of one key.
     *
     * @param ofKey where the key stands among the keys
     * @param size how many there are
     * @param next where the next one will stand
     */
    private record Header(long ofKey, long size, long next) {

        byte[] bytes() {
            var out = new Encoder();
            out.writeLong(ofKey);
            out.writeLong(size);
            out.writeLong(next);
            return out.copy();
        }

        static Header of(byte[] bytes) throws StateFormatException {
            var in = new Decoder(ByteBuffer.wrap(bytes));
            return new Header(in.readLong(), in.readLong(), in.readLong());
        }
    }

    private @Nullable Header header(byte[] key) {
        if (lastIsKnown && Arrays.equals(key, lastKey)) {
            return last;
        }
        byte[] bytes = headers.get(key);
        try {
            know(key, bytes == null ? null : Header.of(bytes));
        } catch (StateFormatException e) {
            throw unreadable(e);
        }
        return last;
    }

    private void know(byte[] key, @Nullable Header header) {
        lastKey = key;
        last = header;
        lastIsKnown = true;
    }

    private void setHeader(byte[] key, Header header) {
        headers.put(key, header.bytes());
        know(key, header);
    }

    private byte[] entry(byte[] key, Object entryKey) {
        return Region.join(key, encoded(entryKeys, entryKey));
    }

    @Override
    @SuppressWarnings("unchecked") // what was put
    public @Nullable V get(K key) {
        Found found = live(entry(here(), key));
        return found == null ? null : (V) value(found);
    }

    @Override
    public void put(K key, V value) {
        Objects.requireNonNull(value, "value");
        byte[] here = here();
        byte[] entry = entry(here, key);
        Found before = live(entry);
        if (before != null) {
            set(entry, before.about(), before.about().ofKey(), before.about().sequence(), value);
        } else {
            Header header = header(here);
            if (header == null) {
                header = new Header(addKey(here), 0, 0);
            }
            set(entry, null, header.ofKey, header.next, value);
            setHeader(here, new Header(header.ofKey, header.size + 1, header.next + 1));
            if (mostEntries > 0) {
                order.add(header.next, entry);
                boundEntries();
            }
        }
        sweepAfterWrite();
    }

    /** Lets go of the eldest entries that are too many. */
    private void boundEntries() {
        if (entryCount() > mostEntries) {
            sweep(Integer.MAX_VALUE);
            while (entryCount() > mostEntries) {
                drop(order.first(0).getFirst().key());
                countEvicted();
            }
        }
    }

    private long entryCount() {
        Header header = header(here());
        return header == null ? 0 : header.size;
    }

    @Override
    public void remove(K key) {
        drop(entry(here(), key));
    }

    /** Removes an entry, and its key after the last one. */
    private void drop(byte[] entry) {
        Found found = find(entry);
        if (found == null) {
            return;
        }
        unset(entry, found.about());
        if (mostEntries > 0) {
            order.remove(found.about().sequence(), entry);
        }
        byte[] key = keyOf(entry);
        Header header = Objects.requireNonNull(header(key), "header");
        if (header.size > 1) {
            setHeader(key, new Header(header.ofKey, header.size - 1, header.next));
        } else {
            dropHeader(key, header);
        }
    }

    private void dropHeader(byte[] key, Header header) {
        headers.remove(key);
        know(key, null);
        forgetKey(key, header.ofKey);
    }

    private byte[] keyOf(byte[] entry) {
        try {
            return Arrays.copyOf(entry, lengthOfKey(entry));
        } catch (StateFormatException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void clear() {
        removeKey(here());
    }

    @Override
    void removeKey(byte[] key) {
        Header header = header(key);
        if (header == null) {
            return;
        }
        for (Entry each : records.of(key).all()) {
            byte[] entry = Region.join(key, each.key);
            Envelope about = found(each.value).about();
            unset(entry, about);
            if (mostEntries > 0) {
                order.remove(about.sequence(), entry);
            }
        }
        dropHeader(key, header);
    }

    @Override
    void expire(byte[] entry) {
        drop(entry);
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public int size() {
        sweep(Integer.MAX_VALUE);
        return Math.toIntExact(entryCount());
    }

    @Override
    @SuppressWarnings("unchecked") // what was put
    public List<Map.Entry<K, V>> entries() {
        sweep(Integer.MAX_VALUE);
        var found = new ArrayList<Listed>();
        try {
            for (Entry each : records.of(here()).all()) {
                Object key = entryKeys.read(new Decoder(ByteBuffer.wrap(each.key)));
                Found entry = found(each.value);
                found.add(new Listed(entry.about().sequence(), Map.entry(key, value(entry))));
            }
        } catch (StateFormatException e) {
            throw unreadable(e);
        }
        found.sort(Comparator.comparingLong(Listed::sequence));
        var all = new ArrayList<Map.Entry<K, V>>(found.size());
        found.forEach(each -> all.add((Map.Entry<K, V>) each.entry));
        return Collections.unmodifiableList(all);
    }

    private record Listed(long sequence, Map.Entry<?, ?> entry) {}

    @Override
    Iterable<Entry> keys() {
        return headers.all();
    }

    // ---- checkpoints

    @Override
    void restore(Object key, Decoder entry, @Nullable Decoder value) throws StateFormatException {
        Object entryKey = entryKeys.read(entry);
        entry.end();
        restore(entry(bytes(key), entryKey), value);
    }

    @Override
    void clearAll() {
        super.clearAll();
        lastIsKnown = false;
    }

    @Override
    void restored(Entry record) throws StateFormatException {
        Envelope about = found(record.value).about();
        byte[] key = Arrays.copyOf(record.key, lengthOfKey(record.key));
        Header header = lastIsKnown && Arrays.equals(key, lastKey) ? last : null;
        if (header == null) {
            allRestored();
            header = new Header(about.ofKey(), 0, 0);
            restoredKey(key, about.ofKey());
        }
        know(
                key,
                new Header(
                        header.ofKey,
                        header.size + 1,
                        Math.max(header.next, about.sequence() + 1)));
        addAge(about.written(), record.key);
        if (mostEntries > 0) {
            order.add(about.sequence(), record.key);
        }
    }

    /** Writes what is known of the key whose records came last. */
    @Override
    void allRestored() {
        if (lastIsKnown && last != null) {
            setHeader(lastKey, last);
        }
    }

    @Override
    void finishRestore() throws StateFormatException {
        lastIsKnown = false;
        super.finishRestore();
        if (mostEntries > 0) {
            boundEntries();
        }
    }
}
