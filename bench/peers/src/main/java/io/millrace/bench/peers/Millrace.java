package io.millrace.bench.peers;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** Millrace, through its public API; counters and error boundaries are on, as always. */
final class Millrace {

    private static final RunOptions OPTIONS = RunOptions.in(Path.of("target/dead-letters"));
    private static final Map<String, ?> FUSED = Map.of();
    private static final Map<String, ?> BUFFERED = Map.of("buffer", Map.of("items", 1024));

    private Millrace() {}

    /** Makes the items. */
    @Traits(cooperative = true)
    static final class Readings implements Source {
        private final long from;
        private final long to;
        private Context context;

        Readings(long from, long to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            for (long i = from; i < to; i++) {
                if (Feed.IS_PACED) {
                    long wait = Feed.due(i) - System.nanoTime();
                    if (wait > 0) {
                        context.sleep(Duration.ofNanos(wait));
                    }
                }
                out.send(Feed.item(i));
            }
        }
    }

    /** Multiplies. */
    static final class Scale implements Handler<Reading> {
        @Override
        public void onItem(Reading item, Output out) throws Exception {
            out.send(item.scaled());
        }
    }

    /** Drops half. */
    static final class Keep implements Handler<Reading> {
        @Override
        public void onItem(Reading item, Output out) throws Exception {
            if (item.isKept()) {
                out.send(item);
            }
        }
    }

    /** Adds. */
    static final class Shift implements Handler<Reading> {
        @Override
        public void onItem(Reading item, Output out) throws Exception {
            out.send(item.shifted());
        }
    }

    /** Multiplies and adds. */
    static final class Work implements Handler<Reading> {
        @Override
        public void onItem(Reading item, Output out) throws Exception {
            out.send(item.scaledAndShifted());
        }
    }

    /** Takes what arrives. */
    @Ports(outputs = {})
    static final class Arrive implements Handler<Reading> {
        private final Arrivals arrivals;

        Arrive(Arrivals arrivals) {
            this.arrivals = arrivals;
        }

        @Override
        public void onItem(Reading item, Output out) {
            arrivals.accept(item);
        }
    }

    /** Takes what is of no interest. */
    @Ports(outputs = {})
    static final class Drop implements Handler<Reading> {
        @Override
        public void onItem(Reading item, Output out) {}
    }

    /** One task. */
    static Pipeline chain() {
        return (items, arrivals) -> runHalving(items, arrivals, FUSED);
    }

    /** One task, in a process that has run other chains of the same components in other orders. */
    static Pipeline chainAmongOthers() throws Exception {
        for (int round = 0; round < 5; round++) {
            runOther(FUSED, Scale::new, Shift::new);
            runOther(FUSED, Keep::new);
            runOther(FUSED, Shift::new, Keep::new, Scale::new, Work::new);
            runOther(FUSED, Keep::new, Work::new, Keep::new);
            runOther(FUSED, Shift::new, Shift::new, Shift::new, Scale::new, Keep::new);
            runOther(BUFFERED, Work::new, Keep::new);
        }
        return chain();
    }

    /** Five tasks, with a bounded stream from each to the next. */
    static Pipeline hops() {
        return (items, arrivals) -> runHalving(items, arrivals, BUFFERED);
    }

    /** Eight tasks between one source and one sink. */
    static Pipeline fan() {
        return (items, arrivals) ->
                finish(
                        Graph.builder("fan")
                                .component("source", () -> new Readings(0, items))
                                .component("work", Work::new, Map.of("parallelism", 8))
                                .component("sink", () -> new Arrive(arrivals))
                                .bind("source -> work -> sink"));
    }

    private static void runHalving(long items, Arrivals arrivals, Map<String, ?> binding)
            throws InterruptedException {
        run(items, binding, () -> new Arrive(arrivals), Scale::new, Keep::new, Shift::new);
    }

    @SafeVarargs
    private static void runOther(Map<String, ?> binding, Supplier<? extends Component>... handlers)
            throws InterruptedException {
        run(200_000, binding, Drop::new, handlers);
    }

    @SafeVarargs
    static void run(
            long items,
            Map<String, ?> binding,
            Supplier<? extends Component> sink,
            Supplier<? extends Component>... handlers)
            throws InterruptedException {
        GraphBuilder graph =
                Graph.builder("chain").component("source", () -> new Readings(0, items));
        StringBuilder chain = new StringBuilder("source");
        for (int i = 0; i < handlers.length; i++) {
            graph.component("h" + i, handlers[i]);
            chain.append(" -> h").append(i);
        }
        finish(graph.component("sink", sink).bind(chain + " -> sink", binding));
    }

    /** Runs a graph to its end. */
    static void finish(GraphBuilder graph) throws InterruptedException {
        Run.Outcome outcome = Engine.start(graph.build(), OPTIONS).await();
        if (!(outcome instanceof Run.Outcome.Finished)) {
            throw new IllegalStateException("the run ended as " + outcome);
        }
    }
}
