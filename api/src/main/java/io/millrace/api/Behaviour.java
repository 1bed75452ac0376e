package io.millrace.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says in four short answers how a component behaves; shown in the reference pages and by {@code
 * millrace list}.
 *
 * <p>Each answer goes on after its question, in lower case and without a full stop: "Emits when"
 * {@code an item arrives}. It may hold Markdown.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Behaviour {

    /** Says when it sends. */
    String emits();

    /** Says what makes it wait, so that those before it wait too. */
    String blocks();

    /** Says when it ends by itself. */
    String completes();

    /** Says what fails the whole component, not an item alone. */
    String fails();

    /** Says what fails an item, which then goes to the output {@code error}; empty: nothing. */
    String errors() default "";
}
