package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

/** The list of a key. Its elements are numbered from the first that there ever was. */
final class Elements extends Tracked {

    final Ring ring;

    /** When the last element was added, where that counts. */
    @Nullable Age age;

    /** The number of the first element that checkpoints have. */
    long savedFrom;

    /** The number behind the last one that they have. */
    long savedTo;

    private @Nullable Before before;

    Elements(Object key, int hash, boolean timed) {
        super(key, hash);
        ring = new Ring(timed);
    }

    /** How the list was: the elements that it has lost since, and where it ended. */
    private static final class Before {
        final Ring lost;
        final long tail;

        Before(long head, long tail, boolean timed) {
            this.lost = new Ring(timed);
            this.lost.startAt(head);
            this.tail = tail;
        }
    }

    void removeFirst(int count) {
        if (before != null) {
            long to = Math.min(ring.head + count, before.tail);
            if (ring.head < to) {
                @Nullable Object[] elements = ring.elements(ring.head, to);
                long[] written = ring.written(ring.head, to);
                for (int i = 0; i < elements.length; i++) {
                    before.lost.add(elements[i], written.length == 0 ? 0 : written[i]);
                }
            }
        }
        ring.removeFirst(count);
    }

    // ---- as it was when the step began

    long headBefore() {
        return before == null ? ring.head : before.lost.head;
    }

    long tailBefore() {
        return before == null ? ring.tail : before.tail;
    }

    /** Adds elements that were there then, to what takes them one by one. */
    void eachBefore(long from, long to, Ring into) {
        long lostTo = before == null ? from : Math.max(from, Math.min(before.lost.tail, to));
        if (before != null && from < lostTo) {
            copy(before.lost, from, lostTo, into);
        }
        copy(ring, lostTo, to, into);
    }

    private static void copy(Ring ring, long from, long to, Ring into) {
        if (from >= to) {
            return;
        }
        @Nullable Object[] elements = ring.elements(from, to);
        long[] written = ring.written(from, to);
        for (int i = 0; i < elements.length; i++) {
            into.add(elements[i], written.length == 0 ? 0 : written[i]);
        }
    }

    @Override
    boolean isGone() {
        return ring.size() == 0;
    }

    @Override
    boolean isSaved() {
        return savedFrom < savedTo;
    }

    @Override
    boolean isInStep() {
        return before != null;
    }

    @Override
    void remember() {
        before = new Before(ring.head, ring.tail, age != null);
    }

    @Override
    void forget() {
        before = null;
    }
}
