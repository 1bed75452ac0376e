package io.millrace.graph;

import io.millrace.api.Component;
import io.millrace.graph.Arrows.End;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.StreamSpec.Port;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Puts a graph together and checks it.
 *
 * <p>It can say whatever a blueprint can say, in the same words: options are given by the keys they
 * have there. Nothing is checked before {@link #build}, which reports all problems at once.
 *
 * <p>Not safe for several threads.
 *
 * @since 0.1
 */
public final class GraphBuilder {

    private final String name;
    private final List<Declared> components = new ArrayList<>();
    private final List<Bound> bindings = new ArrayList<>();
    private final List<Diagnostic> problems = new ArrayList<>();
    private Path folder = Path.of("");

    GraphBuilder(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    private record Declared(Scalar name, ComponentType type, ConfigValue config, Mapping options) {}

    /**
     * A binding as it was declared.
     *
     * @param stream the name of the output or the input, where it is not known which
     */
    record Bound(End from, End to, @Nullable Scalar stream, Mapping options, Position position) {}

    /** Sets what relative paths are relative to; without it, the current folder. */
    public GraphBuilder folder(Path folder) {
        this.folder = Objects.requireNonNull(folder, "folder");
        return this;
    }

    /** Adds a component, as {@link #component(String, Supplier, Map)} without options. */
    public GraphBuilder component(String name, Supplier<? extends Component> instances) {
        return component(name, instances, Map.of());
    }

    /**
     * Adds a component by what makes its instances.
     *
     * @param name its name, unique in the graph
     * @param instances makes an instance; called here once, for its class
     * @param options what every component takes, by the keys of a blueprint: {@code key}, {@code
     *     parallelism}, {@code distribute}, {@code on_error}, {@code buffer}, {@code description}
     */
    public GraphBuilder component(
            String name, Supplier<? extends Component> instances, Map<String, ?> options) {
        return component(name, new SuppliedType(instances.get().getClass(), instances), options);
    }

    /**
     * Adds a component by its class and what makes its instances.
     *
     * @param name its name, unique in the graph
     * @param type the class of the instances
     * @param instances makes an instance
     */
    public <C extends Component> GraphBuilder component(
            String name, Class<C> type, Supplier<C> instances) {
        return component(name, new SuppliedType(type, instances), Map.of());
    }

    private GraphBuilder component(String name, ComponentType type, Map<String, ?> options) {
        components.add(
                new Declared(
                        Scalar.text(name), type, Mapping.EMPTY, ConfigValue.ofFields(options)));
        return this;
    }

    /** Adds streams, as {@link #bind(String, Map)} without options. */
    public GraphBuilder bind(String chain) {
        return bind(chain, Map.of());
    }

    /**
     * Adds streams.
     *
     * @param chain {@code a -> b}, {@code a.output -> b.input}, or a chain {@code a -> b -> c}, in
     *     which a component in the middle may be written {@code in:b:out}
     * @param options of each of them, by the keys of a blueprint: {@code buffer}, {@code
     *     when_full}, {@code condition}
     */
    public GraphBuilder bind(String chain, Map<String, ?> options) {
        return bind(Scalar.text(chain), ConfigValue.ofFields(options));
    }

    /** Adds streams, as {@link #bind(String, Map)}, with positions for messages. */
    public GraphBuilder bind(Scalar chain, Mapping options) {
        new Arrows(problems)
                .chain(
                        chain,
                        (from, to) ->
                                bindings.add(new Bound(from, to, null, options, chain.position())));
        return this;
    }

    /** Adds a stream from an output to an input. */
    public GraphBuilder bind(Port from, Port to) {
        return bind(from, to, Map.of());
    }

    /** Adds a stream from an output to an input, with options as {@link #bind(String, Map)}. */
    public GraphBuilder bind(Port from, Port to, Map<String, ?> options) {
        bindings.add(
                new Bound(end(from), end(to), null, ConfigValue.ofFields(options), Position.NONE));
        return this;
    }

    private static End end(Port port) {
        return new End(Scalar.text(port.component()), Scalar.text(port.port()));
    }

    /** Adds a problem found elsewhere, to be reported together with those found here. */
    public GraphBuilder problem(Diagnostic problem) {
        problems.add(problem);
        return this;
    }

    /**
     * Returns the graph.
     *
     * @throws BlueprintException if there is an error among the problems; it holds all of them
     */
    public Graph build() {
        var found = new ArrayList<>(problems);
        var nodes = new LinkedHashMap<String, @Nullable ComponentSpec>();
        for (Declared declared : components) {
            String key = declared.name().text();
            if (nodes.containsKey(key)) {
                found.add(
                        Problem.DUPLICATE_NAME.at(
                                declared.name().position(),
                                "there are two components '" + key + "'"));
                continue;
            }
            nodes.put(key, spec(declared, found));
        }
        List<StreamSpec> streams = new Wiring(nodes, found).streams(bindings);
        for (Diagnostic problem : found) {
            if (problem.severity() == Diagnostic.Severity.ERROR) {
                throw new BlueprintException(found);
            }
        }
        var specs = new ArrayList<ComponentSpec>();
        for (ComponentSpec spec : nodes.values()) {
            specs.add(Objects.requireNonNull(spec));
        }
        return new Graph(name, folder, specs, streams, found);
    }

    private static ComponentSpec spec(Declared declared, List<Diagnostic> found) {
        if (!Names.isName(declared.name().text())) {
            found.add(
                    Problem.BAD_NAME
                            .at(
                                    declared.name().position(),
                                    "'" + declared.name().text() + "' cannot name a component")
                            .withNote(Names.RULE));
        }
        return new ComponentSpec(
                declared.name().text(),
                declared.type(),
                ComponentSpec.NO_CONFIG,
                QuickOptions.component(declared.options()),
                declared.name().position());
    }
}
