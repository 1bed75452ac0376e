package io.millrace.engine;

import io.millrace.graph.ComponentSpec.Buffer;

import org.jspecify.annotations.Nullable;

/** A ring with what belongs to it; made anew for each try. */
final class Pair {

    final Bed sender = new Bed();
    final Bed taker = new Bed();
    final Counters counters = new Counters();
    final Cursor sent = new Cursor();
    final Cursor got = new Cursor();
    final Ring ring;

    Pair(int items, long bytes, boolean dropNewest) {
        ring =
                new Ring(
                        "input",
                        new Buffer(items, bytes),
                        dropNewest,
                        new Ring.Lanes(true, true),
                        Time.system(),
                        sender,
                        taker,
                        counters,
                        sender::wake);
    }

    /**
     * Puts an element, with a key and a timestamp that go with it.
     *
     * @return what the ring says; false, too, if it would have had to wait for room
     */
    boolean put(Object element, int number) {
        sent.key = number;
        sent.timestamp = number;
        try {
            return ring.put(element, sent);
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Takes the next element, if there is one, and gives its room back. */
    @Nullable Object poll() {
        if (ring.available() == 0) {
            return null;
        }
        Object element = ring.take(got);
        ring.release();
        return element;
    }

    /** Returns the number that came with the element last taken, if key and timestamp agree. */
    int number() {
        return got.key instanceof Integer key && key == got.timestamp ? key : -1;
    }

    /** An item whose field is written without any order of its own. */
    static final class Item {
        int value;

        Item(int value) {
            this.value = value;
        }
    }
}
