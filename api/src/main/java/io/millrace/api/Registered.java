package io.millrace.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a component class the type name that blueprints use, where it is not the simple name of the
 * class.
 *
 * <p>Several classes may have one name as variants of it, each with options of its own; {@code
 * config: { variant: windowing }} chooses between them. The annotation alone makes no class known:
 * a {@link ComponentLibrary} lists it, or code registers it.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Registered {

    /** The variant that a blueprint gets without asking for one. */
    String DEFAULT_VARIANT = "default";

    /** The name of the type. */
    String value();

    /** Which variant of the type the class is. */
    String variant() default DEFAULT_VARIANT;
}
