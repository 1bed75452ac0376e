package io.millrace.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets an {@link Expression} option be written as the path of a field, too: {@code id} for {@code
 * item.id}, {@code user.id} for {@code item.user.id}. What begins with {@code item} or is no path
 * is an expression as ever.
 *
 * @since 0.2
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface FieldPath {}
