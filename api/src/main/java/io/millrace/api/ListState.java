package io.millrace.api;

import java.util.List;

/**
 * Values in the order in which they were added. A checkpoint writes what was added since the one
 * before, not the whole list.
 *
 * @param <T> the type of the values, which are immutable
 * @since 0.2
 */
public non-sealed interface ListState<T> extends State {

    /** Adds a value at the end. */
    void add(T value);

    /** Returns the values; a later change does not show in what was returned. */
    List<T> all();

    /** Returns how many values there are. */
    int size();

    /**
     * Removes the first values.
     *
     * @param count how many, at most {@link #size}
     */
    void removeFirst(int count);
}
