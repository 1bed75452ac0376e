package io.millrace.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives an option its default, as it would be written in a blueprint.
 *
 * <p>An option without a default is required, unless its type is {@link java.util.Optional} or it
 * is {@code @Nullable}.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /** The value, as YAML. */
    String value();
}
