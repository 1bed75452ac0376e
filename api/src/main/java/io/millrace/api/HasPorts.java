package io.millrace.api;

import java.util.List;

/**
 * A configuration record from which the component's inputs or outputs follow.
 *
 * @since 0.1
 */
public interface HasPorts {

    /** Returns the names of the inputs, in order. */
    default List<String> inputs() {
        return List.of(Input.DEFAULT);
    }

    /** Returns the names of the outputs, in order, without {@code error}. */
    default List<String> outputs() {
        return List.of(Output.DEFAULT);
    }
}
