package io.millrace.engine;

/**
 * Starts the threads of a run; nothing else in the engine does.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Threads {

    /**
     * Starts the thread of a task.
     *
     * @param name {@code millrace/<run>/<component>}
     * @param work what it does; it throws nothing
     */
    Thread start(String name, Runnable work);

    /**
     * Starts the thread that looks after the tasks, and must get its turn however busy they are.
     *
     * @param name {@code millrace/<run>/pacer}
     * @param work what it does; it throws nothing
     */
    default Thread startPacer(String name, Runnable work) {
        return start(name, work);
    }

    /**
     * Stands where another thread may step in and must do no harm; a simulation lets one do so.
     *
     * @return whether a busy task is to call this again before its next item
     */
    default boolean pause() {
        return false;
    }

    /** Returns the starter of the JDK's virtual threads, and of a platform thread for the pacer. */
    static Threads virtual() {
        return new Threads() {
            @Override
            public Thread start(String name, Runnable work) {
                return Thread.ofVirtual().name(name).start(work);
            }

            @Override
            public Thread startPacer(String name, Runnable work) {
                return Thread.ofPlatform().daemon().name(name).start(work);
            }
        };
    }
}
