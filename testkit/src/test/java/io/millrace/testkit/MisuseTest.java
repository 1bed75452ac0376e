package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Components that do what they must not: each has a defined outcome. */
class MisuseTest {

    private static final int MILLION = 1_000_000;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("M019 a million items for one take no more room than the stream has")
    void a_million_items_for_one_take_no_more_room(boolean fused) throws Exception {
        var sent = new AtomicInteger();
        var taken = new AtomicInteger();
        var most = new AtomicInteger();
        Handler<Object> flood =
                (_, out) -> {
                    for (int i = 0; i < MILLION; i++) {
                        sent.setPlain(i);
                        out.send(i);
                    }
                };
        Graph graph =
                Graph.builder("flood")
                        .component("in", () -> new Script("one"))
                        .component("flood", () -> flood)
                        .component(
                                "out",
                                () -> new Count(sent, taken, most),
                                Map.of("buffer", Map.of("items", 50)))
                        .bind("in -> flood -> out")
                        .build();

        GraphTester tester = GraphTester.of(graph);
        GraphTester.Result result = (fused ? tester : tester.unfused()).run();

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(taken.get()).isEqualTo(MILLION);
        assertThat(most.get()).isLessThanOrEqualTo(100); // 50 in the stream, 50 in hand
    }

    /** Counts what it gets, and how far its sender is before it. */
    @Ports(outputs = {})
    private record Count(AtomicInteger sent, AtomicInteger taken, AtomicInteger most)
            implements Handler<Object> {
        @Override
        public void onItem(Object item, Output unused) {
            int before = sent.get() - taken.getAndIncrement();
            most.accumulateAndGet(before, Math::max);
        }
    }

    @Test
    @DisplayName("sending null fails the item")
    @SuppressWarnings("NullAway") // that is what the test is about
    void sending_null_fails_the_item() throws Exception {
        Handler<Object> nothing = (_, out) -> out.send(null);

        TestRun run = ComponentTester.of(() -> nothing).input("a", "b").run().finished();

        assertThat(run.errorMessages()).hasSize(2);
        assertThat(run.output()).isEmpty();
    }

    @Test
    @DisplayName("waiting for room on a thread of one's own is an error that says so")
    void waiting_for_room_on_a_thread_of_ones_own_is_an_error() throws Exception {
        var caught = new AtomicReference<Throwable>();
        var loop =
                new Loop(
                        (streams, _) -> {
                            Output out = streams.output("output");
                            Thread.ofVirtual().name("mine").start(() -> fill(out, caught)).join();
                        });
        var late = new Loop((streams, it) -> it.context().sleep(Duration.ofSeconds(9)));
        Graph graph =
                Graph.builder("own")
                        .component("in", () -> new Script("one"))
                        .component("loop", () -> loop)
                        .component("late", () -> late, Map.of("buffer", Map.of("items", 2)))
                        .bind("in -> loop -> late")
                        .build();

        GraphTester.Result result = GraphTester.of(graph).run();

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(caught.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("on a thread of its own, 'mine'");
    }

    private static void fill(Output out, AtomicReference<Throwable> caught) {
        try {
            for (int i = 0; i < 10; i++) {
                out.send(i);
            }
        } catch (IllegalStateException | InterruptedException e) {
            caught.set(e);
        }
    }

    @Test
    @DisplayName(
            "a cancelled run is cancelled, whatever words a component has for its interruption")
    void a_cancelled_run_is_cancelled_in_any_words() {
        for (long seed = 0; seed < 50; seed++) {
            var loop =
                    new Loop(
                            (streams, it) -> {
                                try {
                                    streams.receive("input", Object.class).receive();
                                    it.context().sleep(Duration.ofHours(1));
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException("cannot go on", e);
                                }
                            });
            Graph graph =
                    Graph.builder("words")
                            .component("in", () -> new Script("one"))
                            .component("loop", () -> loop)
                            .bind("in -> loop")
                            .build();

            Simulation.Result result = Simulation.of(graph).atStep(seed, Run::cancel).run(seed);

            assertThat(result.outcome()).as("seed %d", seed).isEqualTo(new Run.Outcome.Cancelled());
        }
    }
}
