package io.millrace.engine.letters;

import io.millrace.graph.StreamSpec.Port;

import org.jspecify.annotations.Nullable;

/**
 * A place of a graph where items can be put in.
 *
 * @param from the output of the stream that they take, or null if they go straight into an input
 * @param to the input
 */
record Point(@Nullable Port from, Port to) {

    /** Returns the component that items fail in here, before they come to the next. */
    String component() {
        return from == null ? to.component() : from.component();
    }

    @Override
    public String toString() {
        return from == null ? to.toString() : from + " -> " + to;
    }
}
