package io.millrace.api;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Gathers where the fields of an object, or the elements of an array, are. */
final class JsonIndex {
    /*
     * The result is one int[]: how many slots there are, then four numbers a slot: where its value
     * begins and ends, where its name begins (behind the quote) and what it is: the flags of the
     * value in bits 0 to 3, whether its name has escapes in bit 4, the hash of the name above. A
     * name stands right before its value, so that the last quote before the value ends it.
     *
     * A name that comes again takes over the slot of the first; a filter of 64 bits says of most
     * names without a search that they are new. An object of more than FEW fields has an open hash
     * table of slots (plus 1) behind the slots, so that many fields cost no more to find than few.
     */

    private static final int WIDTH = 4;
    private static final int FLAGS = 15;
    private static final int NAME_ESCAPED = 16;
    private static final int HASH = -32;
    private static final int FEW = 32;

    private int[] index;
    private int count;
    private long seen;
    private int @Nullable [] table;

    /** Starts one with room for so many slots. */
    JsonIndex(int slots) {
        index = new int[1 + WIDTH * slots];
    }

    /** Starts one from a result, whose bytes have been moved. */
    JsonIndex(int[] result, int moved) {
        count = size(result);
        index = Arrays.copyOf(result, 1 + WIDTH * (count + 4));
        for (int slot = 0; slot < count; slot++) {
            int at = 1 + WIDTH * slot;
            index[at] += moved;
            index[at + 1] += moved;
            index[at + 2] += moved;
            seen |= bit(index[at + 3]);
        }
        if (count > FEW) {
            tabulate();
        }
    }

    /** Packs what a slot says beside its places. */
    static int meta(int hash, boolean nameEscaped, int flags) {
        return (hash & HASH) | (nameEscaped ? NAME_ESCAPED : 0) | flags;
    }

    /**
     * Notes a field; of two with one name the last counts, in the place of the first.
     *
     * @return whether the name is new
     */
    boolean field(byte[] bytes, int name, int start, int end, int meta) {
        int slot = find(bytes, meta, bytes, name, nameEnd(bytes, start));
        if (slot < 0) {
            append(name, start, end, meta);
        } else {
            set(slot, name, start, end, meta);
        }
        return slot < 0;
    }

    /** Notes an element. */
    void element(int start, int end, int flags) {
        reserve();
        set(count++, 0, start, end, flags);
    }

