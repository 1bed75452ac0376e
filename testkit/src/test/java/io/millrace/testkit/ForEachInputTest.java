package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.api.StreamFinished;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread for each input, which take turns. */
class ForEachInputTest {

    private static final int SEEDS = 200;

    private final List<String> seen = new ArrayList<>();

    private static GraphBuilder graph(Loop.Of2 loop, Script a, Script b) {
        return Graph.builder("each")
                .component("one", () -> a)
                .component("two", () -> b)
                .component("loop", () -> loop)
                .bind("one -> loop.a")
                .bind("two -> loop.b");
    }

    private GraphTester.Result run(Loop.Of2 loop, Script a, Script b) throws InterruptedException {
        return GraphTester.of(graph(loop, a, b).build()).run();
    }

    private static void assertFinished(Run.Outcome outcome) {
        assertThat(outcome).isEqualTo(new Run.Outcome.Finished());
    }

    @Test
    @DisplayName("M025 M026 M027 T19 inputs progress while one waits for items")
    void inputs_progress_while_one_waits_for_items() throws Exception {
        var loop =
                new Loop.Of2(
                        (streams, it) ->
                                streams.forEachInput(
                                        String.class,
                                        in -> {
                                            for (String item : in) {
                                                seen.add(
                                                        "%s by %s at %d"
                                                                .formatted(
                                                                        item,
                                                                        it.context().stream(),
                                                                        it.seconds()));
                                            }
                                        }));

        GraphTester.Result result =
                run(
                        loop,
                        new Script("1", Duration.ofSeconds(10), "2"),
                        new Script(Duration.ofSeconds(4), "3", Duration.ofSeconds(4), "4"));

        assertFinished(result.outcome());
        assertThat(seen)
                .containsExactly("1 by a at 0", "3 by b at 4", "4 by b at 8", "2 by a at 10");
    }

    @Test
    @DisplayName("M025 inputs progress while one sleeps, and while one is in context.blocking")
    void inputs_progress_while_one_is_outside() throws Exception {
        var gate = new CountDownLatch(1);
        var loop =
                new Loop.Of2(
                        (streams, it) ->
                                streams.forEachInput(
                                        String.class,
                                        in -> {
                                            for (String item : in) {
                                                if (item.equals("sleep")) {
                                                    it.context().sleep(Duration.ofSeconds(5));
                                                } else if (item.equals("wait")) {
                                                    it.context().blocking(() -> wait(gate));
                                                } else if (item.equals("open")) {
                                                    gate.countDown();
                                                }
                                                seen.add(item + " by " + it.context().stream());
                                            }
                                        }));

        GraphTester.Result result =
                run(loop, new Script("wait", "sleep", "last"), new Script("first", "open", "more"));

        assertFinished(result.outcome());
        assertThat(seen)
                .containsExactly(
                        "first by b",
                        "open by b",
                        "more by b",
                        "wait by a",
                        "sleep by a",
                        "last by a");
    }

    private static boolean wait(CountDownLatch gate) throws InterruptedException {
        gate.await();
        return true;
    }

    @Test
    @DisplayName("M025 inputs progress while one waits for room downstream")
    void inputs_progress_while_one_waits_for_room() throws Exception {
        var loop =
                new Loop.Of2(
                        (streams, it) -> {
                            Output out = streams.output("output");
                            streams.forEachInput(
                                    String.class,
                                    in -> {
                                        for (String item : in) {
                                            if (in.name().equals("a")) {
                                                out.send(item);
                                            }
                                            seen.add(item + " at " + it.seconds());
                                        }
                                    });
                        });
        var slow =
                new Loop(
                        (streams, it) -> {
                            for (Object _ : streams.receive("input", Object.class)) {
                                it.context().sleep(Duration.ofSeconds(10));
                            }
                        });

        GraphTester.Result result =
                GraphTester.of(
                                graph(
                                                loop,
                                                new Script("1", "2", "3"),
                                                new Script(Duration.ofSeconds(5), "other"))
                                        .component(
                                                "slow",
                                                () -> slow,
                                                Map.of("buffer", Map.of("items", 1)))
                                        .bind("loop -> slow")
                                        .build())
                        .run();

        assertFinished(result.outcome());
        assertThat(seen).containsExactly("1 at 0", "other at 5", "2 at 10", "3 at 20");
    }

