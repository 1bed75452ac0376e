package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A store as a sorted map would have it. */
final class MapStore implements StateStore {

    private final NavigableMap<byte[], byte[]> values =
            new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
    private @Nullable NavigableMap<byte[], byte[]> copy; // as long as it is the same

    @Override
    public byte @Nullable [] get(byte[] key) {
        return values.get(key);
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int bytes) {
        return scan(values, from, to, bytes);
    }

    private static List<Entry> scan(
            NavigableMap<byte[], byte[]> values, byte[] from, byte[] to, int bytes) {
        var found = new ArrayList<Entry>();
        int size = 0;
        for (var each : values.subMap(from, to).entrySet()) {
            found.add(new Entry(each.getKey(), each.getValue()));
            size += each.getKey().length + each.getValue().length;
            if (size >= bytes) {
                break;
            }
        }
        return found;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        values.put(key, value);
        copy = null;
    }

    @Override
    public void remove(byte[] key) {
        values.remove(key);
        copy = null;
    }

    @Override
    public void removeAll(byte[] from, byte[] to) {
        values.subMap(from, to).clear();
        copy = null;
    }

    @Override
    public StateView view() {
        if (copy == null) {
            copy = new TreeMap<>(values);
        }
        NavigableMap<byte[], byte[]> then = copy;
        return new StateView() {
            @Override
            public byte @Nullable [] get(byte[] key) {
                return then.get(key);
            }

            @Override
            public List<Entry> scan(byte[] from, byte[] to, int bytes) {
                return MapStore.scan(then, from, to, bytes);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        values.clear();
    }
}