    /**
     * Returns the slot of a field.
     *
     * @param bytes what the index is of
     * @param meta holds the hash of the name and whether it has escapes
     * @param other where the name is written, from {@code name} to {@code nameEnd}
     * @return the slot, or -1 if the name is new
     */
    int find(byte[] bytes, int meta, byte[] other, int name, int nameEnd) {
        if ((seen & bit(meta)) == 0) {
            return -1;
        }
        if (table == null) {
            for (int slot = 0; slot < count; slot++) {
                if (isNamed(slot, bytes, meta, other, name, nameEnd)) {
                    return slot;
                }
            }
            return -1;
        }
        int mask = table.length - 1;
        int at = place(meta, mask);
        while (table[at] != 0) {
            if (isNamed(table[at] - 1, bytes, meta, other, name, nameEnd)) {
                return table[at] - 1;
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    private boolean isNamed(int slot, byte[] bytes, int meta, byte[] other, int name, int nameEnd) {
        return sameHash(index, slot, meta)
                && JsonText.same(
                        bytes,
                        name(index, slot),
                        nameEnd(bytes, start(index, slot)),
                        nameEscaped(index, slot),
                        other,
                        name,
                        nameEnd,
                        (meta & NAME_ESCAPED) != 0);
    }

    /** Removes a slot; those behind it move up. */
    void remove(int slot) {
        count--;
        int at = 1 + WIDTH * slot;
        System.arraycopy(index, at + WIDTH, index, at, WIDTH * (count - slot));
        if (table != null) {
            tabulate();
        }
    }

    /** Notes that a slot holds another field, of a new name. */
    void replace(int slot, int name, int start, int end, int meta) {
        set(slot, name, start, end, meta);
        seen |= bit(meta);
        if (table != null) {
            tabulate();
        }
    }

    /** Notes that the field in a slot has been moved. */
    void move(int slot, int name, int start, int end) {
        set(slot, name, start, end, index[4 + WIDTH * slot]);
    }

    int count() {
        return count;
    }

    /** Returns what has been gathered so far, for the methods that read. */
    int[] slots() {
        return index;
    }

    /** Returns the result. */
    int[] finish() {
        index[0] = count;
        if (count <= FEW) {
            return index;
        }
        int length = 1 + WIDTH * count;
        if (table == null) {
            return Arrays.copyOf(index, length);
        }
        int[] result = Arrays.copyOf(index, length + table.length);
        System.arraycopy(table, 0, result, length, table.length);
        return result;
    }

    private void append(int name, int start, int end, int meta) {
        reserve();
        seen |= bit(meta);
        set(count++, name, start, end, meta);
        if (table != null && 2 * count <= table.length) {
            enter(table, count - 1);
        } else if (count > FEW) {
            tabulate();
        }
    }

    private void reserve() {
        if (1 + WIDTH * (count + 1) > index.length) {
            index = Arrays.copyOf(index, 1 + WIDTH * 2 * (count + 1));
        }
    }

    private void set(int slot, int name, int start, int end, int meta) {
        int at = 1 + WIDTH * slot;
        index[at] = start;
        index[at + 1] = end;
        index[at + 2] = name;
        index[at + 3] = meta;
    }

    private void tabulate() {
        table = new int[4 * Integer.highestOneBit(Math.max(count, FEW))];
        for (int slot = 0; slot < count; slot++) {
            enter(table, slot);
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

    private static long bit(int hash) {
        return 1L << (hash >>> 5);
    }

    private static int place(int hash, int mask) {
        return (hash >>> 5) & mask;
    }

    private static boolean sameHash(int[] index, int slot, int hash) {
        return ((index[4 + WIDTH * slot] ^ hash) & HASH) == 0;
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

    /** Returns where the name of a field ends whose value begins here. */
    static int nameEnd(byte[] bytes, int start) {
        int at = start - 2;
        while (bytes[at] != '"') {
            at--;
        }
        return at;
    }

    static boolean nameEscaped(int[] index, int slot) {
        return (index[4 + WIDTH * slot] & NAME_ESCAPED) != 0;
    }

    /** Returns the flags of the value in a slot. */
    static int flags(int[] index, int slot) {
        return index[4 + WIDTH * slot] & FLAGS;
    }

    /** Returns the slot of a field, or -1. */
    static int find(int[] index, byte[] bytes, JsonName name) {
        int count = index[0];
        int likely = name.likelySlot;
        if (likely < count && has(index, bytes, likely, name)) {
            return likely;
        }
        int slot = count <= FEW ? search(index, bytes, name) : lookUp(index, bytes, name);
        if (slot >= 0) {
            name.likelySlot = slot;
        }
        return slot;
    }

    private static int search(int[] index, byte[] bytes, JsonName name) {
        int count = index[0];
        for (int slot = 0; slot < count; slot++) {
            if (has(index, bytes, slot, name)) {
                return slot;
            }
        }
        return -1;
    }

    private static int lookUp(int[] index, byte[] bytes, JsonName name) {
        int places = 1 + WIDTH * index[0];
        int mask = index.length - places - 1;
        int at = place(name.hash, mask);
        while (index[places + at] != 0) {
            int slot = index[places + at] - 1;
            if (has(index, bytes, slot, name)) {
                return slot;
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    private static boolean has(int[] index, byte[] bytes, int slot, JsonName name) {
        return sameHash(index, slot, name.hash)
                && name.isAt(bytes, name(index, slot), nameEscaped(index, slot));
    }
}
