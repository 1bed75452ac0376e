package io.millrace.graph;

import io.millrace.graph.StreamSpec.Port;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A validated graph of components and streams: what an engine runs. Made by {@link GraphBuilder}.
 *
 * @param name the system's name
 * @param folder what relative paths of the graph are relative to
 * @param settings what holds for a run of it as a whole
 * @param components the components, in the order of their declaration
 * @param streams the streams, in the order of their binding
 * @param warnings what the lints found; no errors
 * @param inputs those it has as a component of another graph; empty for one that is to be run
 * @param outputs likewise
 * @since 0.1
 */
public record Graph(
        String name,
        Path folder,
        Settings settings,
        List<ComponentSpec> components,
        List<StreamSpec> streams,
        List<Diagnostic> warnings,
        List<Exposed> inputs,
        List<Exposed> outputs) {

    /** Copies the lists. */
    public Graph {
        components = List.copyOf(components);
        streams = List.copyOf(streams);
        warnings = List.copyOf(warnings);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Creates one that is to be run without checkpoints. */
    public Graph(
            String name,
            Path folder,
            List<ComponentSpec> components,
            List<StreamSpec> streams,
            List<Diagnostic> warnings) {
        this(
                name,
                folder,
                Settings.WITHOUT_CHECKPOINTS,
                components,
                streams,
                warnings,
                List.of(),
                List.of());
    }

    /**
     * What holds for a run as a whole.
     *
     * @param delivery what is asked for, and kept by all paths; null for {@linkplain Guarantees the
     *     strongest that they keep}
     * @param checkpointInterval how long from one checkpoint to the next, from 1 ms to 1 h
     * @param state where the states of components are while it works
     * @since 0.2
     */
    public record Settings(
            @Nullable Delivery delivery, Duration checkpointInterval, StatePlace state) {

        private static final Duration SHORTEST = Duration.ofMillis(1);
        private static final Duration LONGEST = Duration.ofHours(1);

        /** What holds where nothing is said: the strongest delivery, a checkpoint each second. */
        public static final Settings DEFAULT = new Settings(null, Duration.ofSeconds(1));

        /** What holds for a run that keeps nothing to go on from. */
        public static final Settings WITHOUT_CHECKPOINTS = DEFAULT.with(Delivery.BEST_EFFORT);

        /** Checks the interval. */
        public Settings {
            checkInterval(checkpointInterval);
        }

        /** Creates those of a run whose state is in memory. */
        public Settings(@Nullable Delivery delivery, Duration checkpointInterval) {
            this(delivery, checkpointInterval, StatePlace.MEMORY);
        }

        static void checkInterval(Duration interval) {
            if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("interval: must be from 1ms to 1h");
            }
        }

        /** Returns a copy that asks for another delivery. */
        public Settings with(@Nullable Delivery other) {
            return new Settings(other, checkpointInterval, state);
        }
    }

    /** Returns a copy with other settings, which are not checked against its paths. */
    public Graph with(Settings other) {
        return new Graph(name, folder, other, components, streams, warnings, inputs, outputs);
    }

    /**
     * An input or output of a graph as a component of another.
     *
     * @param name its name
     * @param ports what it stands for in this graph
     * @param position where it is named
     */
    public record Exposed(String name, List<Port> ports, Position position) {
        /** Copies the list. */
        public Exposed {
            ports = List.copyOf(ports);
        }
    }

    /** Returns whether it can be run by itself: it is no part of another. */
    public boolean isWhole() {
        return inputs.isEmpty() && outputs.isEmpty();
    }

    /**
     * Returns this, if it can be run by itself.
     *
     * @throws BlueprintException if it has inputs or outputs of its own
     */
    public Graph whole() {
        if (isWhole()) {
            return this;
        }
        Exposed first = inputs.isEmpty() ? outputs.getFirst() : inputs.getFirst();
        String what = inputs.isEmpty() ? "output" : "input";
        throw new BlueprintException(
                List.of(
                        Problem.NOT_WHOLE
                                .at(
                                        first.position(),
                                        "'%s' cannot be run by itself: its %s '%s' is for another blueprint to bind"
                                                .formatted(name, what, first.name()))
                                .withFix("run a blueprint that uses this one as a component")));
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
