package io.millrace.api;

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
}
