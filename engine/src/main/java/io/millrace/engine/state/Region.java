package io.millrace.engine.state;

import io.millrace.engine.state.StateView.Entry;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The keys of a store that begin alike; without what they begin with. */
final class Region {

    /** How much is read at once where all is. */
    private static final int MUCH = 256 << 10;

    private final StateStore store;
    private final byte[] prefix;

    Region(StateStore store, byte[] prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    /** Returns those of them that begin with something more. */
    Region of(byte... more) {
        return new Region(store, key(more));
    }

    byte @Nullable [] get(byte[] key) {
        return store.get(key(key));
    }

    /** Returns the value that a key had when a view was made. */
    byte @Nullable [] get(byte[] key, StateView view) {
        return view.get(key(key));
    }

    void put(byte[] key, byte[] value) {
        store.put(key(key), value);
    }

    void remove(byte[] key) {
        store.remove(key(key));
    }

    void clear() {
        store.removeAll(prefix, end());
    }

    StateView view() {
        return store.view();
    }

    /** Returns some entries, the first not before a key. */
    List<Entry> some(byte[] from, int bytes) {
        return some(store, key(from), bytes);
    }

    private List<Entry> some(StateView view, byte[] from, int bytes) {
        return view.scan(from, end(), bytes).stream()
                .map(
                        e ->
                                new Entry(
                                        Arrays.copyOfRange(e.key, prefix.length, e.key.length),
                                        e.value))
                .toList();
    }

    /** Returns all entries, in order; what is changed meanwhile may or may not be among them. */
    Iterable<Entry> all() {
        return all(store);
    }

    /** Returns all entries that a view has, in order. */
    Iterable<Entry> all(StateView view) {
        return () -> new Walk(view);
    }

    /** Reads some at a time. */
    private final class Walk implements Iterator<Entry> {
        private final StateView view;
        private List<Entry> some;
        private int next;

        Walk(StateView view) {
            this.view = view;
            this.some = some(view, prefix, MUCH);
        }

        @Override
        public boolean hasNext() {
            if (next == some.size() && next > 0) {
                byte[] last = key(some.getLast().key);
                some = some(view, Arrays.copyOf(last, last.length + 1), MUCH);
                next = 0;
            }
            return next < some.size();
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return some.get(next++);
        }
    }

    private byte[] key(byte[] rest) {
        return join(prefix, rest);
    }

    /** Returns the first key behind all that begin so; the prefix is not all ones. */
    private byte[] end() {
        int length = prefix.length;
        while (prefix[length - 1] == -1) {
            length--;
        }
        byte[] end = Arrays.copyOf(prefix, length);
        end[length - 1]++;
        return end;
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Returns a number as bytes that are in the order of the numbers. */
    static byte[] ordered(long number) {
        byte[] bytes = new byte[Long.BYTES];
        long rest = number ^ Long.MIN_VALUE;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            bytes[i] = (byte) rest;
            rest >>>= Byte.SIZE;
        }
        return bytes;
    }

    /** Returns the number that stands at a place in some bytes. */
    static long ordered(byte[] bytes, int at) {
        long number = 0;
        for (int i = at; i < at + Long.BYTES; i++) {
            number = number << Byte.SIZE | (bytes[i] & 0xFF);
        }
        return number ^ Long.MIN_VALUE;
    }
}
