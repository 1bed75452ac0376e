package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;

/**
 * Nodes by key, in the order in which they came.
 *
 * <p>A few are a chain that is walked; more get an open-addressing index beside it, at most half
 * full.
 */
final class Group extends Node {

    private static final int FEW = 8;
    private static final int GOLDEN = 0x9E3779B9;

    @Nullable Node first;
    @Nullable Node last;
    int size;
    private @Nullable Node @Nullable [] index;

    Group(Object key, int hash) {
        super(key, hash);
    }

    @Nullable Node find(Object wanted, int wantedHash) {
        @Nullable Node[] slots = index;
        if (slots == null) {
            Node node = first;
            while (node != null && !node.is(wanted, wantedHash)) {
                node = node.newer;
            }
            return node;
        }
        int mask = slots.length - 1;
        for (int i = home(wantedHash, slots.length); ; i = i + 1 & mask) {
            Node node = slots[i];
            if (node == null || node.is(wanted, wantedHash)) {
                return node;
            }
        }
    }

    /** Adds a node that is not here, as the newest. */
    void add(Node node) {
        node.owner = this;
        node.sequence = last == null ? 0 : last.sequence + 1;
        link(node, last, null);
        size++;
        if (index != null && size * 2 <= index.length) {
            place(node, index);
        } else if (size > FEW) {
            makeIndex(size * 4);
        }
    }

    void remove(Node node) {
        unlink(node);
        size--;
        if (index == null) {
            return;
        }
        if (size <= FEW / 2) {
            index = null;
        } else if (size * 16 < index.length) {
            makeIndex(size * 4);
        } else {
            free(node, index);
        }
    }

    /** Puts all in the order of their sequence; of equals, in that in which they came. */
    void sort() {
        var all = new ArrayList<Node>(size);
        boolean sorted = true;
        for (Node node = first; node != null; node = node.newer) {
            sorted &= node.older == null || node.older.sequence <= node.sequence;
            all.add(node);
        }
        if (sorted) {
            return;
        }
        all.sort(Comparator.comparingLong(node -> node.sequence));
        first = null;
        last = null;
        all.forEach(node -> link(node, last, null));
    }

    private void link(Node node, @Nullable Node before, @Nullable Node after) {
        node.older = before;
        node.newer = after;
        if (before == null) {
            first = node;
        } else {
            before.newer = node;
        }
        if (after == null) {
            last = node;
        } else {
            after.older = node;
        }
    }

    private void unlink(Node node) {
        Node before = node.older;
        Node after = node.newer;
        if (before == null) {
            first = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.older = before;
        }
        node.older = null;
        node.newer = null;
    }

    /** Makes an index with room for so many, at least. */
    private void makeIndex(int room) {
        @Nullable Node[] slots = new @Nullable Node[Integer.highestOneBit(room - 1) << 1];
        for (Node node = first; node != null; node = node.newer) {
            place(node, slots);
        }
        index = slots;
    }

    private static void place(Node node, @Nullable Node[] slots) {
        int i = home(node.hash, slots.length);
        while (slots[i] != null) {
            i = i + 1 & slots.length - 1;
        }
        slots[i] = node;
    }

    /**
     * Takes a node out, and moves up those behind it that then stand nearer to where they start.
     */
    @SuppressWarnings("ReferenceEquality") // this very node
    private static void free(Node node, @Nullable Node[] slots) {
        int mask = slots.length - 1;
        int gap = home(node.hash, slots.length);
        while (slots[gap] != node) {
            gap = gap + 1 & mask;
        }
        for (int i = gap + 1 & mask; ; i = i + 1 & mask) {
            Node next = slots[i];
            if (next == null) {
                break;
            }
            int start = home(next.hash, slots.length);
            if ((i - start & mask) >= (i - gap & mask)) {
                slots[gap] = next;
                gap = i;
            }
        }
        slots[gap] = null;
    }

    /** Returns how far at most something stands from where a search for it starts, in slots. */
    int farthest() {
        @Nullable Node[] slots = index;
        int farthest = slots == null ? size : 0;
        for (int i = 0; slots != null && i < slots.length; i++) {
            Node node = slots[i];
            if (node != null) {
                int start = home(node.hash, slots.length);
                farthest = Math.max(farthest, i - start & slots.length - 1);
            }
        }
        return farthest;
    }

    /** Takes the upper bits, into which all of them have gone. */
    private static int home(int hash, int length) {
        return (hash * GOLDEN) >>> (Integer.numberOfLeadingZeros(length) + 1);
    }
}
