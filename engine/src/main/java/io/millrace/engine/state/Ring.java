package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

/** Elements by consecutive numbers, in an array that grows and shrinks with them. */
final class Ring {

    private static final int LEAST = 8;

    private @Nullable Object[] elements = new @Nullable Object[LEAST];
    private long[] written;

    /** The number of the first element. */
    long head;

    /** The number of the next element. */
    long tail;

    /**
     * Makes an empty one.
     *
     * @param timed whether each element has a time
     */
    Ring(boolean timed) {
        written = new long[timed ? LEAST : 0];
    }

    int size() {
        return (int) (tail - head);
    }

    void add(@Nullable Object element, long time) {
        if (size() == elements.length) {
            resize(Math.multiplyExact(elements.length, 2));
        }
        int slot = slot(tail);
        elements[slot] = element;
        if (written.length > 0) {
            written[slot] = time;
        }
        tail++;
    }

    void removeFirst(int count) {
        for (int i = 0; i < count; i++) {
            elements[slot(head)] = null;
            head++;
        }
        int room = elements.length;
        while (room > LEAST && size() < room / 4) {
            room /= 2;
        }
        if (room < elements.length) {
            resize(room);
        }
    }

    /** Gives the number that the first element has, while there is none. */
    void startAt(long number) {
        head = number;
        tail = number;
    }

    /** Returns when the first element was written. */
    long firstWritten() {
        return written[slot(head)];
    }

    /** Returns some elements. */
    @Nullable Object[] elements(long from, long to) {
        var copy = new @Nullable Object[(int) (to - from)];
        int start = slot(from);
        int ahead = Math.min(copy.length, elements.length - start);
        System.arraycopy(elements, start, copy, 0, ahead);
        System.arraycopy(elements, 0, copy, ahead, copy.length - ahead);
        return copy;
    }

    /** Returns when they were written; nothing if they have no times. */
    long[] written(long from, long to) {
        if (written.length == 0) {
            return written;
        }
        var copy = new long[(int) (to - from)];
        int start = slot(from);
        int ahead = Math.min(copy.length, written.length - start);
        System.arraycopy(written, start, copy, 0, ahead);
        System.arraycopy(written, 0, copy, ahead, copy.length - ahead);
        return copy;
    }

    private int slot(long number) {
        return (int) number & elements.length - 1;
    }

    private void resize(int room) {
        @Nullable Object[] all = elements(head, tail);
        long[] times = written(head, tail);
        elements = new @Nullable Object[room];
        written = new long[written.length == 0 ? 0 : room];
        int start = slot(head);
        int ahead = Math.min(all.length, room - start);
        System.arraycopy(all, 0, elements, start, ahead);
        System.arraycopy(all, ahead, elements, 0, all.length - ahead);
        if (written.length > 0) {
            System.arraycopy(times, 0, written, start, ahead);
            System.arraycopy(times, ahead, written, 0, all.length - ahead);
        }
    }
}
