package io.millrace.api;

import java.util.List;

/**
 * The components a jar brings; found by {@link java.util.ServiceLoader}.
 *
 * <p>A component's type is the simple name of its class, unless {@link Registered} says another.
 *
 * @since 0.1
 */
public interface ComponentLibrary {

    /**
     * Returns the component classes: public, with a constructor that takes nothing or its Config.
     */
    List<Class<? extends Component>> components();
}
