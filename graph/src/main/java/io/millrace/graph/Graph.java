package io.millrace.graph;

import java.nio.file.Path;
import java.util.List;

/**
 * A validated graph of components and streams: what an engine runs. Made by {@link GraphBuilder}.
 *
 * @param name the system's name
 * @param folder what relative paths of the graph are relative to
 * @param components the components, in the order of their declaration
 * @param streams the streams, in the order of their binding
 * @param warnings what the lints found; no errors
 * @since 0.1
 */
public record Graph(
        String name,
        Path folder,
        List<ComponentSpec> components,
        List<StreamSpec> streams,
        List<Diagnostic> warnings) {

    /** Copies the lists. */
    public Graph {
        components = List.copyOf(components);
        streams = List.copyOf(streams);
        warnings = List.copyOf(warnings);
    }

    /**
     * Starts a graph.
     *
     * @param name the system's name
     */
    public static GraphBuilder builder(String name) {
        return new GraphBuilder(name);
    }

    /**
     * Returns a component by name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public ComponentSpec component(String name) {
        return components.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no component '" + name + "'"));
    }
}
