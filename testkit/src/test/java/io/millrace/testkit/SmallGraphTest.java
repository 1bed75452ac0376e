package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

/** What small graphs do in every interleaving of some hundred. */
class SmallGraphTest {

    private static final Run.Outcome FINISHED = new Run.Outcome.Finished();
    private static final int SEEDS = 200;

    private static GraphBuilder graph() {
        return Graph.builder("small");
    }

    private static List<Document> numbers(int count) {
        return LongStream.range(0, count).mapToObj(Document::of).toList();
    }

    /** Sleeps in set-up and clean-up, and passes on. */
    private static class Sleeper implements Handler<Object> {
        private Context context;
        private boolean ready;

        @Override
        public void setup(Context context) throws Exception {
            this.context = context;
            context.sleep(Duration.ofSeconds(1));
            ready = true;
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
        }

        @Override
        public void flush() {
            assertThat(ready).as("flushed before it was set up").isTrue();
        }

        @Override
        public void cleanup() throws Exception {
            ready = false;
            context.sleep(Duration.ofSeconds(1));
        }
    }

    @Test
    void set_up_and_clean_up_may_sleep_and_nothing_is_flushed_meanwhile() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Graph graph =
                    graph().component("source", () -> new ListSource(numbers(3)))
                            .component("one", Sleeper::new)
                            .component("two", Sleeper::new)
                            .component("out", CollectSink::new)
                            .bind("source -> one -> two -> out")
                            .build();

            Simulation.Result result = Simulation.of(graph).atStep(seed % 10, Run::drain).run(seed);

