package io.millrace.api;

import java.util.List;

/**
 * The named inputs and outputs of one instance of a component, for the loop shape.
 *
 * <p><b>Lifecycle.</b> Valid from the call of {@link Component#process} to its return.
 *
 * <p><b>Threads.</b> To be used on the component's own thread alone.
 *
 * <p><b>Ordering.</b> Each input gives its items in the order of sending; between inputs there is
 * none.
 *
 * <p><b>Back-pressure.</b> Receiving blocks while there is nothing to take; what was sent before is
 * handed on first.
 *
 * <p><b>Errors.</b> A name that the component does not declare is an {@link
 * IllegalArgumentException} that lists those it does.
 *
 * <p><b>Delivery.</b> Asking for the next item says that the one before is done.
 *
 * @since 0.1
 */
public interface Streams {

    /**
     * Returns one input, to iterate over; an input that is not bound has ended.
     *
     * @param input the input's name
     * @param type the type of its items
     */
    <T> Input<T> receive(String input, Class<T> type);

    /**
     * Waits for what happens next on any input or timer.
     *
     * @throws InterruptedException if the run is cancelled meanwhile
     */
    Event next() throws InterruptedException;

    /**
     * Returns an output, to be kept and used for every item.
     *
     * @param output the output's name
     */
    Output output(String output);

    /** Sends an item to an output by name, as {@link Output#send}. */
    default void send(String output, Object item) throws InterruptedException {
        output(output).send(item);
    }

    /** Returns the output of a {@link Source}; other components have none. */
    SourceOutput source();

    /** Returns the names of the inputs, in the order of their declaration. */
    List<String> inputs();

    /**
     * Returns the names of the outputs, in the order of their declaration, without {@code error}.
     */
    List<String> outputs();

    /** Returns the component's error boundary, as {@link Context#errors}. */
    Errors errors();
}
