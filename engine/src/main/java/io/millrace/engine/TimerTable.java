package io.millrace.engine;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Timers: times, each with the keys it is set for, each key once. Of one thread alone. */
final class TimerTable {

    /*
     * A binary heap of the times, in the order in which they are due, and a map that finds them. Each
     * time has its keys in the order in which they came, and where they are many an open-addressing
     * index of them (at most half full). A million keys that wait for the end of one window are one
     * entry of the heap; a time that is cancelled leaves it at once.
     */

    private static final Moment NONE = new Moment(0, 0);

    private final Map<Long, Moment> moments = new HashMap<>();
    private Moment[] heap = new Moment[16];
    private int size;
    private @Nullable Moment last; // the one looked up last

    /** One time and its keys. */
    private static final class Moment {
        private static final int FEW = 8;

        final long time;
        final long due;
        int place; // in the heap
        @Nullable Object[] keys = new @Nullable Object[1]; // null where cancelled or called
        int used; // how many of them, from the front
        int next; // those before it are called
        int live;
        int[] index = {}; // 1 + where a key is, 0 for none

        Moment(long time, long due) {
            this.time = time;
            this.due = due;
        }

        boolean add(Object key) {
            if (find(key) >= 0) {
                return false;
            }
            if (used == keys.length) {
                grow();
            }
            keys[used++] = key;
            live++;
            if (index.length > 0) {
                place(key, used);
            } else if (used > FEW) {
                reindex();
            }
            return true;
        }

        boolean remove(Object key) {
            int at = find(key);
            if (at < 0) {
                return false;
            }
            keys[at] = null;
            live--;
            return true;
        }

        /** Takes the key that came first of those that are left. */
        Object takeFirst() {
            while (keys[next] == null) {
                next++;
            }
            Object key = Objects.requireNonNull(keys[next]);
            keys[next++] = null;
            live--;
            return key;
        }

        private int find(Object key) {
            if (index.length == 0) {
                for (int i = next; i < used; i++) {
                    if (key.equals(keys[i])) {
                        return i;
                    }
                }
                return -1;
            }
            int mask = index.length - 1;
            for (int i = home(key, mask); index[i] != 0; i = i + 1 & mask) {
                if (key.equals(keys[index[i] - 1])) {
                    return index[i] - 1;
                }
            }
            return -1;
        }

        /** Makes room: by leaving out what is gone where that is half of it, else by growing. */
        private void grow() {
            if (live > used / 2) {
                keys = Arrays.copyOf(keys, used * 2);
            } else {
                int to = 0;
                for (int i = next; i < used; i++) {
                    if (keys[i] != null) {
                        keys[to++] = keys[i];
                    }
                }
                Arrays.fill(keys, to, used, null);
                next = 0;
                used = to;
            }
            if (index.length > 0) {
                reindex();
            }
        }

        private void reindex() {
            index = new int[Math.max(4 * FEW, Integer.highestOneBit(keys.length) * 4)];
            for (int i = next; i < used; i++) {
                Object key = keys[i];
                if (key != null) {
                    place(key, i + 1);
                }
            }
        }

        private void place(Object key, int entry) {
            int mask = index.length - 1;
            int i = home(key, mask);
            while (index[i] != 0) {
                i = i + 1 & mask;
            }
            index[i] = entry;
        }

        private static int home(Object key, int mask) {
            int h = key.hashCode() * 0x9E3779B9;
            return (h ^ h >>> 16) & mask;
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns when the first is due; only where there is one. */
    long firstDue() {
        return heap[0].due;
    }

    /** Returns the first time; only where there is one. */
    long firstTime() {
        return heap[0].time;
    }

    /** Returns when a time is due, or what is given instead if it is not set for any key. */
    long dueOf(long time, long otherwise) {
        Moment moment = find(time);
        return moment == null ? otherwise : moment.due;
    }

    boolean has(long time) {
        return find(time) != null;
    }

    /**
     * Adds a timer; one that is there already stays as it is.
     *
     * @param due when; heeded for the first key of a time
     */
    void add(long time, long due, Object key) {
        Moment moment = find(time);
        if (moment == null) {
            moment = new Moment(time, due);
            moments.put(time, moment);
            last = moment;
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            rise(moment, size++);
        }
        moment.add(key);
    }

    /** Removes a timer, if it is there. */
    void remove(long time, Object key) {
        Moment moment = find(time);
        if (moment != null && moment.remove(key) && moment.live == 0) {
            remove(moment);
        }
    }

    /** Takes a key of the first time; only where there is one. */
    Object take() {
        Moment first = heap[0];
        Object key = first.takeFirst();
        if (first.live == 0) {
            remove(first);
        }
        return key;
    }

    private @Nullable Moment find(long time) {
        Moment moment = last;
        if (moment == null || moment.time != time) {
            moment = moments.get(time);
            last = moment;
        }
        return moment;
    }

    // ---- the heap

    private void remove(Moment moment) {
        moments.remove(moment.time);
        last = null;
        Moment end = heap[--size];
        heap[size] = NONE;
        if (end != moment) {
            sink(end, moment.place);
            rise(end, end.place);
        }
    }

    private void rise(Moment moment, int from) {
        int place = from;
        while (place > 0 && moment.due < heap[(place - 1) / 2].due) {
            put(heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }
        put(moment, place);
    }

    private void sink(Moment moment, int from) {
        int place = from;
        while (true) {
            int child = 2 * place + 1;
            if (child + 1 < size && heap[child + 1].due < heap[child].due) {
                child++;
            }
            if (child >= size || moment.due <= heap[child].due) {
                break;
            }
            put(heap[child], place);
            place = child;
        }
        put(moment, place);
    }

    private void put(Moment moment, int place) {
        heap[place] = moment;
        moment.place = place;
    }
}
