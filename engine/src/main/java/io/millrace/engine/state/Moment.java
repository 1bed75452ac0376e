package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

/**
 * One time of a {@link TimerTable}, and the keys it is set for, in the order in which they came.
 */
final class Moment {

    private static final int FEW = 8;

    final long time;
    final long due;
    int place; // in the heap
    boolean changed;
    private @Nullable Object[] keys = new @Nullable Object[1]; // null where it is gone
    private int used; // how many of them, from the front
    private int next; // those before it are taken
    private int live;
    private int frozen; // how many, from the front, a checkpoint has
    private int[] index = {}; // of many keys, open addressing: 1 + where a key is, 0 for none

    Moment(long time, long due) {
        this.time = time;
        this.due = due;
    }

    boolean isEmpty() {
        return live == 0;
    }

    boolean add(Object key) {
        int free = -1;
        if (index.length > 0) {
            int mask = index.length - 1;
            for (free = home(key, mask); index[free] != 0; free = free + 1 & mask) {
                if (key.equals(keys[index[free] - 1])) {
                    return false;
                }
            }
        } else if (find(key) >= 0) {
            return false;
        }
        if (used == keys.length) {
            grow();
            free = -1;
        }
        keys[used++] = key;
        live++;
        if (free >= 0) {
            index[free] = used;
        } else if (index.length > 0) {
            place(key, used);
        } else if (used > FEW) {
            reindex();
        }
        return true;
    }

    /** What became of a key. */
    enum Gone {
        WAS_NOT_THERE,
        /** No checkpoint has it. */
        UNFROZEN,
        FROZEN
    }

    Gone remove(Object key) {
        int at = find(key);
        if (at < 0) {
            return Gone.WAS_NOT_THERE;
        }
        keys[at] = null;
        live--;
        return at < frozen ? Gone.FROZEN : Gone.UNFROZEN;
    }

    /** Takes the key that came first of those that are left; only where there is one. */
    Object takeFirst() {
        while (keys[next] == null) {
            next++;
        }
        Object key = Objects.requireNonNull(keys[next]);
        keys[next++] = null;
        live--;
        return key;
    }

    /** Whether a checkpoint has the key taken last. */
    boolean lastWasFrozen() {
        return next <= frozen;
    }

    /** Returns the keys, some of them null, that no checkpoint has, which it then does. */
    @Nullable Object[] freeze() {
        @Nullable Object[] fresh = Arrays.copyOfRange(keys, Math.max(frozen, next), used);
        frozen = used;
        return fresh;
    }

    /** Returns all keys, and some nulls. */
    @Nullable Object[] all() {
        return Arrays.copyOfRange(keys, next, used);
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
            int stillFrozen = 0;
            for (int i = next; i < used; i++) {
                if (keys[i] != null) {
                    keys[to++] = keys[i];
                    stillFrozen += i < frozen ? 1 : 0;
                }
            }
            Arrays.fill(keys, to, used, null);
            next = 0;
            used = to;
            frozen = stillFrozen;
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
        return KeyHash.of(key) & mask;
    }
}
