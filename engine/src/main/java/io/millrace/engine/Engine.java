package io.millrace.engine;

import io.millrace.graph.Graph;

import java.util.Objects;

/**
 * The embedded engine: runs a graph in this process.
 *
 * @since 0.1
 */
public final class Engine {

    private Engine() {}

    /**
     * Starts a run and returns at once; set-up happens on the components' threads.
     *
     * @param graph what to run
     * @param options how to run it
     * @return the run, to be watched, drained and awaited
     */
    public static Run start(Graph graph, RunOptions options) {
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(options, "options");
        return EmbeddedRun.start(graph, options);
    }
}
