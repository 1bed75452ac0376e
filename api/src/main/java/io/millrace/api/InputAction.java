package io.millrace.api;

/**
 * What {@link Streams#forEachInput} does with one input, usually a loop over its items.
 *
 * @param <T> the type of the items
 * @since 0.1
 */
@FunctionalInterface
public interface InputAction<T> {

    /**
     * Takes items of the input, and returns when done with it.
     *
     * @param input the input
     * @throws Exception ends the actions of the other inputs too
     */
    void process(Input<T> input) throws Exception;
}
