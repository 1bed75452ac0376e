package io.millrace.api;

/**
 * The output of a {@link Source}, named {@code output}.
 *
 * @since 0.1
 */
public interface SourceOutput extends Output {

    /**
     * Fails something that could not be made an item; it goes where failed items of this component
     * go.
     *
     * @param raw what was read, as far as it is known: a {@link Document}, a {@link String} or
     *     bytes
     * @param cause what is wrong with it
     * @param position where it was read, as an error message names it
     * @throws InterruptedException if the run stops while this waits
     */
    void fail(Object raw, Exception cause, Object position) throws InterruptedException;

    /** Returns whether the run is stopping: the source then returns without sending more. */
    boolean stopping();
}
