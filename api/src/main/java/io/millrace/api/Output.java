package io.millrace.api;

import java.time.Duration;

/**
 * A named end of a component, from which streams go to the inputs of others.
 *
 * <p><b>Lifecycle.</b> Made by the engine before set-up; ends after the component has ended.
 *
 * <p><b>Threads.</b> To be used on the component's own thread alone.
 *
 * <p><b>Ordering.</b> Each bound input gets the items in the order of sending.
 *
 * <p><b>Back-pressure.</b> {@link #send} blocks while a stream behind it is full, for as long as
 * that lasts; {@link #trySend} does not wait, and {@link #send(Object, Duration)} not for ever.
 *
 * <p><b>Errors.</b> A failure downstream never comes back through {@code send}. Sending in {@link
 * Component#cleanup} or after it, or where the streams are full from another thread, is an {@link
 * IllegalStateException}.
 *
 * <p><b>Delivery.</b> An item sent to an output that is not bound is counted and dropped.
 *
 * @since 0.1
 */
public interface Output {

    /** The name of the output that is meant where none is named. */
    String DEFAULT = "output";

    /** The name of the output that every component has for its failed items. */
    String ERROR = "error";

    /**
     * Sends an item to every input bound to this output; it keeps the key and the timestamp of the
     * item being handled.
     *
     * @param item an immutable item, not null
     * @throws InterruptedException if the run is cancelled while this waits; let it pass
     * @throws StreamFinished if nobody downstream takes items any more; let it pass
     */
    void send(Object item) throws InterruptedException;

    /**
     * Sends an item if every stream that it goes to has room for it; never waits for room.
     *
     * <p>Behind a fused handler the streams that this handler sends to count; one that sends more
     * than one item for this one may have to wait for the others.
     *
     * @param item an immutable item, not null
     * @return false if a stream is full; nothing was sent then
     * @throws InterruptedException if the run is cancelled meanwhile; let it pass
     * @throws StreamFinished if nobody downstream takes items any more; let it pass
     */
    boolean trySend(Object item) throws InterruptedException;

    /**
     * Sends an item as soon as there is room for it, as {@link #trySend}, but waits for that.
     *
     * @param item an immutable item, not null
     * @param atMost how long to wait, on the run's clock
     * @return false if there was no room in all that time; nothing was sent then
     * @throws InterruptedException if the run is cancelled while this waits; let it pass
     * @throws StreamFinished if nobody downstream takes items any more; let it pass
     */
    boolean send(Object item, Duration atMost) throws InterruptedException;

    /** Returns the name of this output. */
    String name();

    /** Returns whether a stream goes from here, so that sending has an effect. */
    boolean isBound();
}
