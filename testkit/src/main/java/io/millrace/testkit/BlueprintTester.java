package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.api.Source;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;
import io.millrace.graph.NearestName;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Runs a whole blueprint or graph on the real engine in {@linkplain VirtualTime virtual time}, with
 * given items in the place of its sources, and says what arrived at its sinks.
 *
 * <p>Every source is replaced by the items given to it, or is {@linkplain #real said to be real}.
 * Every sink is replaced by one that keeps what it gets, unless it is said to be real, so that a
 * test writes no files. A blueprint with inputs and outputs, which is a component of others, is
 * tested by these.
 *
 * <p>A run that does not end, or that leaves a thread, a file or a socket behind, is an {@link
 * AssertionError}.
 *
 * <p>Immutable: every method gives another tester.
 *
 * @since 0.1
 */
public final class BlueprintTester {

    private final Graph graph;
    private Map<String, Given> given = Map.of();
    private Set<String> real = Set.of();
    private Set<String> captured = Set.of();
    private UnaryOperator<GraphTester> limits = UnaryOperator.identity();

    private BlueprintTester(Graph graph) {
        this.graph = graph;
    }

    /**
     * Tests a graph.
     *
     * @param graph put together by code, or read from a blueprint with its parameters set
     */
    public static BlueprintTester of(Graph graph) {
        return new BlueprintTester(graph);
    }

    private BlueprintTester with(Consumer<BlueprintTester> change) {
        var copy = new BlueprintTester(graph);
        copy.given = given;
        copy.real = real;
        copy.captured = captured;
        copy.limits = limits;
        change.accept(copy);
        return copy;
    }

    /**
     * Gives items in the place of a source, or to an input of the blueprint.
     *
     * @param source its name; of a source in a part, {@code part/source}
     * @param items the items; {@link Given} makes them of JSON, of a file, or gives them times
     */
    public BlueprintTester given(String source, Object... items) {
        return with(t -> t.given = plus(given, source, Given.items(items)));
    }

    /** Leaves a source or a sink as it is. */
    public BlueprintTester real(String sourceOrSink) {
        return with(t -> t.real = plus(real, sourceOrSink));
    }

    /**
     * Keeps what leaves by an output, too.
     *
     * @param output {@code component.output}, as a binding names it
     */
    public BlueprintTester capture(String output) {
        return with(t -> t.captured = plus(captured, output));
    }

    private static <V> Map<String, V> plus(Map<String, V> map, String name, V value) {
        var more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }

    private static Set<String> plus(Set<String> set, String name) {
        var more = new LinkedHashSet<>(set);
        more.add(name);
        return more;
    }

    /** Runs every component in a task of its own. */
    public BlueprintTester unfused() {
        return limited(GraphTester::unfused);
    }

    /** Sets how long the run may really take, as {@link GraphTester#within}. */
    public BlueprintTester within(Duration time) {
        return limited(tester -> tester.within(time));
    }

    /** Drains the run after so much virtual time: for sources that do not end. */
    public BlueprintTester drainAfter(Duration time) {
        return limited(tester -> tester.drainAfter(time));
    }

    /** Does not look for what is left behind, as {@link GraphTester#ignoringLeaks}. */
    public BlueprintTester ignoringLeaks() {
        return limited(GraphTester::ignoringLeaks);
    }

    private BlueprintTester limited(UnaryOperator<GraphTester> limit) {
        return with(t -> t.limits = tester -> limit.apply(limits.apply(tester)));
    }

    /**
     * Runs the blueprint to its end.
     *
     * @throws IllegalArgumentException if a source is not given, or a name is not known
     */
    public BlueprintRun run() throws InterruptedException {
        var arrivals = new LinkedHashMap<String, List<Arrival>>();
        Graph changed = changed(arrivals);
        GraphTester tester = GraphTester.of(changed).named("'" + graph.name() + "'");
        GraphTester.Result result = limits.apply(tester).run();
        arrivals.replaceAll((_, list) -> List.copyOf(list));
        return new BlueprintRun(result, arrivals);
    }

    private Graph changed(Map<String, List<Arrival>> arrivals) {
        var ends = new ReplacedEnds(graph, arrivals);
        var open = new LinkedHashSet<>(given.keySet());
        graph.inputs()
                .forEach(
                        input -> {
                            open.remove(input.name());
                            ends.input(input, items(input.name(), "input"));
                        });
        graph.outputs().forEach(ends::output);
        for (ComponentSpec component : graph.components()) {
            open.remove(component.name());
            if (real.contains(component.name())) {
                continue;
            }
            if (isSource(component)) {
                ends.source(component, items(component.name(), "source"));
            } else if (component.outputs().isEmpty()) {
                ends.sink(component);
            }
        }
        for (String name : open) {
            throw unknown(name, sources(), "source");
        }
        for (String name : real) {
            if (graph.components().stream().noneMatch(c -> c.name().equals(name))) {
                throw unknown(name, names(), "component");
            }
        }
        captured.forEach(ends::tap);
        return ends.graph();
    }

    private Given items(String name, String what) {
        Given items = given.get(name);
        if (items == null) {
            throw new IllegalArgumentException(
                    "%s '%s' is not given; give it items or say that it is real"
                            .formatted(what, name));
        }
        return items;
    }

    private static boolean isSource(ComponentSpec component) {
        Class<? extends Component> type = component.type().implementation();
        return Source.class.isAssignableFrom(type) || component.inputs().isEmpty();
    }

    /** Returns the names that items can be given to. */
    private List<String> sources() {
        var names = new ArrayList<String>();
        graph.inputs().forEach(input -> names.add(input.name()));
        graph.components().stream()
                .filter(BlueprintTester::isSource)
                .forEach(source -> names.add(source.name()));
        return names;
    }

    private List<String> names() {
        return graph.components().stream().map(ComponentSpec::name).toList();
    }

    private static IllegalArgumentException unknown(String name, List<String> known, String what) {
        String question = NearestName.question(name, known);
        return new IllegalArgumentException(
                "there is no %s '%s'; %s"
                        .formatted(
                                what,
                                name,
                                question == null
                                        ? "there are " + String.join(", ", known)
                                        : question));
    }
}
