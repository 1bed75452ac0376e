package io.millrace.components.gather;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.components.Options;
import io.millrace.components.flow.Limit;
import io.millrace.graph.Graph;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.GraphTester;
import io.millrace.testkit.ListSource;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

class BufferTest {

    private static final List<Document> THOUSAND =
            LongStream.range(0, 1000).mapToObj(Document::of).toList();

    @Test
    @DisplayName("M099 M100 the defaults are 1000 items and 5 s")
    void defaults_are_those_of_the_seed() {
        assertThat(Options.of(Buffer.Config.class))
                .isEqualTo(new Buffer.Config(1000, Duration.ofSeconds(5)));
    }

    @Test
    @DisplayName("M102 T4 one item and then silence: it leaves after 5 s")
    void one_item_and_then_silence() throws Exception {
        var run = Options.timeline(Buffer.class).at(1000, "1").until(60_000);

        assertThat(run.came()).containsExactly("6000 1");
    }

    @Test
    @DisplayName("M102 T5 items leave when it is full, when its time is over, and at the end")
    void items_leave_when_full_in_time_and_at_the_end() throws Exception {
        var run =
                Options.timeline(Buffer.class, "buffer_size", 2, "flush_interval", "3s")
                        .at(0, "1")
                        .at(500, "2")
                        .at(1000, "3")
                        .at(9000, "4")
                        .until(10_000);

        assertThat(run.came()).containsExactly("500 1", "500 2", "4000 3", "10000 4");
    }

    /** A handler that fails one item. */
    private static Handler<Document> failing(long number) {
        return (item, out) -> {
            if (item.asLong() == number) {
                throw new IllegalStateException("not this one");
            }
            out.send(item);
        };
    }

    @Test
    @DisplayName("M103 T6 a failure at item 500 of 1000 neither loses nor repeats an item")
    void failure_in_the_middle_neither_loses_nor_repeats() throws Exception {
        var sink = new CollectSink();
        var failed = new CollectSink();
        Graph graph =
                Graph.builder("test")
                        .component("source", () -> new ListSource(THOUSAND))
                        .component("buffer", Buffer.class, Map.of(), Map.of())
                        .component("next", () -> failing(500))
                        .component("sink", () -> sink)
                        .component("failed", () -> failed)
                        .bind("source -> buffer -> next -> sink")
                        .bind("next.error -> failed")
                        .build();

        GraphTester.of(graph).run();

        var expected = new ArrayList<Object>(THOUSAND);
        expected.remove(500);
        assertThat(sink.items()).isEqualTo(expected);
        assertThat(failed.items()).hasSize(1);
    }

    @Test
    @DisplayName("M103 T6 a condition that fails on item 500 fails that item alone")
    void condition_that_fails_on_one_item_fails_it_alone() throws Exception {
        var sink = new CollectSink();
        var failed = new CollectSink();
        Graph graph =
                Graph.builder("test")
                        .component("source", () -> new ListSource(THOUSAND))
                        .component("buffer", Buffer.class, Map.of(), Map.of())
                        .component("sink", () -> sink)
                        .component("failed", () -> failed)
                        .bind("source -> buffer")
                        .bind("buffer -> sink", Map.of("condition", "1000 / (item - 500) < 2000"))
                        .bind("buffer.error -> failed")
                        .build();

        GraphTester.of(graph).run();

        var expected = new ArrayList<Object>(THOUSAND);
        expected.remove(500);
        assertThat(sink.items()).isEqualTo(expected);
        assertThat(failed.items()).hasSize(1);
    }

    @Test
    @DisplayName("M103 downstream that ends in the middle ends the buffer normally")
    void downstream_that_ends_in_the_middle_ends_it() throws Exception {
        var sink = new CollectSink();
        var limit = new Limit.Config(Optional.of(500L), Optional.empty());
        Graph graph =
                Graph.builder("test")
                        .component("source", () -> new ListSource(THOUSAND))
                        .component("buffer", Buffer.class, Map.of(), Map.of())
                        .component("limit", () -> new Limit(limit))
                        .component("sink", () -> sink)
                        .bind("source -> buffer -> limit -> sink")
                        .build();

        GraphTester.of(graph).run();

        assertThat(sink.items()).hasSize(500).isEqualTo(THOUSAND.subList(0, 500));
    }

    @Test
    @DisplayName("M104 an output that is not bound counts what is let go")
    void unbound_output_counts_what_is_let_go() throws Exception {
        var run =
                Options.tester(Buffer.class)
                        .input(THOUSAND.toArray())
                        .unbound(Output.DEFAULT)
                        .run()
                        .finished();

        assertThat(run.status().dropped()).containsEntry("unbound", 1000L);
    }

    @Test
    void refuses_no_size_and_no_interval() {
        assertThat(Options.problems(Buffer.class, "buffer_size", 0)).hasSize(1);
        assertThat(Options.problems(Buffer.class, "flush_interval", "0s"))
                .containsExactly(
                        "'flush_interval' of component 'tested': must be longer than nothing");
    }

    @RepeatedTest(5)
    @DisplayName("M102 nothing is held longer than the interval, lost, or out of order")
    void nothing_is_held_too_long_or_lost() throws Exception {
        long seed = new SplittableRandom().nextLong();
        var random = new SplittableRandom(seed);
        long interval = random.nextLong(1, 2000);
        var run =
                Options.timeline(
                        Buffer.class,
                        "buffer_size",
                        random.nextInt(1, 8),
                        "flush_interval",
                        interval + "ms");
        var sentAt = new ArrayList<Long>();
        long now = 0;
        for (int i = 0; i < 40; i++) {
            now += random.nextInt(1500);
            run.at(now, "" + i);
            sentAt.add(now);
        }

        List<String> came = run.until(now).came();

        assertThat(came).as("seed %d", seed).hasSize(40);
        for (int i = 0; i < 40; i++) {
            String[] each = came.get(i).split(" ", 2);
            assertThat(each[1]).as("seed %d", seed).isEqualTo("" + i);
            assertThat(Long.parseLong(each[0]) - sentAt.get(i))
                    .as("seed %d", seed)
                    .isBetween(0L, interval);
        }
    }
}
