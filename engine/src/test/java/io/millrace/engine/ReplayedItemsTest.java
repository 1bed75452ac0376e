package io.millrace.engine;

import static io.millrace.engine.Parts.field;
import static io.millrace.engine.Parts.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Batch;
import io.millrace.api.BatchHandler;
import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Streams;
import io.millrace.engine.Parts.Collect;
import io.millrace.engine.Parts.Count;
import io.millrace.engine.Parts.Do;
import io.millrace.engine.letters.Letter;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What an item of the dead letters is, and whom it meets, when it is put in again. */
class ReplayedItemsTest extends ReplayFixture {

    @Test
    void keeps_key_time_and_input_of_an_item() throws Exception {
        var seen = new ArrayList<String>();
        GraphBuilder graph =
                graph().component("source", () -> new Count(4, ReplayFixture::numbered))
                        .component(
                                "keyed",
                                () -> new Do((item, to) -> to.send(item)),
                                Map.of("key", new FieldExpression("n")))
                        .component("two", () -> new TwoInputs(broken, seen))
                        .bind("keyed -> two.left")
                        .bind("source -> keyed")
                        .bind("source -> two.right");
        Parts.run(graph, fused);
        List<Document> letters = letters().stream().map(Letter::document).toList();
        assertThat(letters).hasSize(8);
        assertThat(letters.stream().filter(l -> field(l, "input").asString().equals("left")))
                .allSatisfy(
                        l -> assertThat(field(l, "key")).isEqualTo(field(field(l, "item"), "n")));
        broken.set(false);

        replay(graph);

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "left 0 0",
                        "left 1 1",
                        "left 2 2",
                        "left 3 3",
                        "right 0 null",
                        "right 1 null",
                        "right 2 null",
                        "right 3 null");
    }

    /** Notes input, number and key of each item, once it is not broken. */
    @Ports(
            inputs = {"left", "right"},
            outputs = {})
    private static final class TwoInputs implements Handler<Document> {
        private final AtomicBoolean broken;
        private final List<String> seen;
        private Context context;

        TwoInputs(AtomicBoolean broken, List<String> seen) {
            this.broken = broken;
            this.seen = seen;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Document item, Output none) {
            if (broken.get()) {
                throw new IllegalStateException("broken");
            }
            seen.add(context.stream() + " " + field(item, "n") + " " + context.key());
        }
    }

    @Test
    void item_that_a_condition_fails_for_is_put_in_behind_its_sender() throws Exception {
        var passed = new AtomicInteger();
        GraphBuilder graph =
                graph().component("source", () -> new Count(3, ReplayFixture::numbered))
                        .component(
                                "sender",
                                () ->
                                        new Do(
                                                (item, to) -> {
                                                    passed.incrementAndGet();
                                                    to.send(item);
                                                }))
                        .component("out", () -> out)
                        .component("other", Collect::new)
                        .bind("source -> sender")
                        .bind("sender -> other")
                        .bind("sender -> out", Map.of("condition", whole()));
        Parts.run(graph, fused);
        assertThat(letters())
                .hasSize(3)
                .allSatisfy(
                        l -> {
                            assertThat(l.component()).isEqualTo("sender");
                            assertThat(field(l.document(), "to").asString()).isEqualTo("out.input");
                        });

        Replay.Result again = replay(graph);
        assertThat(again.again()).isEqualTo(3);
        assertThat(letters())
                .allSatisfy(
                        l -> {
                            assertThat(l.component()).isEqualTo("sender");
                            assertThat(l.attempts()).isEqualTo(2);
                        });
        broken.set(false);
        replay(graph);

        assertThat(letters()).isEmpty();
        assertThat(out.items()).hasSize(3);
        assertThat(passed).hasValue(3);
    }

    static List<Object> items() {
        var deep = new StringBuilder("1");
        for (int i = 0; i < Document.MAX_DEPTH; i++) {
            deep.insert(0, '[').append(']');
        }
        return List.of(
                numbered(1),
                Document.parse(deep.toString()),
                Document.of("a"),
                "text",
                "bytes".getBytes(StandardCharsets.UTF_8),
                new byte[] {'c', (byte) 0xE9},
                5L,
                5,
                (short) 5,
                (byte) 5,
                1.5,
                1.5f,
                true,
                'x',
                Instant.ofEpochMilli(12));
    }

    @ParameterizedTest
    @MethodSource("items")
    void item_comes_back_as_it_was(Object item) throws Exception {
        GraphBuilder graph =
                graph().component("source", () -> new Count(1, _ -> item))
                        .component(
                                "picky",
                                () ->
                                        new Do(
                                                (each, to) -> {
                                                    if (broken.get()) {
                                                        throw new IOException("not now");
                                                    }
                                                    to.send(each);
                                                }))
                        .component("out", () -> out)
                        .bind("source -> picky -> out");
        Parts.run(graph, fused);
        broken.set(false);

        assertThat(replay(graph).replayed()).isEqualTo(1);

        Object back = out.items().getFirst();
        assertThat(back).isExactlyInstanceOf(item.getClass()).isEqualTo(item);
    }

    @Test
    void loop_is_replayed_as_a_handler_is() throws Exception {
        Component loop = new Loop(broken);
        GraphBuilder graph =
                graph().component("source", () -> new Count(5))
                        .component("loop", () -> loop)
                        .component("out", () -> out)
                        .bind("source -> loop -> out");
        Parts.run(graph, fused);
        assertThat(letters()).hasSize(5);
        broken.set(false);

        assertThat(replay(graph).replayed()).isEqualTo(5);

        assertThat(out.items()).hasSize(5);
        assertThat(letters()).isEmpty();
    }

    @Test
    @DisplayName("T6 of a batch only the items that failed are done again")
    void of_a_batch_only_the_items_that_failed_are_done_again() throws Exception {
        var seen = new ArrayList<String>();
        GraphBuilder graph =
                graph().component("source", () -> new Count(6, ReplayFixture::numbered))
                        .component(
                                "batches",
                                () -> new Batches(broken, seen),
                                Map.of("key", new FieldExpression("n")))
                        .bind("source -> batches");
        Parts.run(graph, fused);
        assertThat(seen).containsExactly("0", "2", "4");
        assertThat(letters())
                .hasSize(3)
                .allSatisfy(
                        l ->
                                assertThat(field(l.document(), "key"))
                                        .isEqualTo(field(field(l.document(), "item"), "n")));
        broken.set(false);

        assertThat(replay(graph).replayed()).isEqualTo(3);

        assertThat(seen).containsExactly("0", "2", "4", "1", "3", "5");
    }

    @Ports(outputs = {})
    private record Batches(AtomicBoolean broken, List<String> seen)
            implements BatchHandler<Document> {
        @Override
        public void onBatch(Batch<Document> batch, Output none) throws InterruptedException {
            for (int i = 0; i < batch.size(); i++) {
                Document number = field(batch.items().get(i), "n");
                if (broken.get() && number.asLong() % 2 == 1) {
                    batch.fail(i, new IllegalStateException("odd"));
                } else {
                    seen.add(number.toString());
                }
            }
        }
    }

    private record Loop(AtomicBoolean broken) implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            for (Object item : streams.receive("input", Object.class)) {
                streams.errors()
                        .run(
                                "work",
                                item,
                                () -> {
                                    if (broken.get()) {
                                        throw new IOException("not now");
                                    }
                                    streams.send("output", item);
                                });
            }
        }
    }

    /** Fails while it is broken, then holds for all. */
    private Expression whole() {
        return new Condition(
                _ -> {
                    if (broken.get()) {
                        throw new ExpressionException("broken");
                    }
                    return true;
                });
    }
}
