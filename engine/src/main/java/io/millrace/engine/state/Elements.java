package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The elements of a list, numbered from the first that there ever was: a ring that grows. */
final class Elements extends Node {

    private static final int LEAST = 8;

    private @Nullable Object[] ring = new @Nullable Object[LEAST];

    /** The number of the first element. */
    long head;

    /** The number of the next element. */
    long tail;

    Elements(Object key, int hash) {
        super(key, hash);
    }

    int size() {
        return (int) (tail - head);
    }

    void add(Object element) {
        if (size() == ring.length) {
            resize(ring.length * 2);
        }
        ring[slot(tail)] = element;
        tail++;
    }

    void removeFirst(int count) {
        for (int i = 0; i < count; i++) {
            ring[slot(head)] = null;
            head++;
        }
        int room = ring.length;
        while (room > LEAST && size() * 4 < room) {
            room /= 2;
        }
        if (room < ring.length) {
            resize(room);
        }
    }

    /** Returns some elements, by their numbers. */
    @Nullable Object[] copy(long from, long to) {
        var copy = new @Nullable Object[(int) (to - from)];
        int start = slot(from);
        int ahead = Math.min(copy.length, ring.length - start);
        System.arraycopy(ring, start, copy, 0, ahead);
        System.arraycopy(ring, 0, copy, ahead, copy.length - ahead);
        return copy;
    }

    List<Object> all() {
        return Collections.unmodifiableList(elements());
    }

    @SuppressWarnings("NullAway") // those between head and tail are there
    private List<Object> elements() {
        return Arrays.asList(copy(head, tail));
    }

    private int slot(long number) {
        return (int) number & ring.length - 1;
    }

    private void resize(int room) {
        var larger = new @Nullable Object[room];
        @Nullable Object[] elements = copy(head, tail);
        int start = (int) head & room - 1;
        int ahead = Math.min(elements.length, room - start);
        System.arraycopy(elements, 0, larger, start, ahead);
        System.arraycopy(elements, ahead, larger, 0, elements.length - ahead);
        ring = larger;
    }
}
