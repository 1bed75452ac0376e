package io.millrace.api;

/**
 * A unit of user code with named inputs and outputs, in the loop shape: it owns its loop and
 * blocks.
 *
 * <p>{@link Handler} and {@link Source} are the other shapes; both are components.
 *
 * <p><b>Lifecycle.</b> The engine creates one instance per parallel instance of the component,
 * calls {@link #setup} once, then {@link #process} once, then {@link #cleanup} once, always, also
 * after a failed set-up. When {@code process} returns and all inputs have ended, the outputs end.
 *
 * <p><b>Threads.</b> All three methods are called on the component's own virtual thread, one at a
 * time; an instance needs no locks.
 *
 * <p><b>Ordering.</b> Items of one stream arrive in the order in which they were sent.
 *
 * <p><b>Back-pressure.</b> {@link Output#send} blocks while downstream is full; {@link
 * Streams#receive} blocks while there is nothing to take.
 *
 * <p><b>Errors.</b> An exception that leaves {@code process} fails the component and with it the
 * run; {@link Context#errors} gives a boundary for a single item. One that leaves {@code setup} or
 * {@code cleanup} does so too.
 *
 * <p><b>Delivery.</b> An item is done when the next one is asked for.
 *
 * @since 0.1
 */
public interface Component {

    /**
     * Opens what the component needs and fails early; the first call.
     *
     * @param context what the engine offers this instance, valid until {@link #cleanup} returns
     * @throws Exception when the component cannot start; the run then fails before the first item
     */
    default void setup(Context context) throws Exception {}

    /**
     * Takes items, sends items, and returns when done.
     *
     * @param streams the inputs and outputs of this instance
     * @throws Exception fails the component
     */
    void process(Streams streams) throws Exception;

    /**
     * Releases what {@link #setup} opened; the last call, made exactly once.
     *
     * @throws Exception is reported, and neither hides an earlier error nor stops other clean-ups
     */
    default void cleanup() throws Exception {}
}
