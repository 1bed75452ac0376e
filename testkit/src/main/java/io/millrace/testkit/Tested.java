package io.millrace.testkit;

import io.millrace.api.Component;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which component a parameter of a test method is for: a {@link ComponentTester} or a {@link
 * StandaloneComponent}. See {@link MillraceExtension}.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Tested {

    /**
     * Returns its class: public, with one public constructor, which takes nothing or its Config.
     */
    Class<? extends Component> value();

    /** Returns the component's name. */
    String name() default "tested";
}
