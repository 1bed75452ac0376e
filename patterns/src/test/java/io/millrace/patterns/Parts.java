package io.millrace.patterns;

import io.millrace.api.Component;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Streams;
import io.millrace.blueprint.Blueprint;
import io.millrace.components.BuiltIns;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.GraphTester;
import io.millrace.testkit.ListSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the patterns are made of and run by. */
final class Parts {

    private Parts() {}

    /** What a handler does with an item. */
    @FunctionalInterface
    interface Step {
        void onItem(Object item, Output out) throws Exception;
    }

    /** A handler made of a function. */
    record Do(Step step) implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws Exception {
            step.onItem(item, out);
        }
    }

    /** What a component in the loop shape does. */
    @FunctionalInterface
    interface Work {
        void process(Streams streams) throws Exception;
    }

    /** A component made of a function. */
    record Loop(Work work) implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            work.process(streams);
        }
    }

    static ListSource source(Object... items) {
        return new ListSource(List.of(items));
    }

    static GraphBuilder graph() {
        return Graph.builder("test");
    }

    /** Runs a graph to its end, in virtual time. */
    static GraphTester.Result run(GraphBuilder graph) throws InterruptedException {
        return GraphTester.of(graph.build()).run();
    }

    /** Runs a graph to its end, in real time, with its dead letters in a folder. */
    static Run run(GraphBuilder graph, Path state) throws InterruptedException {
        Run run = Engine.start(graph.build(), RunOptions.in(state));
        if (run.await(Duration.ofSeconds(20)).isEmpty()) {
            throw new AssertionError("still running: " + run.components());
        }
        return run;
    }

    /** Returns a registry with the built-in components and some more, by their simple names. */
    @SafeVarargs
    static ComponentRegistry registry(Class<? extends Component>... types) {
        var registry = new ComponentRegistry().register(new BuiltIns());
        registry.register("CollectSink", CollectSink.class);
        for (Class<? extends Component> type : types) {
            registry.register(type.getSimpleName(), type);
        }
        return registry;
    }

    /** Reads a blueprint. */
    @SafeVarargs
    static Graph read(String yaml, Class<? extends Component>... types) {
        return new Blueprint(registry(types), Map.of(), _ -> null)
                .parse(yaml, "pattern.yaml", Path.of(""));
    }

    /** Returns what is wrong with a blueprint. */
    @SafeVarargs
    static List<Diagnostic> problems(String yaml, Class<? extends Component>... types) {
        try {
            read(yaml, types);
        } catch (BlueprintException e) {
            return e.diagnostics();
        }
        throw new AssertionError("nothing is wrong with\n" + yaml);
    }
}
