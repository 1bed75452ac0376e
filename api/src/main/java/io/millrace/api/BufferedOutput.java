package io.millrace.api;

/**
 * An output that holds items back and sends them on together; made by {@link Streams#buffer}.
 *
 * <p><b>Lifecycle.</b> Valid until {@link Component#process} returns; what is held then is sent on.
 * What is held when the component fails or is cancelled is not.
 *
 * <p><b>Threads.</b> As {@link Output}.
 *
 * <p><b>Ordering.</b> Items are sent on in the order of sending, each with its own key and
 * timestamp. What is sent past the buffer overtakes it.
 *
 * <p><b>Back-pressure.</b> {@link #send} blocks while the buffer is full and downstream too. {@link
 * #trySend} is false then.
 *
 * <p><b>Errors.</b> As {@link Output}. When sending on is broken off, the items that were not sent
 * stay in the buffer, and no other.
 *
 * <p><b>Delivery.</b> The flush interval is a timer, which runs while the component waits in the
 * engine: for items, for room, in {@link Context#sleep}. During other waits an item is held until
 * they are over.
 *
 * @since 0.1
 */
public interface BufferedOutput extends Output {

    /**
     * Sends on what is held; returns when the buffer is empty.
     *
     * @throws InterruptedException if the run is cancelled meanwhile
     * @throws StreamFinished if nobody downstream takes items any more
     */
    void flush() throws InterruptedException;

    /** Returns how many items are held. */
    int held();
}
