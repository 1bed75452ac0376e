package io.millrace.engine;

import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;

/**
 * A stream between two tasks: bounded, ordered, from one thread to one thread.
 *
 * <p>Keys and timestamps lie beside the items in arrays of their own ({@code lanes}), and only
 * where the graph has any.
 */
abstract class Channel {

    /** How many items a taker gets at most before it gives their room back. */
    static final int BATCH = 256;

    final String input;

    /** How far event time is at its taker; null where its stream has none. The taker's own. */
    @Nullable InputTime inputTime;

    private final Runnable onCancel;
    private volatile boolean cancelled;
    private volatile boolean ended;
    private volatile long idleAt = Timers.NEVER;
    private Control.@Nullable Barrier held; // the taker's own
    private boolean drained; // the taker's own

    /**
     * Creates one.
     *
     * @param input the name of the input it leads to
     * @param onCancel told that the taker has ended, on the taker's thread
     */
    Channel(String input, Runnable onCancel) {
        this.input = input;
        this.onCancel = onCancel;
    }

    /**
     * Puts an item or a control element; waits for room, or drops by the stream's own policy.
     *
     * @return false if the taker has ended and the element was discarded
     */
    abstract boolean put(Object element, Cursor cursor) throws InterruptedException;

    /** Returns whether {@link #put} would not wait; for the sender's thread. */
    abstract boolean hasRoom(Object element);

    /** Puts the end of the stream, and makes sure that the taker knows of it. */
    final void end(Cursor cursor) throws InterruptedException {
        ended = put(new Control.End(), cursor);
        flush();
    }

    /**
     * Says that no item up to a time follows. It goes with the next element, and to a taker that
     * has taken all that is there.
     */
    abstract void advance(long watermark);

    /** Says when it will be idle if nothing more comes; seen by a taker that has taken all. */
    void idleAt(long at) {
        idleAt = at;
    }

    /** Makes sure that the taker knows of what was put. */
    abstract void flush();

    /**
     * Wakes a taker that waits though there is something for it. For the pacer's thread.
     *
     * @return whether anything was put since the last call
     */
    abstract boolean nudge();

    /** Returns how many elements can be taken without waiting, {@link #BATCH} at most. */
    abstract int available();

    /** Returns whether the next of those {@link #available} told of is an item. */
    abstract boolean itemIsNext();

    /** Returns the watermark before the next of those that {@link #available} told of. */
    abstract long watermarkOfNext();

    /** Returns the watermark where there is nothing to take, else one that is no later. */
    abstract long watermarkWhenDry();

    /** Whether there is news of time for a taker that has taken all that is there. */
    final boolean hasAdvanced() {
        InputTime taken = inputTime;
        return taken != null
                && held == null
                && (watermarkWhenDry() > taken.watermark()
                        || (available() == 0 && idleAt != taken.idleAt()));
    }

    /**
     * Returns when it will be idle if nothing more comes; never while there is something to take.
     */
    final long idleAtWhenDry() {
        return held == null && available() == 0 ? idleAt : Timers.NEVER;
    }

    /** Tells the taker how far time is, where there is nothing to take. */
    final void advanceTaker() throws InterruptedException {
        InputTime taken = inputTime;
        if (taken != null && held == null) {
            taken.advance(watermarkWhenDry());
            if (available() == 0) {
                taken.idleAt(idleAt);
            }
        }
    }

    /** Takes the next element, of those {@link #available} told of. */
    abstract Object take(Cursor cursor);

    /** Gives back the room of what was taken. */
    abstract void release();

    /** Takes no more from it until the taker has let a barrier pass that it has taken. */
    final void hold(Control.Barrier barrier) {
        held = barrier;
    }

    /** Goes on taking. */
    final void letGo() {
        held = null;
    }

    /** Returns the barrier that holds it back; null if there is none. For the taker. */
    final Control.@Nullable Barrier held() {
        return held;
    }

    /** Says that the taker has taken the end. */
    final void drained() {
        drained = true;
    }

    /** Returns whether the taker has taken the end. */
    final boolean isDrained() {
        return drained;
    }

    /**
     * Returns the barrier that has come by all of some channels, but for those that have ended;
     * null if one is still open, or none has brought one.
     */
    static Control.@Nullable Barrier aligned(Channel[] channels) {
        Control.Barrier barrier = null;
        for (Channel channel : channels) {
            if (channel.held != null) {
                barrier = channel.held;
            } else if (!channel.drained) {
                return null;
            }
        }
        return barrier;
    }

    /** Ends the stream from the taker's side: what is in it and what still comes is discarded. */
    final void cancel() {
        cancelled = true;
        onCancel.run();
    }

    /** Returns whether the taker has ended; for any thread. */
    final boolean isCancelled() {
        return cancelled;
    }

    /** Returns how many items are in it that nobody will take; for any thread. */
    final int leftBehind() {
        return cancelled ? depth() : 0;
    }

    /** Returns whether the end of the stream is in it, or was. */
    final boolean hasEnded() {
        return ended;
    }

    /** Returns how many items are in it; for any thread, a moment's picture. */
    abstract int depth();

    abstract int capacity();

    /** Returns whether an element is an item, or stands for one. */
    static boolean isItem(Object element) {
        return !(element instanceof Control control) || control.isItem();
    }

    /** Returns the bytes an element counts for. */
    static int weigh(Object element) {
        return switch (element) {
            case Document document -> document.weight();
            case String text -> 40 + 2 * text.length();
            case byte[] bytes -> 16 + bytes.length;
            case Control control -> control.weight();
            default -> 64;
        };
    }
}
