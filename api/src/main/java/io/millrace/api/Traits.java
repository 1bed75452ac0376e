package io.millrace.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component promises about itself, so that the engine may do more with it.
 *
 * @since 0.1
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Traits {

    /**
     * A source that waits for the outside world through its {@link Context} alone. The handlers
     * behind it may then be fused into its task, since it never holds back what it has sent.
     */
    boolean cooperative() default false;

    /** How many parallel instances make sense; 1 for a component that owns a file or a port. */
    int maxParallelism() default Integer.MAX_VALUE;

    /**
     * Whether what the component does with an item depends on items before it. A stateful component
     * runs in parallel only where the items have a key.
     */
    boolean stateful() default false;

    /**
     * Whether event time takes the place of the clock: the handler sets timers of processing time
     * for items without event time alone. With the option {@code event_time} all of its items have
     * one; it may then be fused, though it overrides {@link Handler#onProcessingTime}.
     *
     * @since 0.2
     */
    boolean eventTimeReplacesClock() default false;
}
