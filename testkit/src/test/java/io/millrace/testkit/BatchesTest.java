package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Batch;
import io.millrace.api.BatchHandler;
import io.millrace.api.Context;
import io.millrace.api.Document;
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

/** Items taken together. */
class BatchesTest {

    private final List<Object> seen = new ArrayList<>();

    /** Notes the size of each batch and when it was complete, and passes the items on. */
    private class Sizes implements BatchHandler<Object> {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onBatch(Batch<Object> batch, Output out) throws Exception {
            long seconds = Duration.ofNanos(context.clock().nanoTime()).toSeconds();
            seen.add(batch.size() + " at " + seconds);
            for (Object item : batch) {
                out.send(item);
            }
        }

        @Override
        public void onEnd(Output out) {
            seen.add("end");
        }
    }

    private static Object[] numbers(int count) {
        return IntStream.range(0, count).boxed().toArray();
    }

    @Test
    @DisplayName("M094 M095 M096 a batch has 100 items, and the last one what is left")
    void a_batch_has_100_items_and_the_last_what_is_left() throws Exception {
        TestRun run = ComponentTester.of(Sizes::new).input(numbers(250)).run(true).finished();

        assertThat(seen).containsExactly("100 at 0", "100 at 0", "50 at 0", "end");
        assertThat(run.output()).containsExactly(numbers(250));
    }

    @Test
    @DisplayName("M095 T4 a batch is complete after its time, with nothing arriving")
    void a_batch_is_complete_after_its_time() throws Exception {
        Object[] steps = {1, 2, Duration.ofSeconds(30), 3, Duration.ofSeconds(4), 4, 5, 6, 7};
        run(Map.of("items", 4, "within", "5s"), new Script(steps));

        assertThat(seen).containsExactly("2 at 5", "4 at 34", "1 at 34", "end");
    }

    @Test
    @DisplayName("M095 a batch is complete when it has so many bytes")
    void a_batch_is_complete_when_it_has_so_many_bytes() throws Exception {
        run(Map.of("items", 4, "bytes", 220), new Script("x".repeat(50), "y", "z", "1", "2", "3"));

        assertThat(seen).containsExactly("3 at 0", "3 at 0", "end");
    }

    @Test
    @DisplayName("M095 a batch that may not wait takes what is there")
    void a_batch_that_may_not_wait_takes_what_is_there() throws Exception {
        run(
                Map.of("items", 4, "within", "0s"),
                new Script(1, Duration.ofSeconds(1), 2, 3, Duration.ofSeconds(1), 4));

        assertThat(seen).contains("1 at 0", "1 at 2", "end");
        assertThat(seen).doesNotContain("4 at 2", "3 at 1");
    }

    private void run(Map<String, ?> batch, Script script) throws InterruptedException {
        GraphTester.Result result =
                GraphTester.of(
                                Graph.builder("batches")
                                        .component("in", () -> script)
                                        .component("sizes", Sizes::new, Map.of("batch", batch))
                                        .bind("in -> sizes")
                                        .build())
                        .run();
        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
    }

    @Test
    @DisplayName("M097 M098 one bad item of a batch fails alone, and order is kept")
    void one_bad_item_of_a_batch_fails_alone() throws Exception {
        BatchHandler<Integer> doubling =
                (batch, out) -> {
                    for (int i = 0; i < batch.size(); i++) {
                        int item = batch.at(i);
                        if (item == 37) {
                            batch.fail(i, new IllegalArgumentException("not 37"));
                            batch.fail(i, new IllegalArgumentException("once is enough"));
                        } else {
                            out.send(2 * item);
                        }
                    }
                };

        TestRun run = ComponentTester.of(() -> doubling).input(numbers(100)).run(true).finished();

        assertThat(run.output())
                .isEqualTo(
                        IntStream.range(0, 100).filter(i -> i != 37).mapToObj(i -> 2 * i).toList());
        assertThat(run.errorMessages()).containsExactly("not 37");
        assertThat(run.errors().getFirst().get("item")).hasToString("\"37\"");
        assertThat(run.status().errors()).isOne();
    }

    @Test
    @DisplayName("M097 an exception that leaves onBatch fails the items that have not failed yet")
    void an_exception_fails_the_rest() throws Exception {
        BatchHandler<Integer> failing =
                (batch, _) -> {
                    batch.fail(1, new IllegalArgumentException("by itself"));
                    throw new IllegalStateException("all of them");
                };

        TestRun run = ComponentTester.of(() -> failing).input(1, 2, 3).run(true).finished();

        assertThat(run.errorMessages()).containsExactly("by itself", "all of them", "all of them");
        assertThat(run.errors())
                .extracting(e -> String.valueOf(e.get("item")))
                .containsExactly("\"2\"", "\"1\"", "\"3\"");
    }

    @Test
    @DisplayName("M098 what is sent while a batch is iterated has the key of the item")
    void what_is_sent_has_the_key_of_the_item() throws Exception {
        var keys = new ArrayList<Object>();
        var note = new Keys(keys);
        BatchHandler<Document> turning =
                (batch, out) -> {
                    for (Document item : batch) {
                        out.send(item);
                    }
                    batch.fail(0, new IllegalArgumentException("first"));
                    out.send(batch.items().getLast());
                };
        Graph graph =
                Graph.builder("keys")
                        .component("in", () -> new Script(number(7), number(8), number(9)))
                        .component("turning", () -> turning, Map.of("key", "item.n"))
                        .component("note", () -> note)
                        .bind("in -> turning -> note")
                        .bind("turning.error -> note")
                        .build();

        GraphTester.of(graph).run();

        assertThat(keys).containsExactlyInAnyOrder(7L, 8L, 9L, 9L, 7L);
    }

    private static Document number(int n) {
        return Document.object().put("n", n).build();
    }

    /** Notes the keys of what it gets. */
    @Ports(outputs = {})
    private static final class Keys implements BatchHandler<Object> {
        private final List<Object> keys;
        private Context context;

        Keys(List<Object> keys) {
            this.keys = keys;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onBatch(Batch<Object> batch, Output unused) {
            for (Object _ : batch) {
                keys.add(context.key());
            }
        }
    }

    @Test
    @DisplayName("M094 T19 a batch handler with several inputs takes all of them")
    void takes_all_inputs() throws Exception {
        TestRun run =
                ComponentTester.of(TwoInputs::new)
                        .on("a", 1, 2, 3)
                        .on("b", 4, 5)
                        .run(true)
                        .finished();

        assertThat(seen).containsExactlyInAnyOrder("3 at 0", "2 at 0", "end");
        assertThat(run.output()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }

    @Ports(inputs = {"a", "b"})
    private final class TwoInputs extends Sizes {}

    @Test
    @DisplayName("M097 batches of a loop of one's own, with a size and a time of its own")
    void batches_of_a_loop_of_ones_own() throws Exception {
        var loop =
                new Loop(
                        (streams, it) -> {
                            for (Batch<Integer> batch :
                                    streams.batches(
                                            "input", Integer.class, 3, Duration.ofSeconds(2))) {
                                seen.add(batch.items() + " at " + it.seconds());
                            }
                        });
        Graph graph =
                Graph.builder("batches")
                        .component(
                                "in", () -> new Script(1, 2, 3, 4, Duration.ofSeconds(9), "5", 6))
                        .component("loop", () -> loop)
                        .bind("in -> loop")
                        .build();

        GraphTester.Result result = GraphTester.of(graph).run();

        assertThat(seen).containsExactly("[1, 2, 3] at 0", "[4] at 2", "[6] at 9");
        assertThat(result.component("loop").errors()).isOne(); // "5" is no integer
    }
}
