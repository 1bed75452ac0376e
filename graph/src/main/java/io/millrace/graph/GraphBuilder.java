package io.millrace.graph;

import io.millrace.api.Component;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.StreamSpec.Port;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** How names are made, as a message says it. */
    public static final String NAME_RULE = Names.RULE;

    private final String name;
    private final List<Declared> components = new ArrayList<>();
    private final List<Bound> bindings = new ArrayList<>();
    private final List<Exposed> inputs = new ArrayList<>();
    private final List<Exposed> outputs = new ArrayList<>();
    private final Problems problems = new Problems();
    private Path folder = Path.of("");
    private Mapping settings = Mapping.EMPTY;
    private Position position = Position.NONE;
    private @Nullable ComponentRegistry registry;
    private boolean isStrict = true;

    GraphBuilder(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * A component as it was declared: its type is given, or is to be found by its name, or it is a
     * graph.
     */
    record Declared(
            Scalar name,
            @Nullable ComponentType type,
            @Nullable Scalar typeName,
            ConfigValue config,
            @Nullable GraphBuilder graph,
            Mapping options) {}

    /**
     * An input or output of this graph as a component of another.
     *
     * @param ends what it stands for here
     */
    record Exposed(Scalar name, List<End> ends) {}

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

    /**
     * Sets whether a {@code variant} that a type does not have is an error, as it is without this;
     * else the default variant runs, with a warning.
     */
    public GraphBuilder strictVariants(boolean isStrict) {
        this.isStrict = isStrict;
        return this;
    }

    /**
     * Sets what holds for a run as a whole.
     *
     * @param settings by the keys of a blueprint: {@code delivery}, {@code checkpoint}
     */
    public GraphBuilder settings(Map<String, ?> settings) {
        return settings(ConfigValue.ofFields(settings));
    }

    /** Sets what holds for a run as a whole, with positions for messages. */
    public GraphBuilder settings(Mapping settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
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
     *     parallelism}, {@code distribute}, {@code on_error}, {@code buffer}, {@code renamed_from},
     *     {@code description}
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
        components.add(new Declared(name, null, type, config, null, options));
        return this;
    }

    private GraphBuilder component(
            String name, ComponentType type, ConfigValue config, Map<String, ?> options) {
        components.add(
                new Declared(
                        Scalar.text(name),
                        type,
                        null,
                        config,
                        null,
                        ConfigValue.ofFields(options)));
        return this;
    }

    /**
     * Adds a graph as a component.
     *
     * @param name its name, unique in the graph
     * @param graph what it is, with {@linkplain #input inputs} or {@linkplain #output outputs}
     * @param options {@code key} for the items that come in, {@code buffer} for the streams that
     *     do, {@code description}
     */
    public GraphBuilder component(String name, GraphBuilder graph, Map<String, ?> options) {
        return component(
                Scalar.text(name), Scalar.text(graph.name), graph, ConfigValue.ofFields(options));
    }

    /**
     * Adds a graph as a component, with positions for messages.
     *
     * @param type how messages name the graph
     */
    public GraphBuilder component(Scalar name, Scalar type, GraphBuilder graph, Mapping options) {
        if (graph.holds(this)) {
            throw new IllegalArgumentException("a graph cannot be a component of itself");
        }
        components.add(new Declared(name, null, type, Mapping.EMPTY, graph, options));
        return this;
    }

    private boolean holds(GraphBuilder other) {
        return this == other
                || components.stream().anyMatch(c -> c.graph() != null && c.graph().holds(other));
    }

    /**
     * Names an input that the graph has as a component of another.
     *
     * @param name its name
     * @param ends {@code a} or {@code a.x}; each of them gets every item
     */
    public GraphBuilder input(String name, String... ends) {
        return input(Scalar.text(name), texts(ends));
    }

    /** Names an input, as {@link #input(String, String...)}, with positions for messages. */
    public GraphBuilder input(Scalar name, List<Scalar> ends) {
        inputs.add(exposed(name, ends));
        return this;
    }

    /**
     * Names an output that the graph has as a component of another.
     *
     * @param name its name; not {@code error}, which every component has
     * @param ends {@code a} or {@code a.x}: where its items come from
     */
    public GraphBuilder output(String name, String... ends) {
        return output(Scalar.text(name), texts(ends));
    }

    /** Names an output, as {@link #output(String, String...)}, with positions for messages. */
    public GraphBuilder output(Scalar name, List<Scalar> ends) {
        outputs.add(exposed(name, ends));
        return this;
    }

    private Exposed exposed(Scalar name, List<Scalar> texts) {
        var arrows = new Arrows(problems);
        var ends = new ArrayList<End>(texts.size());
        for (Scalar text : texts) {
            End end = arrows.alone(text);
            if (end != null) {
                ends.add(end);
            }
        }
        return new Exposed(name, ends);
    }

    private static List<Scalar> texts(String... texts) {
        return Arrays.stream(texts).map(Scalar::text).toList();
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
     * Returns the graph; graphs that are components of it have been replaced by their components.
     *
     * @throws BlueprintException if there is an error among the problems; it holds all of them
     */
    public Graph build() {
        var scopes = new Scopes(this);
        var wiring = new Wiring(scopes);
        List<StreamSpec> streams = wiring.streams();
        Graph.Settings bound = GraphSettings.bound(settings, position, scopes.top().problems());
        scopes.all().forEach(GraphSettings::check);
        new GraphCheck(scopes, streams, wiring).run();
        ConfigValue asked = settings.get("delivery");
        if (bound.delivery() != null && asked != null && !scopes.hasErrors()) {
            new DeliveryCheck(scopes, bound.delivery(), asked.position()).run(streams);
        }
        List<Diagnostic> found = scopes.problems();
        if (hasErrors(found)) {
            throw new BlueprintException(found);
        }
        return new Graph(
                name,
                folder,
                bound,
                scopes.specs(),
                streams,
                found,
                wiring.inputsOf(scopes.top()),
                wiring.outputsOf(scopes.top()));
    }

    static boolean hasErrors(List<Diagnostic> problems) {
        for (Diagnostic problem : problems) {
            if (problem.severity() == Diagnostic.Severity.ERROR) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether it is no part of another graph. */
    boolean isWhole() {
        return inputs.isEmpty() && outputs.isEmpty();
    }

    List<Declared> components() {
        return components;
    }

    List<Bound> bindings() {
        return bindings;
    }

    List<Exposed> inputs() {
        return inputs;
    }

    List<Exposed> outputs() {
        return outputs;
    }

    List<Diagnostic> problems() {
        return problems;
    }

    Mapping settings() {
        return settings;
    }

    Path folder() {
        return folder;
    }

    Position position() {
        return position;
    }

    boolean isStrict() {
        return isStrict;
    }

    @Nullable ComponentRegistry registry() {
        return registry;
    }
}
