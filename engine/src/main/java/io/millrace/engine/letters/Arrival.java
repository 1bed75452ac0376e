package io.millrace.engine.letters;

import io.millrace.api.Current;
import io.millrace.graph.StreamSpec.Port;

import org.jspecify.annotations.Nullable;

/**
 * Where an item was when it failed, and what it had beside it: what a replay needs besides the
 * item.
 *
 * @param input the component's input it arrived on; null for one that the component has sent
 * @param output the output that the component has sent it to, where it did not arrive at the next
 * @param to the input it was on its way to
 * @param key its key, or null
 * @param timestamp its event time, or {@link Current#NO_TIMESTAMP}
 */
public record Arrival(
        @Nullable String input,
        @Nullable String output,
        @Nullable Port to,
        @Nullable Object key,
        long timestamp) {

    /** Returns that of an item that a component has taken. */
    public static Arrival at(String input, Current current) {
        return new Arrival(input, null, null, current.key(), current.timestamp());
    }

    /** Returns that of an item that failed between two components. */
    public static Arrival between(Port from, Port to, Current current) {
        return new Arrival(null, from.port(), to, current.key(), current.timestamp());
    }

    /** Returns that of what is no item of any stream. */
    public static Arrival nowhere(Current current) {
        return new Arrival(null, null, null, current.key(), current.timestamp());
    }
}
