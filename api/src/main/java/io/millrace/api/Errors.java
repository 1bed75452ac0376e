package io.millrace.api;

/**
 * The error boundary of a component, for code that is not driven item by item.
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
}
