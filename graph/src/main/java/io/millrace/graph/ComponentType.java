package io.millrace.graph;

import io.millrace.api.Component;
import io.millrace.api.Registered;

import java.util.List;

/**
 * A type of component: what its instances are and which ports they have.
 *
 * <p>Immutable and safe for any thread.
 *
 * @since 0.1
 */
public interface ComponentType {

    /** Returns the name that a blueprint gives in {@code type}. */
    String name();

    /** Returns which variant it is of the types that share its name. */
    default String variant() {
        return Registered.DEFAULT_VARIANT;
    }

    /** Returns the class of the instances; its shape and its annotations say how it can be run. */
    Class<? extends Component> implementation();

    /**
     * Creates an instance.
     *
     * @param config the bound configuration, as {@link ComponentSpec#config}
     * @throws Exception what the constructor threw
     */
    Component create(Object config) throws Exception;

    /** Returns the names of the inputs, in order. */
    List<String> inputs(Object config);

    /** Returns the names of the outputs, in order, without {@code error}. */
    List<String> outputs(Object config);
}
