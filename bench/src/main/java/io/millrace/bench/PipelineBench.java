package io.millrace.bench;

import io.millrace.api.Component;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.api.Traits;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Time per item of source, map, filter, map, sink: as a loop by hand, as one fused task, and with a
 * channel at each of the four streams. Counters and error boundaries are on, as always.
 *
 * <p>{@code polluted} runs many other chains first, as a process does that hosts several pipelines.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PipelineBench {

    /** Many enough that the compiler's work at the start of a run does not count. */
    private static final int ITEMS = 40_000_000;

    @Param({"false", "true"})
    boolean polluted;

    /** What flows. */
    record Reading(long id, long time, double value) {}

    private static Reading read(long id) {
        long z = (id + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 29)) * 0x94D049BB133111EBL;
        return new Reading(id, id / 200, ((z ^ z >>> 32) & 0xFFFFF) * 0x1p-20);
    }

    private static Reading scale(Reading r) {
        return new Reading(r.id, r.time, r.value * 1.5);
    }

    private static boolean keep(Reading r) {
        return r.value < 0.75;
    }

    private static Reading shift(Reading r) {
        return new Reading(r.id, r.time, r.value + 1);
    }

    /** Makes readings. */
    @Traits(cooperative = true)
    static final class Readings implements Source {
        private final int items;

        Readings(int items) {
            this.items = items;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            for (int i = 0; i < items; i++) {
                out.send(read(i));
            }
        }
    }

    /** Multiplies. */
    static final class Scale implements Handler<Reading> {
        @Override
        public void onItem(Reading item, Output out) throws Exception {
            out.send(scale(item));
        }
    }

    /** Drops half. */
    static final class Keep implements Handler<Reading> {
        @Override
        public void onItem(Reading item, Output out) throws Exception {
            if (keep(item)) {
                out.send(item);
            }
        }
    }

    /** Adds. */
    static final class Shift implements Handler<Reading> {
        @Override
        public void onItem(Reading item, Output out) throws Exception {
            out.send(shift(item));
        }
    }

    /** Sums up. */
    @Ports(outputs = {})
    static final class Sum implements Handler<Reading> {
        double sum;
        long count;

        @Override
        public void onItem(Reading item, Output out) {
            sum += item.value + item.time;
            count++;
        }
    }

    /** Passes on what it takes, in a loop of its own. */
    static final class Pass implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            Output out = streams.output(Output.DEFAULT);
            for (Reading item : streams.receive("input", Reading.class)) {
                out.send(item);
            }
        }
    }

    /** Runs other chains of the same components in other orders. */
    @Setup
    public void pollute() throws Exception {
        if (!polluted) {
            return;
        }
        for (int round = 0; round < 5; round++) {
            run(200_000, Map.of(), Scale::new, Shift::new);
            run(200_000, Map.of(), Keep::new);
            run(200_000, Map.of(), Shift::new, Keep::new, Scale::new, Pass::new);
            run(200_000, Map.of(), Keep::new, Pass::new, Keep::new);
            run(200_000, Map.of(), Shift::new, Shift::new, Shift::new, Scale::new, Keep::new);
        }
    }

    /** The loop a developer would write. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public double loop() {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < ITEMS; i++) {
            Reading scaled = scale(read(i));
            if (keep(scaled)) {
                Reading shifted = shift(scaled);
                sum += shifted.value + shifted.time;
                count++;
            }
        }
        return sum + count;
    }

    /** One task. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public double fused() throws Exception {
        return run(ITEMS, Map.of(), Scale::new, Keep::new, Shift::new);
    }

    /** Five tasks, four channels. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public double hops() throws Exception {
        return run(
                ITEMS, Map.of("buffer", Map.of("items", 1024)), Scale::new, Keep::new, Shift::new);
    }

    @SafeVarargs
    private static double run(
            int items, Map<String, ?> binding, Supplier<? extends Component>... handlers)
            throws Exception {
        Sum sum = new Sum();
        GraphBuilder graph = Graph.builder("bench").component("source", () -> new Readings(items));
        StringBuilder chain = new StringBuilder("source");
        for (int i = 0; i < handlers.length; i++) {
            graph.component("h" + i, handlers[i]);
            chain.append(" -> h").append(i);
        }
        graph.component("sum", () -> sum).bind(chain + " -> sum", binding);
        Run run = Engine.start(graph.build(), RunOptions.in(Path.of("target/bench")));
        if (!(run.await() instanceof Run.Outcome.Finished)) {
            throw new IllegalStateException("the run failed: " + run.outcome());
        }
        return sum.sum + sum.count;
    }
}
