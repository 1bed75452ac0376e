package io.millrace.api;

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
 * that lasts.
 *
 * <p><b>Errors.</b> A failure downstream never comes back through {@code send}.
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

    /** Returns the name of this output. */
    String name();

    /** Returns whether a stream goes from here, so that sending has an effect. */
    boolean isBound();
}
