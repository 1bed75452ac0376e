package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;

import io.millrace.api.Component;
import io.millrace.api.Document;
import io.millrace.api.Ports;
import io.millrace.api.Streams;
import io.millrace.engine.Run;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Multi-stream patterns: several inputs at the same time, and an output for each item. */
class MultiStreamTest {

    @TempDir private Path state;

    private static Document item(String json) {
        return Document.parse(json.replace('\'', '"'));
    }

    @Test
    @DisplayName("M025 M026 M027 each input is processed, under its name")
    void concurrent_stream_processing() throws Exception {
        try (var logs = new Logs()) {
            TestRun run =
                    ComponentTester.of(Regional.CountEach::new)
                            .on("east", item("{'id':1}"), item("{'id':2}"))
                            .on("west", item("{'id':3}"))
                            .run()
                            .finished();

            assertThat(run.texts("east")).containsExactly("{\"id\":1}", "{\"id\":2}");
            assertThat(run.texts("west")).containsExactly("{\"id\":3}");
            assertThat(logs.lines(Level.INFO)).contains("2 items of east.", "1 items of west.");
        }
    }

    /** Passes on what comes from the left, and waits for the right meanwhile. */
    @Ports(inputs = {"left", "right"})
    static final class WaitsForRight implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            streams.forEachInput(
                    Object.class,
                    input -> {
                        for (Object item : input) {
                            streams.send("output", input.name() + " " + item);
                        }
                        streams.send("output", input.name() + " has ended");
                    });
        }
    }

    @Test
    @DisplayName("M025 one input goes on while the other waits")
    void inputs_do_not_wait_for_each_other() throws Exception {
        var out = new CollectSink();

        Parts.run(
                Parts.graph()
                        .component("quick", () -> Parts.source(1, 2))
                        .component("late", StreamsTest.Late::new)
                        .component("both", WaitsForRight::new)
                        .component("out", () -> out)
                        .bind("quick -> both.left")
                        .bind("late -> both.right")
                        .bind("both -> out"));

        assertThat(out.items())
                .containsExactly(
                        "left 1", "left 2", "left has ended", "right late", "right has ended");
    }

    @Test
    @DisplayName("M030 the first input that fails ends the others, and the component fails once")
    void failure_of_one_input_ends_the_others() throws Exception {
        List<String> ends = new ArrayList<>();
        var group = new Parts.Loop(streams -> failing(streams, ends));

        Run run =
                Parts.run(
                        Parts.graph()
                                .component("in", () -> Parts.source(1))
                                .component("never", StreamsTest.Silent::new)
                                .component("group", () -> new Two(group))
                                .bind("in -> group.left")
                                .bind("never -> group.right"),
                        state);

        assertThat(run.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.component()).isEqualTo("group");
                            assertThat(failed.cause()).hasMessage("left fails");
                            assertThat(failed.cause().getSuppressed())
                                    .extracting(Throwable::getMessage)
                                    .containsExactly("right could not tidy up");
                        });
        assertThat(ends).containsExactly("right was interrupted");
    }

    private static void failing(Streams streams, List<String> ends) throws Exception {
        streams.forEachInput(
                Object.class,
                input -> {
                    try {
                        input.receive();
                    } catch (InterruptedException e) {
                        ends.add(input.name() + " was interrupted");
                        throw new IllegalStateException(input.name() + " could not tidy up", e);
                    }
                    throw new IllegalStateException(input.name() + " fails");
                });
    }

    /** A loop with two inputs. */
    @Ports(
            inputs = {"left", "right"},
            outputs = {})
    record Two(Component loop) implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            loop.process(streams);
        }
    }

    @Test
    @DisplayName("M028 M029 M069 a to a, b to b, and c, which has no output of its name, to output")
    void transform_and_route_for_each_stream() throws Exception {
        TestRun run =
                ComponentTester.of(Regional.PerStream::new)
                        .on("a", item("{'id':1}"))
                        .on("b", item("{'id':2}"))
                        .on("c", item("{'id':3}"))
                        .run()
                        .finished();

        assertThat(run.texts("a")).containsExactly("{\"id\":1,\"from\":\"a\"}");
        assertThat(run.texts("b")).containsExactly("{\"id\":2,\"from\":\"b\"}");
        assertThat(run.texts("output")).containsExactly("{\"id\":3,\"from\":\"c\"}");
    }

    @Test
    @DisplayName("M031 M032 an item goes where its content says, and to output if nothing does")
    void dynamic_output_routing() throws Exception {
        TestRun run =
                ComponentTester.of(Regional.ByContent::new)
                        .input(item("{'id':1}"), item("{'id':2,'to':'urgent'}"))
                        .run()
                        .finished();

        assertThat(run.texts("output")).containsExactly("{\"id\":1}");
        assertThat(run.texts("urgent")).containsExactly("{\"id\":2,\"to\":\"urgent\"}");
    }

    @Test
    @DisplayName("M033 the chosen output, then default, then a counted warning: in this order")
    void default_takes_what_the_chosen_output_is_not_there_for() throws Exception {
        Object[] items = {item("{'to':'urgent'}"), item("{'to':'nowhere'}")};
        var tester = ComponentTester.of(Regional.ByContent::new).input(items);

        TestRun all = tester.run().finished();
        TestRun without = tester.unbound("urgent").run().finished();
        TestRun none = tester.unbound("urgent").unbound("default").run().finished();

        assertThat(all.texts("urgent")).hasSize(1);
        assertThat(all.texts("default")).hasSize(1);
        assertThat(without.texts("default")).hasSize(2);
        assertThat(none.status().dropped()).containsEntry("unrouted", 2L);
    }

    @Test
    @DisplayName(
            "M034 ten thousand items without an output are all counted, and warned of in few lines")
    void warnings_of_dropped_items_are_few() throws Exception {
        Object[] items =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> item("{'id':" + i + ",'to':'nowhere'}"))
                        .toArray();
        try (var logs = new Logs()) {
            TestRun run =
                    ComponentTester.of(Regional.ByContent::new)
                            .unbound("default")
                            .input(items)
                            .run(true)
                            .finished();

            assertThat(run.status().dropped()).containsEntry("unrouted", 10_000L);
            assertThat(logs.lines(Level.WARN))
                    .hasSizeBetween(1, 5)
                    .first()
                    .asString()
                    .startsWith("No output stream for item: ");
        }
    }

    @RepeatedTest(20)
    @DisplayName("M031 each item leaves by one output, or is counted")
    void items_are_not_lost_and_not_doubled() throws Exception {
        long seed = new SplittableRandom().nextLong();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        String[] ways = {"output", "urgent", "default", "nowhere"};
        Object[] items =
                IntStream.range(0, 100)
                        .mapToObj(i -> item("{'to':'" + ways[random.nextInt(4)] + "'}"))
                        .toArray();
        var tester = ComponentTester.of(Regional.ByContent::new).input(items);
        for (String way : List.of("output", "urgent", "default")) {
            tester = random.nextBoolean() ? tester.unbound(way) : tester;
        }

        TestRun run = tester.run(random.nextBoolean()).finished();

        long left =
                run.outputs().values().stream().mapToLong(List::size).sum()
                        + run.status().dropped().getOrDefault("unrouted", 0L);
        assertThat(left).as("seed %d", seed).isEqualTo(100);
    }
}
