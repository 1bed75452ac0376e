package io.millrace.api;

import org.jspecify.annotations.Nullable;

/**
 * One value, or none.
 *
 * @param <T> the type of the value, which is immutable
 * @since 0.2
 */
public non-sealed interface ValueState<T> extends State {

    /** Returns the value, or null if there is none. */
    @Nullable T get();

    /**
     * Returns the value, or another if there is none.
     *
     * @param otherwise what to return then
     */
    default T or(T otherwise) {
        T value = get();
        return value == null ? otherwise : value;
    }

    /** Replaces the value. */
    void set(T value);
}
