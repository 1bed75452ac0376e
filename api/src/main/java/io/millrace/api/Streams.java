package io.millrace.api;

import java.time.Duration;
import java.util.List;

/**
 * The named inputs and outputs of one instance of a component, for the loop shape.
 *
 * <p><b>Lifecycle.</b> Valid from the call of {@link Component#process} to its return.
 *
 * <p><b>Threads.</b> To be used on the component's own thread alone, and on those of {@link
 * #forEachInput}; from another one, and after {@code process} has returned, taking is an {@link
 * IllegalStateException}.
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
     * Returns the items of one input in batches, to iterate over. Size and time are those of the
     * component's option {@code batch}; where there is none, a batch has 100 items, and waits for
     * them as long as it takes.
     *
     * @param input the input's name
     * @param type the type of its items
     */
    <T> Iterable<Batch<T>> batches(String input, Class<T> type);

    /**
     * Returns the items of one input in batches, to iterate over. A batch is complete when it has
     * so many items or a time has passed since its first one, whichever comes first; when the input
     * ends, the last batch has what is left. No batch is empty.
     *
     * @param input the input's name
     * @param type the type of its items
     * @param size how many items, at least 1
     * @param maxWait how long a batch waits for more items after its first one, on the run's clock;
     *     zero to take only what is there
     */
    <T> Iterable<Batch<T>> batches(String input, Class<T> type, int size, Duration maxWait);

    /**
     * Runs an action for each input, each on a thread of its own; returns when all have ended.
     *
     * <p>They take turns: one runs, and the others go on only while it waits in a receive, in a
     * send, in {@link Context#sleep} or in {@link Context#blocking}. So a component needs no locks
     * here either, and the key and the timestamp are those of the item that the action has taken
     * last.
     *
     * <p>When one action fails, the waits of the others end by an {@link InterruptedException}, and
     * no thread is left when this throws: the first failure, later ones attached as suppressed.
     *
     * @param type the type of the items of all inputs
     * @param action what is done with an input
     * @throws InterruptedException if the run is cancelled meanwhile
     * @throws Exception what an action has thrown
     */
    <T> void forEachInput(Class<T> type, InputAction<T> action) throws Exception;

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

    /**
     * Returns a buffer before an output, of 1,000 items that are sent on after 5 s at the latest.
     */
    BufferedOutput buffer(String output);

    /**
     * Returns a buffer before an output: what is sent to it is held, and sent on when so many items
     * are held, when a time has passed since the first of them, and when {@code process} returns.
     *
     * @param output the output's name
     * @param size how many items are held at most, at least 1
     * @param flushInterval how long an item is held at most while the component waits in the
     *     engine, above zero, on the run's clock
     */
    BufferedOutput buffer(String output, int size, Duration flushInterval);

    /** Sends an item to an output by name, as {@link Output#send(Object)}. */
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
