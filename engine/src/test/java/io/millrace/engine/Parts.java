package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.api.Traits;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/** Small components for the engine's tests, and the way they are run. */
final class Parts {

    private Parts() {}

    /** Sends what a function makes of 0, 1, 2 ... */
    @Traits(cooperative = true)
    static class Count implements Source {
        private final long items;
        private final LongFunction<Object> item;

        Count(long items) {
            this(items, i -> i);
        }

        Count(long items, LongFunction<Object> item) {
            this.items = items;
            this.item = item;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            for (long i = 0; i < items; i++) {
                out.send(item.apply(i));
            }
        }
    }

    /** A source that promises nothing, and so has a task of its own. */
    @Traits
    static final class Apart extends Count {
        Apart(long items) {
            super(items);
        }
    }

    /** What a handler does with an item. */
    @FunctionalInterface
    interface Step {
        void onItem(Object item, Output out) throws Exception;
    }

    /** A handler made of a function. */
    static final class Do implements Handler<Object> {
        private final Step step;

        Do(Step step) {
            this.step = step;
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            step.onItem(item, out);
        }
    }

    static Do map(java.util.function.LongUnaryOperator f) {
        return new Do((item, out) -> out.send(f.applyAsLong((long) item)));
    }

    /** Ends after so many items. */
    static final class First implements Handler<Object> {
        private final long count;
        private long seen;
        private Context context;

        First(long count) {
            this.count = count;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
            if (++seen == count) {
                context.finish();
            }
        }
    }

    /** Keeps what it gets, and how often it was set up, ended and cleaned up. */
    @Ports(outputs = {})
    static final class Collect implements Handler<Object> {
        final List<Object> items;
        final List<Object> keys = Collections.synchronizedList(new ArrayList<>());
        final List<String> streams = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger ends = new AtomicInteger();
        final AtomicInteger cleanups = new AtomicInteger();
        private Context context;

        Collect() {
            this(Collections.synchronizedList(new ArrayList<>()));
        }

        Collect(List<Object> items) {
            this.items = items;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output out) {
            items.add(item);
            streams.add(context.stream());
            if (context.key() != null) {
                keys.add(context.key());
            }
        }

        @Override
        public void onEnd(Output out) {
            ends.incrementAndGet();
        }

        @Override
        public void cleanup() {
            cleanups.incrementAndGet();
        }

        List<Object> items() {
            synchronized (items) {
                return List.copyOf(items);
            }
        }
    }

    /** A loop that passes everything on. */
    static final class Loop implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            for (Object item : streams.receive("input", Object.class)) {
                streams.send("output", item);
            }
        }
    }

    /** Takes nothing until it is let. */
    @Ports(outputs = {})
    static final class Stalled implements Handler<Object> {
        final CountDownLatch go = new CountDownLatch(1);
        final AtomicInteger taken = new AtomicInteger();

        @Override
        public void onItem(Object item, Output out) throws Exception {
            go.await();
            taken.incrementAndGet();
        }
    }

    static final Map<String, ?> APART = Map.of("buffer", Map.of("items", 16));

    static GraphBuilder graph() {
        return Graph.builder("test");
    }

    static RunOptions options(Path state) {
        return RunOptions.in(state);
    }

    /** Runs a graph that has to end by itself within ten seconds. */
    static Run run(GraphBuilder graph, RunOptions options) throws InterruptedException {
        Run run = Engine.start(graph.build(), options);
        assertThat(run.await(Duration.ofSeconds(10)))
                .as("end of the run; %s %s", run.components(), run.streams())
                .isPresent();
        return run;
    }

    static Run.ComponentStatus status(Run run, String component) {
        return run.components().stream()
                .filter(c -> c.name().equals(component))
                .findFirst()
                .orElseThrow();
    }

    static List<Object> longs(long from, long to) {
        List<Object> all = new ArrayList<>();
        for (long i = from; i < to; i++) {
            all.add(i);
        }
        return all;
    }

    static Document field(Document object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    /** Sends one item, then waits for an hour. */
    @Traits(cooperative = true)
    static final class Sleepy implements Source {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            out.send(1L);
            context.sleep(Duration.ofHours(1));
        }
    }

    /** Takes everything but the number five. */
    static void refuseFive(Object item, Output out) throws Exception {
        if ((long) item == 5) {
            throw new IllegalArgumentException("five is right out");
        }
        out.send(item);
    }
}
