package io.millrace.engine;

import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;

import java.util.List;

/**
 * A graph cut into tasks: what {@link Engine#start} runs and {@code millrace explain} shows.
 *
 * @param graph the graph
 * @param tasks the tasks; each instance of each component is in one of them
 * @param links the streams, in the order of their binding
 * @since 0.1
 */
public record Plan(Graph graph, List<Task> tasks, List<Link> links) {

    /**
     * What one virtual thread runs.
     *
     * @param root the component that drives it; it names the task
     * @param instance which parallel instance it is, from 0
     * @param components the root and those fused behind it, senders before takers
     */
    public record Task(String root, int instance, List<String> components) {
        /** Returns the root's name, with the instance's number where there are several. */
        public String name(int parallelism) {
            return parallelism == 1 ? root : root + "#" + instance;
        }
    }

    /**
     * How a stream is carried.
     *
     * @param stream the stream
     * @param fused whether it is a plain call within a task; otherwise it is a bounded channel
     * @param reason why it is not fused, in the user's words; empty if it is
     * @param buffer the bound of each of its channels: the stream's own, else that of the component
     *     it goes to, else the default
     */
    public record Link(StreamSpec stream, boolean fused, String reason, Buffer buffer) {}

    /** Copies the lists. */
    public Plan {
        tasks = List.copyOf(tasks);
        links = List.copyOf(links);
    }

    /** Cuts a graph into tasks, as the options say. */
    public static Plan of(Graph graph, RunOptions options) {
        return new Planner(graph, options.fuse()).plan();
    }
}
