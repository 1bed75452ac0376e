package io.millrace.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the inputs and outputs of a component, where they are not {@code input} and {@code output}.
 *
 * <p>A {@link Source} has no inputs. Every component has an output {@code error} besides. Ports
 * that follow from the configuration are given by a configuration record that is {@link HasPorts}.
 *
 * @since 0.1
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Ports {
    /** The inputs, in order. */
    String[] inputs() default {Input.DEFAULT};

    /** The outputs, in order, without {@code error}; none for a sink. */
    String[] outputs() default {Output.DEFAULT};

    /**
     * Those of the outputs that a blueprint may well leave unbound, since the component then does
     * something else with what they are for.
     *
     * @since 0.2
     */
    String[] optional() default {};
}
