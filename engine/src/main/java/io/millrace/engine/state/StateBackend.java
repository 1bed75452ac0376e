package io.millrace.engine.state;

import java.nio.file.Path;

/**
 * Keeps the state of runs somewhere else than in memory. Found by {@link java.util.ServiceLoader}.
 *
 * @since 0.2
 */
public interface StateBackend {

    /** Returns the name that a blueprint chooses it by. */
    String name();

    /**
     * Opens a store for one run, with nothing in it.
     *
     * @param folder empty; of this store alone, and deleted after it
     * @throws io.millrace.api.EnvironmentException if that cannot be
     */
    StateStore open(Path folder);
}
