package io.millrace.testfiles;

import io.millrace.api.Output;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ConfigValue;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.Graph;
import io.millrace.graph.Graph.Exposed;
import io.millrace.graph.GraphBuilder;
import io.millrace.graph.Position;
import io.millrace.graph.Problem;
import io.millrace.graph.StreamSpec.Port;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes a graph of one component, whose inputs and outputs are those of the graph. */
final class ComponentGraph {

    /** The component's name. */
    static final String NAME = "tested";

    private ComponentGraph() {}

    /**
     * Returns the graph.
     *
     * @param written the component as a blueprint has it
     * @throws BlueprintException if there is anything wrong with it
     */
    static Graph of(ConfigValue written, ComponentRegistry registry, Path folder) {
        if (!(written instanceof Mapping component)
                || !(component.get("type") instanceof Scalar type)) {
            throw new BlueprintException(
                    List.of(
                            Problem.MISSING_KEY
                                    .at(written.position(), "the component needs a 'type'")
                                    .withFix("add 'type: …', the name of a component type")));
        }
        ConfigValue config = component.get("config");
        List<Field> options =
                component.fields().stream()
                        .filter(f -> !List.of("type", "config").contains(f.key().text()))
                        .toList();
        GraphBuilder builder = Graph.builder(NAME).folder(folder).registry(registry);
        ComponentSpec spec =
                builder.component(
                                Scalar.text(NAME, type.position()),
                                type,
                                config == null ? new Mapping(List.of(), type.position()) : config,
                                new Mapping(options, component.position()))
                        .build()
                        .component(NAME);
        var outputs = new ArrayList<>(spec.outputs());
        outputs.add(Output.ERROR);
        return new Graph(
                spec.type().name(),
                folder,
                Graph.Settings.WITHOUT_CHECKPOINTS,
                List.of(spec),
                List.of(),
                List.of(),
                spec.inputs().stream().map(ComponentGraph::exposed).toList(),
                outputs.stream().map(ComponentGraph::exposed).toList());
    }

    private static Exposed exposed(String port) {
        return new Exposed(port, List.of(new Port(NAME, port)), Position.NONE);
    }
}
