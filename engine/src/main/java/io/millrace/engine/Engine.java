package io.millrace.engine;

import io.millrace.engine.checkpoint.StateException;
import io.millrace.graph.Delivery;
import io.millrace.graph.Graph;
import io.millrace.graph.Guarantees;

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
     * @throws StateException if the run is to have checkpoints and its state folder cannot be used
     */
    public static Run start(Graph graph, RunOptions options) {
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(options, "options");
        if (!options.keeping().checkpoints()) {
            return EmbeddedRun.start(graph, options, null);
        }
        if (Guarantees.of(graph).delivery() != Delivery.BEST_EFFORT) {
            return CheckpointedRun.start(graph, options);
        }
        CheckpointedRun.forget(graph, options);
        return EmbeddedRun.start(graph, options, null);
    }
}
