package io.millrace.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the variable that stands for the value an {@link Expression} or {@link Mapping} option is
 * evaluated on, where it is not {@code item}.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Over {
    /** The variable's name. */
    String value();
}