            assertThat(result.outcome()).isEqualTo(FINISHED);
        }
    }

    /** A source that promises nothing: sends without end, or waits unseen. */
    @Ports(outputs = {"output", "other"})
    private static final class Unseen implements Source {
        private Context context;
        private long sent;

        @Override
        public void setup(Context context) throws Exception {
            this.context = context;
            context.sleep(Duration.ofMillis(1));
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            while (true) {
                out.send(sent);
                context.output("other").send(sent);
                sent++;
                if (sent == 20) {
                    new CountDownLatch(1).await();
                }
            }
        }
    }

    @Test
    void a_drain_finishes_what_a_source_that_waits_unseen_is_sending() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var first = new CollectSink();
            var second = new CollectSink();
            Graph graph =
                    graph().component("source", Unseen::new)
                            .component("slow", Sleeper::new)
                            .component("first", () -> first)
                            .component("second", () -> second)
                            .bind("source -> slow", Map.of("buffer", Map.of("items", 1)))
                            .bind("slow -> first")
                            .bind("source -> second")
                            .build();

            Simulation.Result result = Simulation.of(graph).atStep(seed, Run::drain).run(seed);

            assertThat(result.outcome()).isEqualTo(FINISHED);
            assertThat(first.items()).as("seed %d", seed).isEqualTo(second.items());
        }
    }

    /** Passes on what comes by either of its inputs. */
    @Ports(inputs = {"left", "right"})
    private static final class Both implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
        }
    }

    /** Keeps the names of the inputs by which items came. */
    @Ports(outputs = {})
    private static final class Names implements Handler<Object> {
        private final Set<String> names;
        private Context context;

        Names(Set<String> names) {
            this.names = names;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output unused) {
            names.add(context.stream());
        }
    }

    @Test
    void a_fused_handler_sees_the_name_of_its_own_input() {
        Set<String> names = new TreeSet<>();
        Graph graph =
                graph().component("source", () -> new ListSource(numbers(5)))
                        .component("both", Both::new)
                        .component("names", () -> new Names(names))
                        .bind("source -> both.left", Map.of("buffer", Map.of("items", 4)))
                        .bind("both -> names")
                        .build();

        Simulation.of(graph).run(1);

        assertThat(names).containsExactly("input");
    }

    /** Refuses every item. */
    private static final class Refuse implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) {
            throw new IllegalArgumentException("no");
        }
    }

    /** A condition that cannot be evaluated. */
    private record Broken() implements Expression {
        @Override
        public String text() {
            return "item.missing";
        }

        @Override
        public boolean test(Document item, Current current) {
            throw new ExpressionException("no field 'missing' in item");
        }

        @Override
        public Document evaluate(Document item, Current current) {
            throw new ExpressionException("no field 'missing' in item");
        }
    }

    @Test
    void an_error_item_whose_own_condition_fails_is_a_dead_letter() {
        Graph graph =
                graph().component("source", () -> new ListSource(numbers(5)))
                        .component("refuse", Refuse::new)
                        .component("errors", CollectSink::new)
                        .bind("source -> refuse")
                        .bind("refuse.error -> errors", Map.of("condition", new Broken()))
                        .build();

        Simulation.Result result = Simulation.of(graph).run(1);

        assertThat(result.outcome()).isEqualTo(FINISHED);
        assertThat(result.deadLetters().get("refuse")).hasSize(5);
    }

    /** Takes its items as slowly as it can. */
    private static final class Slow implements Handler<Object> {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            context.sleep(Duration.ofMillis(1));
        }
    }

    @Test
    void items_whose_key_fails_are_bounded_and_dropped_as_others_are() {
        for (String whenFull : List.of("drop_oldest", "drop_newest")) {
            Map<String, ?> small = Map.of("buffer", Map.of("items", 4), "when_full", whenFull);
            Graph graph =
                    graph().component("source", () -> new ListSource(numbers(100)))
                            .component("slow", Slow::new, Map.of("key", new Broken()))
                            .bind("source -> slow", small)
                            .build();

            Simulation.Result result = Simulation.of(graph).run(1);

            long letters = result.components().getLast().deadLetters();
            assertThat(letters).isPositive();
            assertThat(result.components().getFirst().dropped())
                    .containsEntry("when_full", 100 - letters);
        }
    }

    /** Ends after three items. */
    private static final class Three implements Handler<Object> {
        private Context context;
        private int seen;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output out) {
            if (++seen == 3) {
                context.finish();
            }
        }
    }

    @Test
    void all_that_was_sent_to_a_component_that_ended_early_is_counted() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Graph graph =
                    graph().component("source", () -> new ListSource(numbers(30)))
                            .component("three", Three::new)
                            .component("out", CollectSink::new)
                            .bind("source -> three", Map.of("buffer", Map.of("items", 5)))
                            .bind("source -> out")
                            .build();

            Run.ComponentStatus three = Simulation.of(graph).run(seed).components().get(1);

            assertThat(three.itemsIn()).isEqualTo(3);
            assertThat(three.dropped()).containsEntry("after_end", 27L);
        }
    }

    /** Sends three items, then waits for an outside world that never answers, or sleeps. */
    @Traits(cooperative = true)
    private static final class Deaf implements Source {
        private final boolean sleeps;
        private Context context;

        Deaf(boolean sleeps) {
            this.sleeps = sleeps;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            for (int i = 0; i < 3; i++) {
                out.send(i);
            }
            if (sleeps) {
                context.sleep(Duration.ofDays(1));
            } else {
                context.blocking(
                        () -> {
                            new CountDownLatch(1).await();
                            return this;
                        });
            }
        }
    }

    @Test
    void a_source_that_waits_ends_when_its_taker_has_ended() {
        for (int seed = 0; seed < SEEDS; seed++) {
            boolean sleeps = seed % 2 == 0;
            Graph graph =
                    graph().component("source", () -> new Deaf(sleeps))
                            .component("three", Three::new)
                            .bind("source -> three", Map.of("buffer", Map.of("items", 2)))
                            .build();

            Simulation.Result result = Simulation.of(graph).run(seed);

            assertThat(result.outcome()).isEqualTo(FINISHED);
            assertThat(result.elapsed()).as("seed %d", seed).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void a_chain_that_waits_ends_when_its_taker_has_ended() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Graph graph =
                    graph().component("source", () -> new Deaf(false))
                            .component("chain", Both::new)
                            .component("three", Three::new)
                            .bind("source -> chain.left", Map.of("buffer", Map.of("items", 2)))
                            .bind("chain -> three", Map.of("buffer", Map.of("items", 2)))
                            .build();

            assertThat(Simulation.of(graph).run(seed).outcome()).isEqualTo(FINISHED);
        }
    }

    @Test
    void a_loop_that_has_ended_leaves_nothing_in_its_streams() {
        Component loop =
                streams -> {
                    for (Object item : streams.receive("input", Object.class)) {
                        streams.send("output", item);
                    }
                };
        Graph graph =
                graph().component("source", () -> new ListSource(numbers(3)))
                        .component("loop", () -> loop)
                        .component("out", CollectSink::new)
                        .bind("source -> loop -> out")
                        .build();

        Simulation.of(graph)
                .check(
                        run -> {
                            if (run.components().get(1).state() == Run.State.STOPPED) {
                                assertThat(run.streams().getFirst().depth()).isZero();
                            }
                        })
                .run(1);
    }
}
