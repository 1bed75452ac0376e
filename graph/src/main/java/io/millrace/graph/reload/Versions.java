package io.millrace.graph.reload;

import io.millrace.api.Component;

/**
 * The versions of one component of a graph: which is wanted now, and what becomes of it.
 *
 * <p>Safe for any thread.
 */
public interface Versions {

    /** One version. */
    @FunctionalInterface
    interface Version {
        /** Creates an instance. */
        Component create() throws Exception;
    }

    /** Returns the version that instances are to be of; no two versions are equal. */
    Version wanted();

    /** Learns that an instance goes on with the version that is wanted. */
    void taken();

    /**
     * Learns that an instance could not be set up, and that the one before goes on.
     *
     * @param cause why
     */
    void refused(Throwable cause);

    /**
     * Learns that the old instance was not cleaned up well; the new one goes on.
     *
     * @param cause why
     */
    void notCleanedUp(Throwable cause);
}
