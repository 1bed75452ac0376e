package io.millrace.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says since which version a component is there, and whether it may still change; shown in the
 * reference pages and by {@code millrace list}.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Since {

    /** The first version that has it. */
    String value();

    /** Whether its options and ports stay as they are until the next major version. */
    boolean stable() default false;
}
