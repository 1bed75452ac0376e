package io.millrace.api;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Gathers where the fields of an object, or the elements of an array, are. */
final class JsonIndex {
    /*
     * The result is one int[]: how many slots there are, then four numbers a slot: where its value
     * begins and ends, where its name begins (behind the quote) and what it is: the kind in bits 0
     * to 2, whether its text has escapes in bit 3, whether its name has in bit 4, the hash of the
     * name above. An object of more than FEW fields has an open hash table of slots (plus 1) at the
     * end, so that many fields cost no more to find than few.
     *
     * A name that comes again takes over the slot of the first; a filter of 64 bits says of most
     * names without a search that they are new.
     */

    private static final int WIDTH = 4;
    private static final int NAME_ESCAPED = 16;
    private static final int HASH = -32;
    private static final int FEW = 32;

    private final byte[] bytes;
    private int[] index;
    private int count;
    private long seen;
    private int @Nullable [] table;

    /** Starts one over the bytes, for a value of this length. */
    JsonIndex(byte[] bytes, int length) {
        this.bytes = bytes;
        this.index = new int[1 + WIDTH * Math.clamp(length / 16, 4, 64)];
    }

    /** Notes a field; of two with one name the last counts, in the place of the first. */
    void field(int name, int nameEnd, boolean nameEscaped, int start, int end, int flags) {
        int hash = JsonName.hash(bytes, name, nameEnd, nameEscaped) & HASH;
        int meta = hash | (nameEscaped ? NAME_ESCAPED : 0) | flags;
        int slot = slotOf(hash, name, nameEnd, nameEscaped);
        if (slot < 0) {
            append(start, end, name, meta);
        } else {
            set(slot, start, end, name, meta);
        }
    }

    /** Notes an element. */
    void element(int start, int end, int flags) {
        if (1 + WIDTH * (count + 1) > index.length) {
            grow();
        }
        set(count++, start, end, 0, flags);
    }

    /** Notes a field copied from another object, whose name is known to be new here. */
    void copy(int[] other, int slot, int start, int end, int name) {
        append(start, end, name, other[1 + WIDTH * slot + 3]);
    }

    /** Returns the result. */
    int[] finish() {
        index[0] = count;
        int length = 1 + WIDTH * count;
        if (table == null) {
            return length == index.length ? index : Arrays.copyOf(index, length);
        }
        int[] result = Arrays.copyOf(index, length + table.length);
        System.arraycopy(table, 0, result, length, table.length);
        return result;
    }

    static int size(int[] index) {
        return index[0];
    }

    static int start(int[] index, int slot) {
        return index[1 + WIDTH * slot];
    }

    static int end(int[] index, int slot) {
        return index[2 + WIDTH * slot];
    }

    static int name(int[] index, int slot) {
        return index[3 + WIDTH * slot];
    }

    /** Returns where the name in a slot ends: the closing quote is the last before the value. */
    static int nameEnd(int[] index, byte[] bytes, int slot) {
        int at = start(index, slot);
        do {
            at--;
        } while (bytes[at] != '"');
        return at;
    }

    static boolean nameEscaped(int[] index, int slot) {
        return (index[4 + WIDTH * slot] & NAME_ESCAPED) != 0;
    }

    /** Returns kind and escapes of the value, as {@link JsonDocument#flags} packs them. */
    static int flags(int[] index, int slot) {
        return index[4 + WIDTH * slot] & ~(HASH | NAME_ESCAPED);
    }

    /** Returns the slot of a field, or -1. */
    static int find(int[] index, byte[] bytes, JsonName name) {
        int count = index[0];
        int hash = name.hash & HASH;
        if (count <= FEW) {
            for (int slot = 0; slot < count; slot++) {
                if (has(index, bytes, slot, hash, name)) {
                    return slot;
                }
            }
            return -1;
        }
        int table = 1 + WIDTH * count;
        int mask = index.length - table - 1;
        for (int at = place(hash, mask); index[table + at] != 0; at = (at + 1) & mask) {
            int slot = index[table + at] - 1;
            if (has(index, bytes, slot, hash, name)) {
                return slot;
            }
        }
        return -1;
    }

    private static boolean has(int[] index, byte[] bytes, int slot, int hash, JsonName name) {
        return (index[4 + WIDTH * slot] & HASH) == hash
                && name.isWritten(
                        bytes,
                        name(index, slot),
                        nameEnd(index, bytes, slot),
                        nameEscaped(index, slot));
    }

    private static int place(int hash, int mask) {
        return (hash >>> 5) & mask;
    }

    private int slotOf(int hash, int name, int nameEnd, boolean nameEscaped) {
        if (table == null) {
            if ((seen & bit(hash)) != 0) {
                for (int slot = 0; slot < count; slot++) {
                    if (isNamed(slot, hash, name, nameEnd, nameEscaped)) {
                        return slot;
                    }
                }
            }
            return -1;
        }
        int mask = table.length - 1;
        for (int at = place(hash, mask); table[at] != 0; at = (at + 1) & mask) {
            if (isNamed(table[at] - 1, hash, name, nameEnd, nameEscaped)) {
                return table[at] - 1;
            }
        }
        return -1;
    }

    private boolean isNamed(int slot, int hash, int name, int nameEnd, boolean nameEscaped) {
        return (index[4 + WIDTH * slot] & HASH) == hash
                && JsonText.same(
                        bytes,
                        name(index, slot),
                        nameEnd(index, bytes, slot),
                        nameEscaped(index, slot),
                        bytes,
                        name,
                        nameEnd,
                        nameEscaped);
    }

    private static long bit(int hash) {
        return 1L << (hash >>> 5);
    }

    private void append(int start, int end, int name, int meta) {
        if (1 + WIDTH * (count + 1) > index.length) {
            grow();
        }
        seen |= bit(meta);
        set(count++, start, end, name, meta);
        if (table != null && 2 * count <= table.length) {
            enter(table, count - 1);
        } else if (count > FEW) {
            table = new int[Integer.highestOneBit(count) * 4];
            for (int slot = 0; slot < count; slot++) {
                enter(table, slot);
            }
        }
    }

    private void enter(int[] places, int slot) {
        int mask = places.length - 1;
        int at = place(index[4 + WIDTH * slot], mask);
        while (places[at] != 0) {
            at = (at + 1) & mask;
        }
        places[at] = slot + 1;
    }

    private void set(int slot, int start, int end, int name, int meta) {
        int at = 1 + WIDTH * slot;
        index[at] = start;
        index[at + 1] = end;
        index[at + 2] = name;
        index[at + 3] = meta;
    }

    private void grow() {
        index = Arrays.copyOf(index, 1 + WIDTH * 2 * count);
    }
}
