package io.millrace.api;

import java.util.List;
import java.util.Map;

/**
 * The error handler of one instance of a component.
 *
 * <p>The engine applies it around set-up, every item, the work and clean-up. A component uses it by
 * hand for code that is not driven item by item, and to report what it has dealt with itself.
 *
 * <p><b>Lifecycle.</b> One per instance, from set-up to clean-up: what it has counted is never
 * lost.
 *
 * <p><b>Threads.</b> To be used on the component's own thread; {@link #counts} and {@link #recent}
 * on any.
 *
 * <p><b>Ordering.</b> Failures are counted, and failed items sent, in the order of the calls.
 *
 * <p><b>Back-pressure.</b> Blocks while the error stream is full.
 *
 * <p><b>Errors.</b> Where the policy is to stop, the component fails.
 *
 * <p><b>Delivery.</b> A failed item goes by the component's {@code on_error}: to the error stream
 * if that is bound, else to the dead letters; or it is skipped and counted.
 *
 * @since 0.1
 */
public interface Errors {

    /** A piece of work that may throw anything. */
    @FunctionalInterface
    interface Action {
        /** Does the work. */
        void run() throws Exception;
    }

    /** What is to be done after a failure. */
    enum Decision {
        /** Go on with the next item. */
        CONTINUE,
        /** Let the failure out: the component is to fail. */
        STOP
    }

    /**
     * Does some work for an item; if it throws, the item fails by the component's {@code on_error}
     * and this returns normally.
     *
     * <p>Interruption and {@link StreamFinished} are not failures and pass through.
     *
     * @param operation what was being done, for the error item: a short name
     * @param item the item that fails if the work does
     * @param action the work
     * @return whether the work succeeded
     * @throws InterruptedException if the run is cancelled meanwhile
     */
    boolean run(String operation, Object item, Action action) throws InterruptedException;

    /**
     * Does some work that is not for an item; if it throws, that is counted and logged, and this
     * returns normally. Interruption, {@link StreamFinished} and {@link EnvironmentException} pass
     * through.
     *
     * @param operation what was being done: a short name
     * @param action the work
     * @return whether the work succeeded
     * @throws InterruptedException if the run is cancelled meanwhile
     */
    boolean run(String operation, Action action) throws InterruptedException;

    /**
     * Takes a failure that was caught. An {@code item} in the context fails by the component's
     * {@code on_error}.
     *
     * @param cause what was caught
     * @param operation what was being done: a short name
     * @param context what is known about it; {@code item} names the item that failed
     * @return whether to go on, or to throw the failure on
     * @throws InterruptedException if the run is cancelled meanwhile
     */
    @CheckReturnValue
    Decision handle(Exception cause, String operation, Map<String, ?> context)
            throws InterruptedException;

    /** Returns how often the component has failed. */
    ErrorCounts counts();

    /** Returns the last failures, 100 at most, the newest last. */
    List<ErrorEvent> recent();
}
