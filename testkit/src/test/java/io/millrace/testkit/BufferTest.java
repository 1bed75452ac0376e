package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferedOutput;
import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A buffer before an output. */
class BufferTest {

    private final List<String> came = new ArrayList<>();

    /** Notes what comes when. */
    @Ports(outputs = {})
    private final class Note implements Handler<Object> {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output unused) {
            long seconds = Duration.ofNanos(context.clock().nanoTime()).toSeconds();
            came.add(item + " at " + seconds);
        }
    }

    /** A loop that sends all it gets through a buffer. */
    private static Loop buffering(int size, Duration interval) {
        return new Loop(
                (streams, _) -> {
                    BufferedOutput out = streams.buffer("output", size, interval);
                    for (Object item : streams.receive("input", Object.class)) {
                        out.send(item);
                    }
                });
    }

    private GraphTester.Result run(Loop loop, Object... script) throws InterruptedException {
        Graph graph =
                Graph.builder("buffer")
                        .component("in", () -> new Script(script))
                        .component("loop", () -> loop)
                        .component("note", Note::new)
                        .bind("in -> loop -> note")
                        .build();
        GraphTester.Result result = GraphTester.of(graph).run();
        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        return result;
    }

    @Test
    @DisplayName("M100 M102 T4 a buffer is flushed after its interval, with nothing arriving")
    void is_flushed_after_its_interval() throws Exception {
        run(buffering(10, Duration.ofSeconds(5)), "1", "2", Duration.ofMinutes(1), "3");

        assertThat(came).containsExactly("1 at 5", "2 at 5", "3 at 60");
    }

    @Test
    @DisplayName("M102 a buffer is flushed though other items keep coming")
    void is_flushed_though_other_items_keep_coming() throws Exception {
        var loop =
                new Loop(
                        (streams, _) -> {
                            BufferedOutput out =
                                    streams.buffer("output", 10, Duration.ofSeconds(5));
                            for (Object item : streams.receive("input", Object.class)) {
                                if (item.equals("keep")) {
                                    out.send(item);
                                }
                            }
                        });
        var second = Duration.ofSeconds(1);
        run(loop, "keep", second, 1, second, 2, second, 3, second, 4, second, 5, second, 6);

        assertThat(came).containsExactly("keep at 5");
    }

    @Test
    @DisplayName("M099 M101 M102 a buffer is flushed when it is full, at 1,000 items")
    void is_flushed_when_it_is_full() throws Exception {
        var loop =
                new Loop(
                        (streams, it) -> {
                            BufferedOutput out = streams.buffer("output");
                            for (int i = 0; i < 999; i++) {
                                out.send(i);
                            }
                            assertThat(out.held()).isEqualTo(999);
                            out.send(999);
                            assertThat(out.held()).isZero();
                            out.send(1000);
                            it.context().sleep(Duration.ofSeconds(7));
                        });

        run(loop);

        assertThat(came).hasSize(1001).endsWith("998 at 0", "999 at 0", "1000 at 5");
    }

    @Test
    @DisplayName("T5 what is left in a buffer is sent at the end")
    void what_is_left_is_sent_at_the_end() throws Exception {
        GraphTester.Result result =
                run(buffering(1000, Duration.ofHours(1)), "1", "2", Duration.ofSeconds(1));

        assertThat(came).containsExactly("1 at 1", "2 at 1");
        assertThat(result.component("loop").itemsOut()).isEqualTo(2);
    }

    @Test
    @DisplayName("T5 what is left in a buffer is sent when the component finishes early")
    void what_is_left_is_sent_when_it_finishes_early() throws Exception {
        var loop =
                new Loop(
                        (streams, it) -> {
                            BufferedOutput out = streams.buffer("output");
                            for (Object item : streams.receive("input", Object.class)) {
                                out.send(item);
                                it.context().finish();
                            }
                        });

        run(loop, "1", "2");

        assertThat(came).containsExactly("1 at 0");
    }

    @Test
    @DisplayName("M103 T6 a flush that is broken off neither loses nor repeats an item")
    void a_flush_that_is_broken_off_neither_loses_nor_repeats() throws Exception {
        var loop =
                new Loop(
                        (streams, it) -> {
                            BufferedOutput out = streams.buffer("output");
                            for (int i = 0; i < 900; i++) {
                                out.send(i);
                            }
                            Thread.currentThread().interrupt(); // meets the flush when it waits
                            assertThatThrownBy(out::flush).isInstanceOf(InterruptedException.class);
                            assertThat(out.held()).isBetween(1, 899);
                            out.flush();
                            assertThat(out.held()).isZero();
                        });
        Graph graph =
                Graph.builder("buffer")
                        .component("in", Script::new)
                        .component("loop", () -> loop)
                        .component("note", Note::new, Map.of("buffer", Map.of("items", 10)))
                        .bind("in -> loop -> note")
                        .build();

        GraphTester.Result result = GraphTester.of(graph).run();

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(came).isEqualTo(IntStream.range(0, 900).mapToObj(i -> i + " at 0").toList());
    }

    @Test
    @DisplayName("M104 a buffer before an output that is not bound counts and drops")
    void a_buffer_before_an_unbound_output_counts_and_drops() throws Exception {
        Graph graph =
                Graph.builder("buffer")
                        .component("in", () -> new Script("1", "2"))
                        .component("loop", () -> buffering(10, Duration.ofSeconds(5)))
                        .bind("in -> loop")
                        .build();

        GraphTester.Result result = GraphTester.of(graph).run();

        assertThat(result.component("loop").dropped()).containsEntry("unbound", 2L);
    }

    @Test
    @DisplayName("M101 trySend to a buffer is false when it and the stream behind it are full")
    void try_send_is_false_when_all_is_full() throws Exception {
        var accepted = new ArrayList<Object>();
        var loop =
                new Loop(
                        (streams, it) -> {
                            BufferedOutput out = streams.buffer("output", 3, Duration.ofSeconds(5));
                            for (int i = 0; i < 10; i++) {
                                if (out.trySend(i)) {
                                    accepted.add(i);
                                }
                            }
                            assertThat(out.send("late", Duration.ofSeconds(1))).isFalse();
                            assertThat(out.send("patient", Duration.ofSeconds(30))).isTrue();
                        });
        var slow =
                new Loop(
                        (streams, it) -> {
                            it.context().sleep(Duration.ofSeconds(20));
                            streams.receive("input", Object.class)
                                    .forEach(item -> came.add(item + " at " + it.seconds()));
                        });
        Graph graph =
                Graph.builder("buffer")
                        .component("in", Script::new)
                        .component("loop", () -> loop)
                        .component("slow", () -> slow, Map.of("buffer", Map.of("items", 2)))
                        .bind("in -> loop -> slow")
                        .build();

        GraphTester.Result result = GraphTester.of(graph).run();

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(accepted).containsExactly(0, 1, 2, 3, 4);
        assertThat(came)
                .containsExactly(
                        "0 at 20", "1 at 20", "2 at 20", "3 at 20", "4 at 20", "patient at 20");
    }
}
