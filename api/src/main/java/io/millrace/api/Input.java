package io.millrace.api;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/**
 * A named end of a component in the loop shape, from which it takes items.
 *
 * @param <T> the type of the items
 * @since 0.1
 */
public interface Input<T> extends Iterable<T> {

    /** The name of the input that is meant where none is named. */
    String DEFAULT = "input";

    /** Returns the name of this input. */
    String name();

    /**
     * Waits for the next item; empty when upstream has ended.
     *
     * <p>Iterating does the same; there an interruption ends the component by {@link
     * StreamFinished}, with the thread's interrupt flag set.
     *
     * @throws InterruptedException if the run is cancelled meanwhile
     */
    Optional<T> receive() throws InterruptedException;

    /**
     * Waits for the next item, but not longer than that; empty when the time is over or upstream
     * has ended, which {@link #hasEnded} tells apart.
     *
     * @param atMost how long to wait, on the run's clock; zero to take only what is there
     * @throws InterruptedException if the run is cancelled meanwhile
     */
    Optional<T> receive(Duration atMost) throws InterruptedException;

    /** Returns whether upstream has ended and all of its items were taken. */
    boolean hasEnded();

    /** Returns what {@linkplain #receive() receives} item by item, until upstream has ended. */
    @Override
    default Iterator<T> iterator() {
        return new ReceivedItems<>(this);
    }
}
