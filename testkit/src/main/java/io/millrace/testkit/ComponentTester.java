package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.engine.Run;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.ComponentType;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;
import io.millrace.graph.Position;
import io.millrace.testkit.Faults.ItemFault;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Runs one component on the real engine, with items at its inputs, and says what came of it.
 *
 * <p>{@link #run} runs it several times, fused with what is before and behind it and as a loop of
 * its own, and checks that this makes no difference. Time is {@linkplain VirtualTime virtual}. A
 * run that does not end, or that leaves a thread, a file or a socket behind, is an {@link
 * AssertionError}.
 *
 * <p>Immutable: every method gives another tester.
 *
 * @since 0.1
 */
public final class ComponentTester {

    private static final String TESTED = "tested";

    private final Subject subject;
    private Map<String, Object> config = Map.of();
    private Map<String, Object> options = Map.of();
    private Map<String, Given> inputs = Map.of();
    private Set<String> unbound = Set.of();
    private Path folder = Path.of("");
    private Faults faults = Faults.NONE;
    private UnaryOperator<GraphTester> limits = UnaryOperator.identity();

    private ComponentTester(Subject subject) {
        this.subject = subject;
    }

    /** Makes the tested component of what the tester was told. */
    @FunctionalInterface
    private interface Subject {
        ComponentSpec spec(ComponentTester tester);
    }

    /** Tests a component that needs no configuration, or has it already. */
    public static ComponentTester of(Supplier<? extends Component> instances) {
        return of(_ -> instances.get(), ComponentSpec.NO_CONFIG);
    }

    /**
     * Tests a component with a configuration, which may say what its inputs and outputs are.
     *
     * @param constructor makes an instance
     * @param config the configuration
     */
    public static <C> ComponentTester of(
            Function<? super C, ? extends Component> constructor, C config) {
        ComponentType type = new TestedType(() -> constructor.apply(config));
        return new ComponentTester(
                tester -> {
                    tester.refuseConfig();
                    GraphBuilder builder = Graph.builder("test");
                    builder.component(TESTED, () -> constructor.apply(config), tester.options);
                    ComponentSpec.Options options = builder.build().component(TESTED).options();
                    return new ComponentSpec(TESTED, type, config, options, Position.NONE);
                });
    }

    /**
     * Tests a component by its class; its options are given by their names, as in a blueprint.
     *
     * @param type a public class with one public constructor, which takes nothing or its Config
     */
    public static ComponentTester of(Class<? extends Component> type) {
        return new ComponentTester(
                tester ->
                        Graph.builder("test")
                                .folder(tester.folder)
                                .component(TESTED, type, tester.config, tester.options)
                                .build()
                                .component(TESTED));
    }

    /** Tests a component as the registry creates it, or as it stands in a graph. */
    public static ComponentTester of(ComponentSpec spec) {
        return new ComponentTester(
                tester -> {
                    tester.refuseConfig();
                    if (!tester.options.isEmpty()) {
                        throw new IllegalStateException("'" + spec.name() + "' has its options");
                    }
                    return spec;
                });
    }

    private void refuseConfig() {
        if (!config.isEmpty()) {
            throw new IllegalStateException(
                    "options are given by name where the component is given by its class");
        }
    }

    private ComponentTester with(Consumer<ComponentTester> change) {
        var copy = new ComponentTester(subject);
        copy.config = config;
        copy.options = options;
        copy.inputs = inputs;
        copy.unbound = unbound;
        copy.folder = folder;
        copy.faults = faults;
        copy.limits = limits;
        change.accept(copy);
        return copy;
    }

    /**
     * Sets an option of the component.
     *
     * @param name its key in a blueprint
     * @param value its value as in a blueprint: a text, a number, a list or a map
     */
    public ComponentTester config(String name, Object value) {
        return with(t -> t.config = plus(config, name, value));
    }

    /**
     * Sets what every component takes beside its configuration.
     *
     * @param name its key in a blueprint: {@code on_error}, {@code key}, {@code rate_limit}
     * @param value its value as in a blueprint
     */
    public ComponentTester option(String name, Object value) {
        return with(t -> t.options = plus(options, name, value));
    }

    private static <V> Map<String, V> plus(Map<String, V> map, String name, V value) {
        var more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }

    /** Gives items to the input named {@code input}, as {@link #on}. */
    public ComponentTester input(Object... items) {
        return on(Input.DEFAULT, items);
    }

    /**
     * Gives items to an input.
     *
     * @param input the input's name
     * @param items the items; {@link Given} makes them of JSON, of a file, or gives them times
     */
    public ComponentTester on(String input, Object... items) {
        return with(t -> t.inputs = plus(inputs, input, Given.items(items)));
    }

    /** Leaves an output unbound; all others are bound, {@code error} too. */
    public ComponentTester unbound(String output) {
        var more = new LinkedHashSet<>(unbound);
        more.add(output);
        return with(t -> t.unbound = more);
    }

    /** Sets the folder that the component's relative paths are relative to. */
    public ComponentTester in(Path folder) {
        return with(t -> t.folder = folder);
    }

    /** Fails some items: the component's own code does not see them. */
    public ComponentTester failOn(Predicate<Object> items, Exception failure) {
        return with(new ItemFault("failOn", 0, items, Duration.ZERO, failure));
    }

    /** Fails one item, by its number from 1: the component's own code does not see it. */
    public ComponentTester failItem(int number, Exception failure) {
        return with(new ItemFault("failItem " + number, number, _ -> true, Duration.ZERO, failure));
    }

    /** Has some items take so long more, in virtual time. */
    public ComponentTester slowOn(Predicate<Object> items, Duration delay) {
        return with(new ItemFault("slowOn", 0, items, delay, null));
    }

    private ComponentTester with(ItemFault fault) {
        return with(t -> t.faults = faults.with(fault));
    }

    /** Fails the set-up: the component's own code does not see it. */
    public ComponentTester failSetup(Exception failure) {
        return with(t -> t.faults = faults.inSetup(failure));
    }

    /** Fails the clean-up after the component's own code did it. */
    public ComponentTester failCleanup(Exception failure) {
        return with(t -> t.faults = faults.inCleanup(failure));
    }

    /** Sets how long a run may really take, as {@link GraphTester#within}. */
    public ComponentTester within(Duration time) {
        return limited(tester -> tester.within(time));
    }

    /** Sets how long what is open may take to go, as {@link GraphTester#leavingWithin}. */
    public ComponentTester leavingWithin(Duration time) {
        return limited(tester -> tester.leavingWithin(time));
    }

    /** Does not look for what is left behind, as {@link GraphTester#ignoringLeaks}. */
    public ComponentTester ignoringLeaks() {
        return limited(GraphTester::ignoringLeaks);
    }

    /** Drains the run after so much virtual time, as {@link GraphTester#drainAfter}. */
    public ComponentTester drainAfter(Duration time) {
        return limited(tester -> tester.drainAfter(time));
    }

    private ComponentTester limited(UnaryOperator<GraphTester> limit) {
        return with(t -> t.limits = tester -> limit.apply(limits.apply(tester)));
    }

    /**
     * Runs the component fused, as a loop, and as a loop with short streams, and returns what came
     * of it, each time.
     *
     * @throws AssertionError if that makes a difference, if the run does not end, if it leaves
     *     something behind, if an item was changed after it had been sent, or if a fault was not
     *     met
     */
    public TestRun run() throws InterruptedException {
        TestRun fused = run(true);
        boolean anyOrder = inputs.size() > 1;
        fused.assertSame(run(false), "unfused", anyOrder);
        for (int items : new int[] {1, 3}) {
            TestRun tight = run(false, new Buffer(items, Buffer.DEFAULT.bytes()));
            fused.assertSame(tight, "unfused with streams of " + items, anyOrder);
        }
        return fused;
    }

    /** Tries the component under bad conditions, with the items it is given here. */
    public HarshTester harsh() {
        return HarshTester.of(subject.spec(this), inputs, folder);
    }

    /** Runs the component once. */
    public TestRun run(boolean fused) throws InterruptedException {
        return run(fused, null);
    }

    private TestRun run(boolean fused, @Nullable Buffer buffer) throws InterruptedException {
        var sent = new SentItems();
        Faults injected = faults.anew();
        ComponentSpec spec = subject.spec(this);
        var sinks = new LinkedHashMap<String, CollectSink>();
        String who = "'" + spec.type().implementation().getSimpleName() + "'";
        GraphTester tester =
                limits.apply(GraphTester.of(graph(spec, injected, sinks, sent, buffer)).named(who));
        GraphTester.Result result = (fused ? tester : tester.unfused()).run();
        var run = TestRun.of(result, TESTED, sinks);
        if (run.outcome() instanceof Run.Outcome.Finished) {
            injected.assertMet();
        }
        sent.check();
        return run;
    }

    private Graph graph(
            ComponentSpec spec,
            Faults injected,
            Map<String, CollectSink> sinks,
            SentItems sent,
            @Nullable Buffer buffer) {
        var around =
                new TestedGraph(
                        new ComponentSpec(
                                TESTED,
                                new FaultyType(spec.type(), injected),
                                spec.config(),
                                spec.options(),
                                spec.position(),
                                spec.folder()));
        inputs.forEach(
                (input, items) ->
                        around.source(
                                input,
                                () ->
                                        new ListSource(
                                                items, i -> sent.note("to '" + input + "'", i)),
                                buffer));
        var outputs = new ArrayList<>(spec.outputs());
        outputs.add(Output.ERROR);
        outputs.removeAll(unbound);
        for (String output : outputs) {
            var sink = new CollectSink(new ArrayList<>(), i -> sent.note("by '" + output + "'", i));
            sinks.put(output, sink);
            around.taker(output, sink, buffer);
        }
        return around.build("test", folder);
    }
}
