package io.millrace.engine;

/**
 * Starts the threads of a run; nothing else in the engine does.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Threads {

    /**
     * Starts a virtual thread.
     *
     * @param name {@code millrace/<run>/<component>}
     * @param work what it does; it throws nothing
     */
    Thread start(String name, Runnable work);

    /** Returns the starter of the JDK's virtual threads. */
    static Threads virtual() {
        return (name, work) -> Thread.ofVirtual().name(name).start(work);
    }
}
