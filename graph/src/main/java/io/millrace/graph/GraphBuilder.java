package io.millrace.graph;

import io.millrace.api.Component;
import io.millrace.api.Output;
import io.millrace.graph.ComponentSpec.Options;
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
import java.util.ServiceLoader;
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

    /** The configuration of a type that takes none, while it is bound. */
    record Nothing() {}

    private static final RecordDescription NO_OPTIONS = RecordDescription.of(Nothing.class);

    /** How names are made, as a message says it. */
    public static final String NAME_RULE = Names.RULE;

    private final String name;
    private final List<Declared> components = new ArrayList<>();
    private final List<Bound> bindings = new ArrayList<>();
    private final Problems problems = new Problems();
    private Path folder = Path.of("");
    private Position position = Position.NONE;
    private @Nullable ComponentRegistry registry;

    GraphBuilder(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** A component as it was declared: its type is given, or is to be found by its name. */
    private record Declared(
            Scalar name,
            @Nullable ComponentType type,
            @Nullable Scalar typeName,
            ConfigValue config,
            Mapping options) {}

    /**
     * One end of a binding as it was written.
     *
     * @param component the component's name
     * @param port the name of its input or output; null for the usual one
     */
    public record End(Scalar component, @Nullable Scalar port) {}

    /**
     * A binding as it was declared.
     *
     * @param stream the name of the output or the input, where it is not known which
     */
    record Bound(End from, End to, @Nullable Scalar stream, Mapping options, Position position) {}

    /** Returns whether a text can name a component or a system. */
    public static boolean isName(String text) {
        return Names.isName(text);
    }

    /** Sets what relative paths are relative to; without it, the current folder. */
    public GraphBuilder folder(Path folder) {
        this.folder = Objects.requireNonNull(folder, "folder");
        return this;
    }

    /** Sets where the types of components are found; without it, by {@link ServiceLoader}. */
    public GraphBuilder registry(ComponentRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
        return this;
    }

    /** Sets where the graph is written, for messages about it as a whole. */
    public GraphBuilder at(Position position) {
        this.position = Objects.requireNonNull(position, "position");
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
        return component(
                name,
                new SuppliedType(instances.get().getClass(), instances),
                Mapping.EMPTY,
                options);
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
        return component(name, new SuppliedType(type, instances), Mapping.EMPTY, Map.of());
    }

    /** Adds a component, as {@link #component(String, String, Object, Map)} without options. */
    public GraphBuilder component(String name, String type, Object config) {
        return component(name, type, config, Map.of());
    }

    /**
     * Adds a component of a type that the registry knows.
     *
     * @param name its name, unique in the graph
     * @param type the name of its type
     * @param config its configuration: a map by the keys of a blueprint, or the record of its type
     * @param options what every component takes, by the keys of a blueprint
     */
    public GraphBuilder component(String name, String type, Object config, Map<String, ?> options) {
        return component(
                Scalar.text(name),
                Scalar.text(type),
                ConfigValue.of(config),
                ConfigValue.ofFields(options));
    }

    /**
     * Adds a component by its class, which need not be registered.
     *
     * @param name its name, unique in the graph
     * @param type a public class with one public constructor, which takes nothing or its Config
     * @param config its configuration: a map by the keys of a blueprint, or the record of its type
     * @param options what every component takes, by the keys of a blueprint
     */
    public GraphBuilder component(
            String name, Class<? extends Component> type, Object config, Map<String, ?> options) {
        return component(
                name, new ClassType(type.getSimpleName(), type), ConfigValue.of(config), options);
    }

    /**
     * Adds a component of a type that the registry knows, with positions for messages.
     *
     * @param type the name of its type, or null if it has none and that is reported already
     */
    public GraphBuilder component(
            Scalar name, @Nullable Scalar type, ConfigValue config, Mapping options) {
        components.add(new Declared(name, null, type, config, options));
        return this;
    }

    private GraphBuilder component(
            String name, ComponentType type, ConfigValue config, Map<String, ?> options) {
        components.add(
                new Declared(Scalar.text(name), type, null, config, ConfigValue.ofFields(options)));
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

    /** Adds a stream from {@code a} or {@code a.x} to {@code b} or {@code b.y}. */
    public GraphBuilder bind(Scalar from, Scalar to, Mapping options) {
        var arrows = new Arrows(problems);
        End first = arrows.end(from);
        End last = arrows.end(to);
        return first == null || last == null ? this : bind(first, last, options);
    }

    /** Adds a stream, with positions for messages. */
    public GraphBuilder bind(End from, End to, Mapping options) {
        bindings.add(new Bound(from, to, null, options, from.component().position()));
        return this;
    }

    /**
     * Adds a stream that is known by its name: that of the output, if the sender has it, else that
     * of the input.
     */
    public GraphBuilder bindByName(Scalar from, Scalar to, Scalar stream, Mapping options) {
        bindings.add(
                new Bound(
                        new End(from, null), new End(to, null), stream, options, from.position()));
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
        var found = new Problems(problems);
        Map<String, Node> nodes = nodes(found);
        List<StreamSpec> streams = new Wiring(nodes, found).streams(bindings);
        new GraphCheck(nodes, streams, found).run();
        if (hasErrors(found)) {
            throw new BlueprintException(found.byPlace());
        }
        var specs = new ArrayList<ComponentSpec>(nodes.size());
        for (Node node : nodes.values()) {
            specs.add(Objects.requireNonNull(node.spec()));
        }
        return new Graph(name, folder, specs, streams, found.byPlace());
    }

    static boolean hasErrors(List<Diagnostic> problems) {
        for (Diagnostic problem : problems) {
            if (problem.severity() == Diagnostic.Severity.ERROR) {
                return true;
            }
        }
        return false;
    }

    private Map<String, Node> nodes(List<Diagnostic> found) {
        var nodes = new LinkedHashMap<String, Node>();
        for (Declared declared : components) {
            Scalar name = declared.name();
            if (!Names.isName(name.text())) {
                found.add(
                        Problem.BAD_NAME
                                .at(
                                        name.position(),
                                        "'" + name.text() + "' cannot name a component")
                                .withNote(Names.RULE));
            }
            Node node = new Node(name, spec(declared, found), declared.options());
            Node other = nodes.putIfAbsent(name.text(), node);
            if (other != null) {
                Diagnostic problem =
                        Problem.DUPLICATE_NAME.at(
                                name.position(), "there are two components '" + name.text() + "'");
                Position first = other.name().position();
                found.add(first.line() == 0 ? problem : problem.withNote("the other: " + first));
            }
        }
        if (components.isEmpty() && problems.isEmpty()) {
            found.add(Problem.NO_COMPONENTS.at(position, "there are no components"));
        }
        return nodes;
    }

    private @Nullable ComponentSpec spec(Declared declared, List<Diagnostic> found) {
        String owner = "component '" + declared.name().text() + "'";
        Position position = declared.name().position();
        Options options = CommonOptions.component(declared.options(), owner, position, found);
        ComponentType type = type(declared, found);

        if (type == null) {
            return null;
        }
        try {
            Object config =
                    new ConfigBinder(found, owner, List.of())
                            .bind(options(type), declared.config(), position);
            if (config == null) {
                return null;
            }
            var spec =
                    new ComponentSpec(
                            declared.name().text(),
                            type,
                            config instanceof Nothing ? ComponentSpec.NO_CONFIG : config,
                            options,
                            position);
            reportBadPorts(spec, spec.inputs(), "input", found);
            reportBadPorts(spec, spec.outputs(), "output", found);
            return spec;
        } catch (IllegalArgumentException e) {
            found.add(
                    Problem.BROKEN_TYPE
                            .at(
                                    declared.typeName() == null
                                            ? position
                                            : declared.typeName().position(),
                                    "component type '" + type.name() + "' cannot be used")
                            .withNote(String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** Checks names that may follow from the configuration. */
    private static void reportBadPorts(
            ComponentSpec spec, List<String> ports, String what, List<Diagnostic> found) {
        for (String port : ports) {
            if (!Names.isName(port) || port.equals(Output.ERROR)) {
                found.add(
                        Problem.BAD_NAME
                                .at(
                                        spec.position(),
                                        "'%s' cannot name an %s of component '%s'"
                                                .formatted(port, what, spec.name()))
                                .withNote(
                                        port.equals(Output.ERROR)
                                                ? "failed items leave by 'error'"
                                                : Names.RULE));
            }
        }
    }

    /** Returns what a type declares as its configuration. */
    private static RecordDescription options(ComponentType type) {
        RecordDescription declared =
                type instanceof ClassType known ? known.description().config() : null;
        return declared == null ? NO_OPTIONS : declared;
    }

    private @Nullable ComponentType type(Declared declared, List<Diagnostic> found) {
        Scalar name = declared.typeName();
        if (declared.type() != null || name == null) {
            return declared.type();
        }
        String text = name.text();
        if (text.startsWith("./") || text.startsWith("../")) {
            found.add(
                    Problem.NOT_AVAILABLE
                            .at(
                                    name.position(),
                                    "a component from a file, as '"
                                            + text
                                            + "',"
                                            + " is not available in this version")
                            .withFix("name a component type; 'millrace list' shows them"));
            return null;
        }
        ComponentRegistry known = registry();
        ComponentType type = known.type(text);
        if (type == null) {
            Diagnostic problem =
                    Problem.UNKNOWN_TYPE.at(
                            name.position(), "there is no component type '" + text + "'");
            String question = NearestName.question(text, known.names());
            found.add(
                    question == null
                            ? problem.withNote("types: " + String.join(", ", known.names()))
                            : problem.withFix(question));
        }
        return type;
    }

    private ComponentRegistry registry() {
        ComponentRegistry known = registry;
        if (known == null) {
            known = ComponentRegistry.discover();
            registry = known;
        }
        return known;
    }
}
