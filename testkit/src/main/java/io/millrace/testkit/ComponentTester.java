package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentType;
import io.millrace.graph.Graph;
import io.millrace.graph.Position;
import io.millrace.graph.StreamSpec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Runs one component on the real engine, with lists at its inputs and its outputs, and says what
 * came of it.
 *
 * <p>{@link #run} runs it twice, fused with what is before and behind it and as a loop of its own,
 * and checks that this makes no difference. Time is {@linkplain VirtualTime virtual}. A run that
 * does not end, or that leaves a thread behind, is an {@link AssertionError}.
 *
 * <p>Immutable: every method gives another tester.
 *
 * @since 0.1
 */
public final class ComponentTester {

    private static final String TESTED = "tested";

    private final ComponentType type;
    private final Object config;
    private final Map<String, List<?>> inputs;
    private final Set<String> unbound;
    private final Path folder;
    private final UnaryOperator<GraphTester> limits;

    private ComponentTester(
            ComponentType type,
            Object config,
            Map<String, List<?>> inputs,
            Set<String> unbound,
            Path folder,
            UnaryOperator<GraphTester> limits) {
        this.type = type;
        this.config = config;
        this.inputs = inputs;
        this.unbound = unbound;
        this.folder = folder;
        this.limits = limits;
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
                type, config, Map.of(), Set.of(), Path.of(""), UnaryOperator.identity());
    }

    /** Gives items to the input named {@code input}. */
    public ComponentTester input(Object... items) {
        return on(Input.DEFAULT, items);
    }

    /** Gives items to an input. */
    public ComponentTester on(String input, Object... items) {
        var more = new LinkedHashMap<>(inputs);
        more.put(input, Arrays.asList(items));
        return new ComponentTester(type, config, more, unbound, folder, limits);
    }

    /** Leaves an output unbound; all others are bound, {@code error} too. */
    public ComponentTester unbound(String output) {
        var more = new LinkedHashSet<>(unbound);
        more.add(output);
        return new ComponentTester(type, config, inputs, more, folder, limits);
    }

    /** Sets the folder that the component's relative paths are relative to. */
    public ComponentTester in(Path folder) {
        return new ComponentTester(type, config, inputs, unbound, folder, limits);
    }

    /** Sets how long a run may really take, as {@link GraphTester#within}. */
    public ComponentTester within(Duration time) {
        return limited(tester -> tester.within(time));
    }

    /** Sets how long threads may take to end, as {@link GraphTester#leavingWithin}. */
    public ComponentTester leavingWithin(Duration time) {
        return limited(tester -> tester.leavingWithin(time));
    }

    private ComponentTester limited(UnaryOperator<GraphTester> limit) {
        return new ComponentTester(
                type, config, inputs, unbound, folder, t -> limit.apply(limits.apply(t)));
    }

    /** Runs the component fused and as a loop, and returns what came of it, both times. */
    public TestRun run() throws InterruptedException {
        TestRun fused = run(true);
        fused.assertSame(run(false), inputs.size() > 1);
        return fused;
    }

    /** Runs the component once. */
    public TestRun run(boolean fused) throws InterruptedException {
        var sinks = new LinkedHashMap<String, CollectSink>();
        GraphTester tester = limits.apply(GraphTester.of(graph(sinks)));
        GraphTester.Result result = (fused ? tester : tester.unfused()).run();
        var outputs = new LinkedHashMap<String, List<Object>>();
        sinks.forEach((output, sink) -> outputs.put(output, sink.items()));
        return new TestRun(result.outcome(), outputs, result.component(TESTED), result.elapsed());
    }

    private Graph graph(Map<String, CollectSink> sinks) {
        var components = new ArrayList<ComponentSpec>();
        var streams = new ArrayList<StreamSpec>();
        inputs.forEach(
                (input, items) -> {
                    components.add(spec("source-" + input, () -> new ListSource(items)));
                    streams.add(stream("source-" + input, Output.DEFAULT, TESTED, input));
                });
        components.add(spec(TESTED, type, config));
        var outputs = new ArrayList<>(type.outputs(config));
        outputs.add(Output.ERROR);
        outputs.removeAll(unbound);
        for (String output : outputs) {
            var sink = new CollectSink();
            sinks.put(output, sink);
            components.add(spec("sink-" + output, () -> sink));
            streams.add(stream(TESTED, output, "sink-" + output, Input.DEFAULT));
        }
        return new Graph("test", folder, components, streams, List.of());
    }

    private static ComponentSpec spec(String name, Supplier<? extends Component> instances) {
        return spec(name, new TestedType(instances), ComponentSpec.NO_CONFIG);
    }

    private static ComponentSpec spec(String name, ComponentType type, Object config) {
        return new ComponentSpec(name, type, config, ComponentSpec.Options.DEFAULT, Position.NONE);
    }

    private static StreamSpec stream(String from, String output, String to, String input) {
        return new StreamSpec(
                new StreamSpec.Port(from, output),
                new StreamSpec.Port(to, input),
                null,
                StreamSpec.WhenFull.BLOCK,
                null,
                Position.NONE);
    }
}
