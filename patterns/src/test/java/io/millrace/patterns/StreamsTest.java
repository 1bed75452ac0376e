package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Event;
import io.millrace.api.Handler;
import io.millrace.api.HasPorts;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.StreamSpec.Port;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.GraphTester;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Multi-stream patterns and stream connection safety: named inputs and outputs. */
class StreamsTest {

    @TempDir private Path state;

    /** Options that name the inputs. */
    record Names(List<String> inputs) implements HasPorts {}

    /** Says which inputs it has, then which each item came on. */
    record Inputs(Names names) implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            streams.send("output", streams.inputs());
            while (streams.next() instanceof Event.Item(var input, var item)) {
                streams.send("output", input + " " + item);
            }
        }
    }

    @Test
    @DisplayName("M016 M026 inputs are those of the configuration, in its order")
    void inputs_follow_from_the_configuration() throws Exception {
        var run =
                ComponentTester.of(Inputs::new, new Names(List.of("west", "east")))
                        .on("east", 1)
                        .run()
                        .finished();

        assertThat(run.output()).containsExactly(List.of("west", "east"), "east 1");
    }

    /** Counts items by the input they came on. */
    @Ports(inputs = {"left", "right"})
    static final class ByInput implements Handler<Object> {
        private @Nullable Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(requireNonNull(context).stream() + " " + item);
        }
    }

    @Test
    @DisplayName("M027 T19 X006 a handler gets the items of all its inputs, and knows which it was")
    void all_inputs_are_read() throws Exception {
        var run =
                ComponentTester.of(ByInput::new)
                        .on("left", 1, 2, 3)
                        .on("right", 4, 5)
                        .run()
                        .finished();

        assertThat(run.texts())
                .containsExactlyInAnyOrder("left 1", "left 2", "left 3", "right 4", "right 5");
    }

    @Test
    @DisplayName("M017 iterating ends when upstream has ended, and so does receive()")
    void iterating_ends_with_the_stream() throws Exception {
        var loop =
                new Parts.Loop(
                        streams -> {
                            Input<Integer> input = streams.receive("input", Integer.class);
                            streams.send("output", input.receive().orElseThrow());
                            for (Integer item : input) {
                                streams.send("output", item);
                            }
                            streams.send("output", input.receive().isPresent());
                        });

        var run = ComponentTester.of(() -> loop).input(1, 2, 3).run().finished();

        assertThat(run.output()).containsExactly(1, 2, 3, false);
    }

    @Test
    @DisplayName("M017 a loop that waits for an item ends when the run is cancelled")
    void waiting_is_interrupted_by_a_cancel() throws Exception {
        var waiting = new CountDownLatch(1);
        var ends = new LinkedBlockingQueue<String>();
        Run run =
                Engine.start(
                        Parts.graph()
                                .component("silent", Silent::new)
                                .component("loop", () -> loop(waiting, ends))
                                .bind("silent -> loop")
                                .build(),
                        RunOptions.in(state));
        waiting.await();

        run.cancel();

        assertThat(run.await(Duration.ofSeconds(20))).contains(new Run.Outcome.Cancelled());
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo("ended");
    }

    private static Component loop(CountDownLatch waiting, LinkedBlockingQueue<String> ends) {
        return new Parts.Loop(
                streams -> {
                    waiting.countDown();
                    try {
                        streams.receive("input", Object.class).receive();
                    } finally {
                        ends.add("ended");
                    }
                });
    }

    /** Sends nothing, for ever. */
    static final class Silent implements Source {
        private @Nullable Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            requireNonNull(context).sleep(Duration.ofDays(1));
        }
    }

    /** Sends one item, an hour later. */
    static final class Late implements Source {
        private @Nullable Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            requireNonNull(context).sleep(Duration.ofHours(1));
            out.send("late");
        }
    }

    @Test
    @DisplayName(
            "M017 receive(Duration) comes back without an item, and says whether more may come")
    void waiting_has_a_time_limit() throws Exception {
        var out = new CollectSink();
        var loop =
                new Parts.Loop(
                        streams -> {
                            var input = streams.receive("input", Object.class);
                            Duration wait = Duration.ofMinutes(40);
                            while (!input.hasEnded()) {
                                streams.send("output", input.receive(wait).isPresent());
                            }
                        });

        var run =
                Parts.run(
                        Parts.graph()
                                .component("late", Late::new)
                                .component("loop", () -> loop)
                                .component("out", () -> out)
                                .bind("late -> loop -> out"));

        assertThat(out.items()).startsWith(false, true);
        assertThat(run.elapsed()).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
    }

    @Test
    @DisplayName("M019 trySend and send(item, Duration) give up where send would wait")
    void sending_may_give_up() throws Exception {
        List<Object> told = new CopyOnWriteArrayList<>();
        var held = new CountDownLatch(1);
        var sender =
                new Parts.Loop(
                        streams -> {
                            Output output = streams.output("output");
                            int sent = 0;
                            while (output.trySend(sent)) {
                                sent++;
                            }
                            told.add(output.send("one more", Duration.ofMillis(1)));
                            held.countDown();
                            output.send("at last");
                            told.add(sent);
                        });
        var taken = new CollectSink();
        Run run =
                Engine.start(
                        Parts.graph()
                                .component("in", () -> Parts.source())
                                .component("sender", () -> sender)
                                .component("slow", () -> waits(held))
                                .component("out", () -> taken)
                                .bind("in -> sender")
                                .bind("sender -> slow", Map.of("buffer", Map.of("items", 4)))
                                .bind("slow -> out")
                                .build(),
                        RunOptions.in(state));

        assertThat(run.await(Duration.ofSeconds(20))).contains(new Run.Outcome.Finished());
        assertThat(told.getFirst()).isEqualTo(false);
        assertThat(taken.items()).hasSize((int) told.getLast() + 1).endsWith("at last");
    }

    private static Component waits(CountDownLatch held) {
        return new Parts.Do(
                (item, out) -> {
                    held.await();
                    out.send(item);
                });
    }

    @Test
    @DisplayName("M020 M104 what goes to an output that is not bound is counted, and nothing fails")
    void unbound_output_counts() throws Exception {
        var run =
                ComponentTester.of(() -> new Parts.Do((item, out) -> out.send(item)))
                        .unbound("output")
                        .input(1, 2, 3)
                        .run()
                        .finished();

        assertThat(run.status().dropped()).isEqualTo(Map.of("unbound", 3L));
        assertThat(run.errors()).isEmpty();
    }

    @Test
    @DisplayName(
            "M020 M113 a name that a component does not declare is an error that lists its own")
    void undeclared_name_is_an_error() throws Exception {
        var run = ComponentTester.of(() -> new Parts.Loop(s -> s.output("ouput"))).input(1).run();
        var other =
                ComponentTester.of(() -> new Parts.Loop(s -> s.receive("inptu", Object.class)))
                        .input(1)
                        .run();

        assertThat(run.failure())
                .hasMessage("component 'tested' has no output 'ouput'; it has output, error");
        assertThat(other.failure())
                .hasMessage("component 'tested' has no input 'inptu'; it has input");
    }

    @Test
    @DisplayName(
            "M072 M020 every wrong binding is told before the run, with the name that was meant")
    void wrong_bindings_are_told_before_the_run() {
        List<Diagnostic> problems =
                Parts.problems(
                        """
                        components:
                          in: { type: Generator, config: { count: 1 } }
                          filter: { type: Filter, config: { condition: item.seq % 2 == 1 } }
                          out: { type: CollectSink }
                        bindings:
                          - in.ouput -> filter
                          - fitler -> out
                          - filter -> out.input
                        """);

        assertThat(problems)
                .extracting(p -> p.position().line() + " " + p.fix())
                .containsExactly("6 did you mean 'output'?", "7 did you mean 'filter'?");
    }

    @Test
    @DisplayName("M073 M114 an input that is not bound is a stream that has ended")
    void unbound_input_has_ended() throws Exception {
        var loop =
                new Parts.Loop(
                        streams -> {
                            for (Object item : streams.receive("input", Object.class)) {
                                streams.send("output", item);
                            }
                            streams.send("output", "done");
                        });

        var run = ComponentTester.of(() -> loop).run().finished();

        assertThat(run.output()).containsExactly("done");
    }

    @Test
    @DisplayName("T2 one output goes to each input that is bound to it")
    void output_goes_to_every_bound_input() throws Exception {
        var first = new CollectSink();
        var second = new CollectSink();

        Parts.run(
                Parts.graph()
                        .component("in", () -> Parts.source(1, 2))
                        .component("first", () -> first)
                        .component("second", () -> second)
                        .bind("in -> first")
                        .bind("in -> second"));

        assertThat(first.items()).containsExactly(1, 2);
        assertThat(second.items()).containsExactly(1, 2);
    }

    @Test
    @DisplayName("T2 the same binding twice is told, not ignored")
    void same_binding_twice_is_told() {
        assertThat(
                        Parts.problems(
                                """
                                components:
                                  in: { type: Generator, config: { count: 1 } }
                                  out: { type: CollectSink }
                                bindings: [ in -> out, in -> out ]
                                """))
                .isNotEmpty();
    }

    @Test
    @DisplayName("T1 M077 an output ends when its component is done, not when all are cleaned up")
    void output_ends_when_its_component_is_done() throws Exception {
        var out = new CollectSink();
        var tail =
                new Parts.Loop(
                        streams -> {
                            for (Object item : streams.receive("input", Object.class)) {
                                streams.send("output", item);
                            }
                            streams.send("output", "after the end of the input");
                        });

        GraphTester.Result run =
                Parts.run(
                        Parts.graph()
                                .component("in", () -> Parts.source(1))
                                .component("tail", () -> tail)
                                .component("out", () -> out)
                                .bind("in -> tail -> out"));

        assertThat(run.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(out.items()).containsExactly(1, "after the end of the input");
    }

    @Test
    @DisplayName("T17 X053 depth is that of the real stream")
    void depth_is_that_of_the_stream() throws Exception {
        var taken = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        Run run =
                Engine.start(
                        Parts.graph()
                                .component("in", () -> Parts.source(1, 2, 3, 4, 5))
                                .component(
                                        "slow",
                                        () ->
                                                new Parts.Do(
                                                        (_, _) -> {
                                                            taken.countDown();
                                                            go.await();
                                                        }),
                                        Map.of("buffer", Map.of("items", 8)))
                                .bind(
                                        new Port("in", "output"),
                                        new Port("slow", "input"),
                                        Map.of("buffer", Map.of("items", 8)))
                                .build(),
                        RunOptions.in(state));
        taken.await();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (run.components().getFirst().itemsOut() < 5 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }

        // four wait, and the one in hand is done when the next is asked for
        var waiting = run.streams().getFirst();
        go.countDown();

        assertThat(run.await(Duration.ofSeconds(20))).contains(new Run.Outcome.Finished());
        assertThat(waiting.depth()).isBetween(4, 5);
        assertThat(waiting.capacity()).isEqualTo(8);
        assertThat(run.streams().getFirst().depth()).isZero();
    }
}
