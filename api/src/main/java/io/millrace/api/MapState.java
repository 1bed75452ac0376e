package io.millrace.api;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * Values by a key of the component's own, in the order in which the keys were first put. A
 * checkpoint writes the entries that have changed since the one before.
 *
 * @param <K> the type of the keys, which are immutable and have {@code equals}
 * @param <V> the type of the values, which are immutable
 * @since 0.2
 */
public non-sealed interface MapState<K, V> extends State {

    /** Returns the value of a key, or null if there is none. */
    @Nullable V get(K key);

    /** Returns whether there is a value of this key. */
    default boolean contains(K key) {
        return get(key) != null;
    }

    /** Sets the value of a key. */
    void put(K key, V value);

    /** Removes the value of a key; none is no error. */
    void remove(K key);

    /** Returns how many entries there are. */
    int size();

    /** Returns the entries; a later change does not show in what was returned. */
    List<Map.Entry<K, V>> entries();
}