    @Test
    @DisplayName("M030 the first failure ends the others, and brings theirs along")
    void the_first_failure_ends_the_others() throws Exception {
        var loop =
                new Loop.Of2(
                        (streams, it) ->
                                streams.forEachInput(
                                        String.class,
                                        in -> {
                                            try {
                                                in.receive();
                                                in.receive();
                                            } catch (InterruptedException e) {
                                                seen.add(in.name() + " was interrupted");
                                                throw new IllegalStateException("second", e);
                                            }
                                            throw new IllegalArgumentException("first");
                                        }));

        GraphTester.Result result =
                run(loop, new Script("1", "2"), new Script("3", Duration.ofHours(1)));

        assertThat(seen).containsExactly("b was interrupted");
        assertThat(result.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.component()).isEqualTo("loop");
                            assertThat(failed.cause())
                                    .isInstanceOf(IllegalArgumentException.class)
                                    .hasMessage("first");
                            assertThat(failed.cause().getSuppressed())
                                    .extracting(Throwable::getMessage)
                                    .containsExactly("second");
                        });
        assertThat(result.elapsed()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    @DisplayName("M030 a failure interrupts an action that is in context.blocking")
    void a_failure_interrupts_a_call_of_the_outside_world() throws Exception {
        var loop =
                new Loop.Of2(
                        (streams, it) ->
                                streams.forEachInput(
                                        String.class,
                                        in -> {
                                            if (in.name().equals("a")) {
                                                it.context()
                                                        .blocking(
                                                                () -> wait(new CountDownLatch(1)));
                                            }
                                            throw new IllegalArgumentException("first");
                                        }));

        GraphTester.Result result = run(loop, new Script("1"), new Script("2"));

        assertThat(result.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.cause()).hasMessage("first");
                            assertThat(failed.cause().getSuppressed()).isEmpty();
                        });
    }

    @Test
    @DisplayName("M030 a failure does not fail the items of others")
    void a_failure_does_not_fail_the_items_of_others() throws Exception {
        var loop =
                new Loop.Of2(
                        (streams, it) ->
                                streams.forEachInput(
                                        String.class,
                                        in -> {
                                            for (String item : in) {
                                                if (in.name().equals("a")) {
                                                    throw new IllegalArgumentException("first");
                                                }
                                                streams.errors()
                                                        .run("try", item, () -> sleep(it, item));
                                            }
                                        }));

        GraphTester.Result result =
                run(loop, new Script(Duration.ofSeconds(1), "1"), new Script("2", "3"));

        assertThat(seen).containsExactly("2 begun");
        assertThat(result.component("loop").errors()).isZero();
    }

    private void sleep(Loop it, String item) throws InterruptedException {
        seen.add(item + " begun");
        it.context().sleep(Duration.ofSeconds(10));
        seen.add(item + " done");
    }

    @Test
    @DisplayName("an item that fails in one input has its own key, and the others go on")
    void an_item_fails_alone() throws Exception {
        var errors = new CollectSink();
        var loop =
                new Loop.Of2(
                        (streams, it) ->
                                streams.forEachInput(
                                        String.class,
                                        in -> {
                                            for (String item : in) {
                                                streams.errors()
                                                        .run("try", item, () -> refuse(item, seen));
                                            }
                                        }));

        GraphTester.Result result =
                GraphTester.of(
                                graph(loop, new Script("1", "no", "2"), new Script("no", "3"))
                                        .component("errors", () -> errors)
                                        .bind("loop.error -> errors")
                                        .build())
                        .run();

        assertFinished(result.outcome());
        assertThat(seen).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(errors.items()).hasSize(2);
    }

    private static void refuse(String item, List<String> seen) {
        if (item.equals("no")) {
            throw new IllegalArgumentException("refused");
        }
        seen.add(item);
    }

    @Test
    @DisplayName("all actions end when nobody takes their items any more")
    void all_end_when_nobody_takes_their_items() throws Exception {
        var loop =
                new Loop.Of2(
                        (streams, it) -> {
                            Output out = streams.output("output");
                            streams.forEachInput(
                                    String.class,
                                    in -> {
                                        try {
                                            if (in.name().equals("b")) {
                                                it.context()
                                                        .blocking(
                                                                () -> wait(new CountDownLatch(1)));
                                            }
                                            for (String item : in) {
                                                out.send(item);
                                            }
                                        } catch (StreamFinished e) {
                                            seen.add(in.name());
                                            throw e;
                                        }
                                    });
                        });
        var first = new Loop((streams, _) -> streams.receive("input", String.class).receive());

        GraphTester.Result result =
                GraphTester.of(
                                graph(
                                                loop,
                                                new Script("1", Duration.ofSeconds(1), "2", "3"),
                                                new Script("4", Duration.ofHours(1)))
                                        .component("first", () -> first)
                                        .bind("loop -> first")
                                        .build())
                        .run();

        assertFinished(result.outcome());
        assertThat(seen).containsExactlyInAnyOrder("a", "b");
        assertThat(result.elapsed()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    @DisplayName("an action that finishes the component ends the others")
    void an_action_that_finishes_the_component_ends_the_others() throws Exception {
        var loop =
                new Loop.Of2(
                        (streams, it) ->
                                streams.forEachInput(
                                        String.class,
                                        in -> {
                                            in.receive().ifPresent(seen::add);
                                            if (in.name().equals("a")) {
                                                it.context().finish();
                                            }
                                            in.receive().ifPresent(seen::add);
                                        }));

        GraphTester.Result result =
                run(
                        loop,
                        new Script(Duration.ofSeconds(1), "1", "2"),
                        new Script("3", Duration.ofHours(1)));

        assertFinished(result.outcome());
        assertThat(seen).containsExactly("3", "1");
    }

    @Test
    @DisplayName("M025 in any interleaving only one action runs, and nothing is lost")
    void only_one_runs_in_any_interleaving() {
        Set<List<Object>> orders = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            var sink = new CollectSink();
            var running = new AtomicInteger();
            var loop =
                    new Loop.Of2(
                            (streams, it) ->
                                    streams.forEachInput(
                                            Object.class,
                                            in -> copy(in, it, streams.output("output"), running)));

            Simulation.Result result =
                    Simulation.of(
                                    graph(
                                                    loop,
                                                    new Script("a1", "a2", "a3", "a4", "a5"),
                                                    new Script("b1", "b2", "b3", "b4", "b5"))
                                            .component(
                                                    "sink",
                                                    () -> sink,
                                                    Map.of("buffer", Map.of("items", 1)))
                                            .bind("loop -> sink")
                                            .build())
                            .run(seed);

            assertThat(result.outcome()).as("seed %d", seed).isEqualTo(new Run.Outcome.Finished());
            assertThat(sink.items()).as("seed %d", seed).hasSize(10);
            assertThat(sink.items().stream().filter(i -> i.toString().startsWith("a")))
                    .as("seed %d", seed)
                    .containsExactly("a1", "a2", "a3", "a4", "a5");
            orders.add(sink.items());
        }

        assertThat(orders).hasSizeGreaterThan(3);
    }

    @SuppressWarnings("ThreadPriorityCheck") // others are to step in here
    private static void copy(Input<Object> in, Loop it, Output out, AtomicInteger running)
            throws Exception {
        for (Object item : in) {
            assertThat(running.incrementAndGet()).isOne();
            Thread.yield();
            assertThat(it.context().stream()).isEqualTo(in.name());
            running.decrementAndGet();
            if (item.equals("a2")) {
                it.context().sleep(Duration.ofMillis(3));
            } else if (item.equals("b2")) {
                it.context().blocking(in::name);
            }
            assertThat(it.context().stream()).isEqualTo(in.name());
            out.send(item);
        }
    }

    @Test
    @DisplayName("a cancelled run leaves no thread of forEachInput, whenever it is cancelled")
    void a_cancelled_run_leaves_no_thread() {
        for (long seed = 0; seed < SEEDS; seed++) {
            var loop =
                    new Loop.Of2(
                            (streams, it) ->
                                    streams.forEachInput(
                                            Object.class,
                                            in ->
                                                    copy(
                                                            in,
                                                            it,
                                                            streams.output("output"),
                                                            new AtomicInteger())));
            Simulation.Result result =
                    Simulation.of(
                                    graph(
                                                    loop,
                                                    new Script(
                                                            "a1", "a2", "a3", Duration.ofHours(1)),
                                                    new Script(
                                                            "b1", "b2", "b3", Duration.ofHours(1)))
                                            .build())
                            .atStep(seed, Run::cancel)
                            .run(seed);

            assertThat(result.outcome()).as("seed %d", seed).isEqualTo(new Run.Outcome.Cancelled());
        }
    }
}
