package io.millrace.api;

import java.util.List;

/**
 * Some items of one input, taken together.
 *
 * <p><b>Lifecycle.</b> Given by {@link Streams#batches} and to {@link BatchHandler#onBatch}; may be
 * kept. Asking for the next batch says that this one is done.
 *
 * <p><b>Threads.</b> As {@link Streams}.
 *
 * <p><b>Ordering.</b> That of sending.
 *
 * <p><b>Back-pressure.</b> Its items have left the stream.
 *
 * <p><b>Errors.</b> {@link #fail} fails one item alone.
 *
 * <p><b>Delivery.</b> Its items are done when the next batch is asked for.
 *
 * @param <T> the type of the items
 * @since 0.1
 */
public interface Batch<T> extends Iterable<T> {

    /** Returns the items, in order. What is sent has the key and timestamp of the last one. */
    List<T> items();

    /** Returns how many items there are, at least 1. */
    int size();

    /**
     * Makes an item the current one, as iterating does: what is sent next has its key and its
     * timestamp.
     *
     * @param index which one, from 0
     * @return the item
     */
    T at(int index);

    /**
     * Fails one item, by the component's {@code on_error}; one that has failed already does not
     * fail again.
     *
     * @param index which one, from 0
     * @param cause why
     * @throws InterruptedException if the run is cancelled meanwhile
     */
    void fail(int index, Exception cause) throws InterruptedException;
}
