package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Batch;
import io.millrace.api.BatchHandler;
import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Performance patterns: batches and buffers. */
class PerformanceTest {

    // @start region="batch-handler"
    /** Asks for the prices of a hundred items at once. */
    public static final class Priced implements BatchHandler<Document> {

        @Override
        public void onBatch(Batch<Document> batch, Output out) throws Exception {
            List<Long> prices = prices(batch.items());
            int i = 0;
            for (Document item : batch) {
                out.send(item.edit().put("price", prices.get(i++)).build());
            }
        }

        private static List<Long> prices(List<Document> items) {
            return items.stream()
                    .map(item -> 10 * requireNonNull(item.get("id")).asLong())
                    .toList();
        }
    }

    // @end

    /** Sends how many items came together. */
    static final class Sizes implements BatchHandler<Object> {
        @Override
        public void onBatch(Batch<Object> batch, Output out) throws Exception {
            out.send(batch.size());
        }
    }

    /** The same by hand. */
    static final class SizesByHand implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            for (Batch<Object> batch : streams.batches("input", Object.class)) {
                streams.send("output", batch.size());
            }
        }
    }

    private static Object[] numbers(int count) {
        return IntStream.range(0, count).boxed().toArray();
    }

    @Test
    @DisplayName("M094 M096 250 items come as 100, 100 and the 50 that remain")
    void batches_have_100_items_and_the_last_has_the_rest() throws Exception {
        for (TestRun run :
                List.of(
                        ComponentTester.of(Sizes::new).input(numbers(250)).run().finished(),
                        ComponentTester.of(SizesByHand::new)
                                .input(numbers(250))
                                .run()
                                .finished())) {
            assertThat(run.output()).containsExactly(100, 100, 50);
        }
    }

    /** Sends two items, then a third one an hour later. */
    static final class TwoAndOneLater implements Source {
        private @Nullable Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            out.send(1);
            out.send(2);
            requireNonNull(context).sleep(Duration.ofHours(1));
            out.send(3);
        }
    }

    @Test
    @DisplayName("M095 T4 a batch is full by items, or by time, whether another item comes or not")
    void batch_is_full_by_items_or_by_time() throws Exception {
        var out = new CollectSink();

        Parts.run(
                Parts.graph()
                        .component("in", TwoAndOneLater::new)
                        .component(
                                "sizes",
                                Sizes::new,
                                Map.of("batch", Map.of("items", 10, "within", "5s")))
                        .component("out", () -> out)
                        .bind("in -> sizes -> out"));

        assertThat(out.items()).containsExactly(2, 1);
        assertThat(
                        ComponentTester.of(Sizes::new)
                                .option("batch", 2)
                                .input(numbers(5))
                                .run()
                                .output())
                .containsExactly(2, 2, 1);
    }

    @Test
    @DisplayName(
            "M097 M098 a batch is worked on as one, and its results are sent one by one, in order")
    void batch_transform() throws Exception {
        Object[] items =
                IntStream.range(0, 3).mapToObj(i -> Document.parse("{\"id\":" + i + "}")).toArray();

        TestRun run = ComponentTester.of(Priced::new).input(items).run().finished();

        assertThat(run.texts())
                .containsExactly(
                        "{\"id\":0,\"price\":0}",
                        "{\"id\":1,\"price\":10}",
                        "{\"id\":2,\"price\":20}");
    }

    /** Fails the item 7 of each batch, and sends the others. */
    static final class OneBad implements BatchHandler<Integer> {
        @Override
        public void onBatch(Batch<Integer> batch, Output out) throws Exception {
            for (int i = 0; i < batch.size(); i++) {
                if (i == 7) {
                    batch.fail(i, new IllegalArgumentException("seven is bad"));
                } else {
                    out.send(batch.at(i));
                }
            }
        }
    }

    @Test
    @DisplayName("M097 X052 one bad item in a hundred: 99 come out, and one fails alone")
    void one_item_of_a_batch_fails_alone() throws Exception {
        TestRun run = ComponentTester.of(OneBad::new).input(numbers(100)).run().finished();

        assertThat(run.output()).hasSize(99).doesNotContain(7);
        assertThat(run.errorMessages()).containsExactly("seven is bad");
    }

    // @start region="buffer"
    /** Sends items on in bundles of a thousand, or what there is after five seconds. */
    public static final class Buffered implements Component {

        @Override
        public void process(Streams streams) throws Exception {
            var buffer = streams.buffer("output");
            for (Object item : streams.receive("input", Object.class)) {
                buffer.send(item);
            }
        }
    }

    // @end

    /** Runs what a source sends through the buffer, and notes when each item comes. */
    private static List<Object> buffered(Source source) throws InterruptedException {
        List<Object> seen = new CopyOnWriteArrayList<>();
        Parts.run(
                Parts.graph()
                        .component("in", () -> source)
                        .component("buffered", Buffered::new)
                        .component("stamp", () -> new Stamp(seen))
                        .bind("in -> buffered -> stamp"));
        return seen;
    }

    /** Notes the second at which each item comes. */
    @Ports(outputs = {})
    static final class Stamp implements Handler<Object> {
        private final List<Object> seen;
        private @Nullable Context context;

        Stamp(List<Object> seen) {
            this.seen = seen;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output out) {
            long second = requireNonNull(context).clock().now().getEpochSecond() % 86_400;
            seen.add(item + " at " + second + " s");
        }
    }

    @Test
    @DisplayName("M099 M100 M102 T4 a thousand items, or five seconds: whichever comes first")
    void buffer_is_flushed_when_full_or_when_time_has_passed() throws Exception {
        List<Object> slow = buffered(new TwoAndOneLater());
        List<Object> many = buffered(new ThousandThenSilence());

        assertThat(slow).containsExactly("1 at 5 s", "2 at 5 s", "3 at 3600 s");
        assertThat(many).hasSize(1001).startsWith("0 at 0 s").endsWith("1000 at 5 s");
        assertThat(many.subList(0, 1000)).allMatch(s -> s.toString().endsWith(" at 0 s"));
    }

    /** Sends 1,001 items, then nothing for an hour. */
    static final class ThousandThenSilence implements Source {
        private @Nullable Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            for (int i = 0; i <= 1000; i++) {
                out.send(i);
            }
            requireNonNull(context).sleep(Duration.ofHours(1));
        }
    }

    @Test
    @DisplayName("M101 T5 what a buffer holds at the end is sent, too")
    void buffer_is_flushed_at_the_end() throws Exception {
        TestRun run = ComponentTester.of(Buffered::new).input(1, 2, 3).run().finished();

        assertThat(run.output()).containsExactly(1, 2, 3);
    }

    /** Breaks its first flush off, and goes on. */
    static final class Interrupted implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            var buffer = streams.buffer("output", 1000, Duration.ofHours(1));
            for (Object item : streams.receive("input", Object.class)) {
                buffer.send(item);
            }
            Thread.currentThread().interrupt();
            boolean done = streams.errors().run("flush", buffer::flush);
            if (done || buffer.held() == 0) {
                throw new AssertionError("the flush was not broken off");
            }
        }
    }

    @Test
    @DisplayName("M103 T6 a flush that is broken off neither loses nor repeats an item")
    void broken_flush_neither_loses_nor_repeats() throws Exception {
        var out = new CollectSink();

        Parts.run(
                Parts.graph()
                        .component("in", () -> Parts.source(numbers(1000)))
                        .component("interrupted", Interrupted::new)
                        .component("out", () -> out)
                        .bind("in -> interrupted")
                        .bind("interrupted -> out", Map.of("buffer", Map.of("items", 8))));

        assertThat(out.items()).containsExactly(numbers(1000));
    }
}
