package io.millrace.engine;

/**
 * What travels in a stream between the items, in their order. A class, so that telling it from an
 * item is one comparison.
 */
abstract sealed class Control {

    private Control() {}

    /** Returns whether it stands for an item, and so for a full stream to drop. */
    boolean isItem() {
        return false;
    }

    /** Returns the bytes it counts for. */
    int weight() {
        return 0;
    }

    /** The end of a stream. */
    static final class End extends Control {}

    /** The end of an epoch. */
    static final class Barrier extends Control {
        final long epoch;

        /** Whether everything the states hold is asked for, beside what has changed. */
        final boolean base;

        /** Whether nothing follows: the run is suspended. */
        final boolean last;

        Barrier(long epoch, boolean base, boolean last) {
            this.epoch = epoch;
            this.base = base;
            this.last = last;
        }
    }

    /** An item that its taker has to fail: what failed was found out on the sender's thread. */
    static final class FailedItem extends Control {
        final Object item;
        final String operation;
        final Exception cause;

        FailedItem(Object item, String operation, Exception cause) {
            this.item = item;
            this.operation = operation;
            this.cause = cause;
        }

        @Override
        boolean isItem() {
            return true;
        }

        @Override
        int weight() {
            return Channel.weigh(item);
        }
    }
}
