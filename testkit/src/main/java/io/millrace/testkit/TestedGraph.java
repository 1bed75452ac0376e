package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.Graph;
import io.millrace.graph.Position;
import io.millrace.graph.StreamSpec;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A graph around one component that is tested: sources at its inputs, takers at its outputs. */
final class TestedGraph {

    /** Begins the name of each source; the input's follows. */
    static final String SOURCE = "source-";

    private final ComponentSpec tested;
    private final List<ComponentSpec> sources = new ArrayList<>();
    private final List<ComponentSpec> takers = new ArrayList<>();
    private final List<StreamSpec> streams = new ArrayList<>();

    TestedGraph(ComponentSpec tested) {
        this.tested = tested;
    }

    /**
     * Returns a component without a configuration and options.
     *
     * @param instances makes the instances
     */
    static ComponentSpec spec(String name, Supplier<? extends Component> instances) {
        return new ComponentSpec(
                name,
                new TestedType(instances),
                ComponentSpec.NO_CONFIG,
                ComponentSpec.Options.DEFAULT,
                Position.NONE);
    }

    /** Adds a source; the stream from it has the default bound where none is given. */
    void source(String input, Supplier<? extends Source> instances, @Nullable Buffer buffer) {
        String name = SOURCE + input;
        sources.add(spec(name, instances));
        streams.add(stream(name, Output.DEFAULT, tested.name(), input, buffer));
    }

    /** Adds a taker of an output or of {@code error}. */
    void taker(String output, Component taker, @Nullable Buffer buffer) {
        String name = "taker-" + output;
        takers.add(spec(name, () -> taker));
        streams.add(stream(tested.name(), output, name, Input.DEFAULT, buffer));
    }

    private static StreamSpec stream(
            String from, String output, String to, String input, @Nullable Buffer buffer) {
        return new StreamSpec(
                new StreamSpec.Port(from, output),
                new StreamSpec.Port(to, input),
                buffer,
                StreamSpec.WhenFull.BLOCK,
                null,
                Position.NONE);
    }

    /** Returns the graph as it is now. */
    Graph build(String name, Path folder) {
        var components = new ArrayList<>(sources);
        components.add(tested);
        components.addAll(takers);
        return new Graph(name, folder, components, streams, List.of());
    }
}
