package io.millrace.graph;

import io.millrace.api.Expression;

import org.jspecify.annotations.Nullable;

/**
 * A stream of a graph: an edge from one output to one input.
 *
 * @param from the output
 * @param to the input
 * @param buffer its own bound, or null; a stream with one of its own is never fused away
 * @param whenFull what happens to an item when it is full
 * @param condition which items take it, or null for all
 * @param position where it is bound
 * @since 0.1
 */
public record StreamSpec(
        Port from,
        Port to,
        ComponentSpec.@Nullable Buffer buffer,
        WhenFull whenFull,
        @Nullable Expression condition,
        Position position) {

    /**
     * A named end of a component.
     *
     * @param component the component's name
     * @param port the name of its input or output
     */
    public record Port(String component, String port) {
        @Override
        public String toString() {
            return component + "." + port;
        }
    }

    /** What happens to an item when a stream is full. */
    public enum WhenFull {
        /** Its sender waits. */
        BLOCK,
        /** The oldest item in the stream is dropped and counted. */
        DROP_OLDEST,
        /** The item is dropped and counted. */
        DROP_NEWEST
    }

    /** Returns {@code a.output -> b.input}. */
    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
