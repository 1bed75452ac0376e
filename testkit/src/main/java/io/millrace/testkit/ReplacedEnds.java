package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentSpec.Options;
import io.millrace.graph.ComponentType;
import io.millrace.graph.Graph;
import io.millrace.graph.Position;
import io.millrace.graph.StreamSpec;
import io.millrace.graph.StreamSpec.Port;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A graph whose ends are replaced by those of a test. */
final class ReplacedEnds {

    private final Graph graph;
    private final Map<String, List<Arrival>> arrivals;
    private final Map<String, ComponentSpec> components = new LinkedHashMap<>();
    private final List<StreamSpec> streams;

    ReplacedEnds(Graph graph, Map<String, List<Arrival>> arrivals) {
        this.graph = graph;
        this.arrivals = arrivals;
        this.streams = new ArrayList<>(graph.streams());
        graph.components().forEach(c -> components.put(c.name(), c));
    }

    /** Gives items in the place of a source. */
    void source(ComponentSpec source, Given items) {
        if (!source.outputs().contains(Output.DEFAULT)) {
            throw new IllegalArgumentException(
                    "'%s' has no output '%s' for the items given to it"
                            .formatted(source.name(), Output.DEFAULT));
        }
        replace(source, ListSource.class, () -> new ListSource(items));
    }

    /** Keeps what a sink gets. */
    void sink(ComponentSpec sink) {
        List<Arrival> kept = keep(sink.name());
        replace(sink, CollectSink.class, () -> new CollectSink(kept));
    }

    private void replace(
            ComponentSpec old,
            Class<? extends Component> implementation,
            Supplier<? extends Component> instances) {
        var type = new ReplacedType(old.type(), implementation, instances);
        components.put(
                old.name(),
                new ComponentSpec(
                        old.name(),
                        type,
                        old.config(),
                        old.options(),
                        old.position(),
                        old.folder()));
    }

    /** Gives items to an input of the graph. */
    void input(Graph.Exposed input, Given items) {
        String name = input.name() + " (given)";
        add(name, new TestedType(() -> new ListSource(items)), Options.DEFAULT);
        for (Port port : input.ports()) {
            streams.add(stream(new Port(name, Output.DEFAULT), port));
        }
    }

    /** Keeps what leaves by an output of the graph. */
    void output(Graph.Exposed output) {
        String name = output.name() + " (kept)";
        List<Arrival> kept = keep(output.name());
        add(name, new TestedType(() -> new CollectSink(kept)), Options.DEFAULT);
        for (Port port : output.ports()) {
            streams.add(stream(port, new Port(name, Input.DEFAULT)));
        }
    }

    /** Keeps what leaves by an output of a component, and lets it go on. */
    void tap(String output) {
        int dot = output.lastIndexOf('.');
        ComponentSpec sender = components.get(dot < 0 ? output : output.substring(0, dot));
        String port = dot < 0 ? Output.DEFAULT : output.substring(dot + 1);
        if (sender == null || !(sender.outputs().contains(port) || port.equals(Output.ERROR))) {
            throw new IllegalArgumentException("there is no output '" + output + "'");
        }
        String name = output + " (kept)";
        List<Arrival> kept = keep(output);
        var from = new Port(sender.name(), port);
        List<StreamSpec> taken = streams.stream().filter(s -> s.from().equals(from)).toList();
        if (taken.isEmpty()) {
            add(name, new TestedType(() -> new CollectSink(kept)), Options.DEFAULT);
        } else {
            Options options = Options.DEFAULT.with(sender.options().distribute());
            add(name, new TestedType(() -> new Tap(kept)), options);
            streams.removeAll(taken);
            for (StreamSpec stream : taken) {
                streams.add(
                        new StreamSpec(
                                new Port(name, Output.DEFAULT),
                                stream.to(),
                                stream.buffer(),
                                stream.whenFull(),
                                stream.condition(),
                                stream.position()));
            }
        }
        streams.add(stream(from, new Port(name, Input.DEFAULT)));
    }

    private List<Arrival> keep(String name) {
        return arrivals.computeIfAbsent(name, _ -> Collections.synchronizedList(new ArrayList<>()));
    }

    private void add(String name, ComponentType type, Options options) {
        components.put(
                name,
                new ComponentSpec(name, type, ComponentSpec.NO_CONFIG, options, Position.NONE));
    }

    private static StreamSpec stream(Port from, Port to) {
        return new StreamSpec(from, to, null, StreamSpec.WhenFull.BLOCK, null, Position.NONE);
    }

    Graph graph() {
        return new Graph(
                graph.name(),
                graph.folder(),
                List.copyOf(components.values()),
                streams,
                graph.warnings());
    }
}
