package io.millrace.api;

import org.jspecify.annotations.Nullable;

/**
 * A component without inputs: it makes items, or takes them from outside.
 *
 * <p><b>Lifecycle.</b> As {@link Component}, with {@link #run} as its work. When {@code run}
 * returns, the stream ends.
 *
 * <p><b>Threads.</b> One virtual thread.
 *
 * <p><b>Ordering.</b> Items leave in the order of sending.
 *
 * <p><b>Back-pressure.</b> {@link SourceOutput#send} blocks while downstream is full. Every wait
 * for the outside world goes through {@link Context#blocking} or {@link Context#sleep}: what was
 * sent is handed on before the wait, and a stop ends the wait.
 *
 * <p><b>Errors.</b> What cannot be made an item (a malformed line) is {@linkplain SourceOutput#fail
 * failed}, and the source goes on; an exception that leaves {@code run} fails the component.
 *
 * <p><b>Delivery.</b> Best effort, until the source can be asked for its position at a checkpoint.
 *
 * @since 0.1
 */
public interface Source extends Component {

    /**
     * Sends items until there are none left or {@link SourceOutput#stopping} says so.
     *
     * @param out where the items go
     * @throws Exception fails the component
     */
    void run(SourceOutput out) throws Exception;

    /**
     * Returns where the item that is being sent comes from, as an error message names it ({@code
     * flights.ndjson:17}); asked only when that item fails.
     *
     * @return the position, or null if there is none
     */
    default @Nullable Object position() {
        return null;
    }

    /**
     * Returns whether it may have nothing to send for a while, as one that waits for the world
     * does. One that has all its items already, such as a file, is never idle: a stream from it
     * holds event time back however long its next item takes. Asked before set-up.
     *
     * @since 0.2
     */
    default boolean mayBeIdle() {
        return true;
    }

    @Override
    default void process(Streams streams) throws Exception {
        run(streams.source());
    }
}
