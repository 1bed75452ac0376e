package io.millrace.components;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;
import io.millrace.testkit.GraphTester;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Gives items to a component at times, and tells when what leaves it came. */
public final class Timeline {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Timed(Duration at, Document item) {}

    private final Supplier<? extends Component> tested;
    private final List<Timed> items = new ArrayList<>();
    private final List<String> came = new ArrayList<>();
    private Supplier<? extends Component> before = Passing::new;
    private GraphTester.@Nullable Result result;

    private Timeline(Supplier<? extends Component> tested) {
        this.tested = tested;
    }

    /** Tests a component with one input and one output. */
    public static Timeline of(Supplier<? extends Component> tested) {
        return new Timeline(tested);
    }

    /** Puts a handler before the component. */
    public Timeline before(Supplier<? extends Component> handler) {
        before = handler;
        return this;
    }

    /** Gives an item so many milliseconds after the start; apostrophes stand for quotes. */
    public Timeline at(long millis, String item) {
        items.add(new Timed(Duration.ofMillis(millis), Document.parse(item.replace('\'', '"'))));
        return this;
    }

    /** Ends the input so many milliseconds after the start. */
    public Timeline until(long millis) throws InterruptedException {
        Graph graph =
                Graph.builder("test")
                        .component("source", () -> new TimedSource(Duration.ofMillis(millis)))
                        .component("before", before)
                        .component("tested", tested)
                        .component("sink", TimedSink::new)
                        .bind("source -> before -> tested -> sink")
                        .build();
        GraphTester.Result ended = GraphTester.of(graph).run();
        result = ended;
        if (!(ended.outcome() instanceof Run.Outcome.Finished)) {
            throw new AssertionError("it " + ended.outcome());
        }
        return this;
    }

    /** Returns what left, each as its time in milliseconds and its text with apostrophes. */
    public List<String> came() {
        return came;
    }

    /** Returns the counters of the component. */
    public Run.ComponentStatus status() {
        return Objects.requireNonNull(result, "it has not run").component("tested");
    }

    @Traits(cooperative = true, maxParallelism = 1)
    private final class TimedSource implements Source {

        private final Duration end;
        private Context context;

        TimedSource(Duration end) {
            this.end = end;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws InterruptedException {
            for (Timed timed : items) {
                await(timed.at());
                out.send(timed.item());
            }
            await(end);
        }

        private void await(Duration time) throws InterruptedException {
            Duration left = Duration.between(context.clock().now(), START.plus(time));
            if (left.isPositive()) {
                context.sleep(left);
            }
        }
    }

    private static final class Passing implements Handler<Document> {
        @Override
        public void onItem(Document item, Output out) throws InterruptedException {
            out.send(item);
        }
    }

    @Ports(outputs = {})
    private final class TimedSink implements Handler<Document> {

        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Document item, Output unused) {
            Duration at = Duration.between(START, context.clock().now());
            came.add(at.toMillis() + " " + item.toString().replace('"', '\''));
        }
    }
}
