package io.millrace.engine;

import static io.millrace.engine.Parts.field;
import static io.millrace.engine.Parts.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.Batch;
import io.millrace.api.BatchHandler;
import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Streams;
import io.millrace.engine.Parts.Collect;
import io.millrace.engine.Parts.Count;
import io.millrace.engine.Parts.Do;
import io.millrace.engine.Parts.Stalled;
import io.millrace.engine.letters.Letter;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.engine.letters.LetterQueue;
import io.millrace.engine.letters.Redelivery;
import io.millrace.engine.letters.Redelivery.Reason;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Dead letters as a queue of work: taken out, put in where they failed, and gone or back. */
class ReplayTest extends EngineFixture {

    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final Collect out = new Collect();

    private static Document numbered(long n) {
        return Document.object().put("n", n).build();
    }

    /** Refuses odd numbers while it is broken. */
    private void picky(Object item, Output to) throws Exception {
        if (broken.get() && field((Document) item, "n").asLong() % 2 == 1) {
            throw new IllegalArgumentException("odd");
        }
        to.send(item);
    }

    private GraphBuilder pickyGraph(AtomicInteger upstream) {
        return graph().component("source", () -> new Count(10, ReplayTest::numbered))
                .component(
                        "before",
                        () ->
                                new Do(
                                        (item, to) -> {
                                            upstream.incrementAndGet();
                                            to.send(item);
                                        }))
                .component("picky", () -> new Do(this::picky))
                .component("out", () -> out)
                .bind("source -> before -> picky -> out");
    }

    private List<Letter> letters() throws IOException {
        var letters = new ArrayList<Letter>();
        assertThat(new LetterQueue(state).read(LetterFilter.all(), letters::add)).isZero();
        return letters;
    }

    private static Redelivery.Request all() {
        return new Redelivery.Request(LetterFilter.all(), Long.MAX_VALUE, 5);
    }

    private Replay.Result replay(GraphBuilder graph) throws Exception {
        return replay(graph, all());
    }

    private Replay.Result replay(GraphBuilder graph, Redelivery.Request request) throws Exception {
        try (Replay replay = Replay.start(graph.build(), fused, request)) {
            return replay.end();
        }
    }

    @Test
    @DisplayName("M070 M071 a dead letter is an error item with what a replay needs")
    void letter_is_an_error_item_with_what_a_replay_needs() throws Exception {
        Parts.run(pickyGraph(new AtomicInteger()), fused);

        Document letter = letters().getFirst().document();

        assertThat(Stream.iterate(0, i -> i + 1).limit(letter.size()).map(letter::name))
                .containsExactly(
                        "error",
                        "item",
                        "timestamp",
                        "component",
                        "operation",
                        "type",
                        "attempts",
                        "position",
                        "input",
                        "replayable");
        assertThat(field(letter, "item")).isEqualTo(numbered(1));
        assertThat(field(letter, "input").asString()).isEqualTo("input");
        assertThat(field(letter, "replayable").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void puts_letters_in_where_they_failed_and_takes_them_off_the_queue(boolean fuse)
            throws Exception {
        var upstream = new AtomicInteger();
        GraphBuilder graph = pickyGraph(upstream);
        Parts.run(graph, fused);
        assertThat(letters()).hasSize(5);
        broken.set(false);

        Replay.Result result;
        try (Replay replay = Replay.start(graph.build(), options(fuse), all())) {
            assertThat(replay.graph().components().stream().map(c -> c.name()))
                    .containsExactly("dead letters: picky.input", "picky", "out");
            result = replay.end();
        }

        assertThat(result).isEqualTo(new Replay.Result(new Run.Outcome.Finished(), 5, 0));
        assertThat(upstream).hasValue(10);
        assertThat(out.items()).hasSize(10).contains(numbered(1), numbered(9));
        assertThat(letters()).isEmpty();
        assertThat(state.resolve("replay")).doesNotExist();
    }

    @Test
    @DisplayName("T12 attempts are counted over replays, and a cap ends them")
    void attempts_are_counted_over_replays_and_a_cap_ends_them() throws Exception {
        GraphBuilder graph = pickyGraph(new AtomicInteger());
        Parts.run(graph, fused);
        String position = String.valueOf(letters().getFirst().document().get("position"));

        assertThat(replay(graph)).isEqualTo(new Replay.Result(new Run.Outcome.Finished(), 5, 5));
        assertThat(replay(graph)).isEqualTo(new Replay.Result(new Run.Outcome.Finished(), 5, 5));

        assertThat(letters()).hasSize(5).allMatch(l -> l.attempts() == 3);
        assertThat(letters().getFirst().document().get("position")).hasToString(position);
        var capped = new Redelivery.Request(LetterFilter.all(), Long.MAX_VALUE, 3);
        Redelivery.Prospect prospect = Redelivery.look(graph.build(), state, capped);
        assertThat(prospect.total()).isZero();
        assertThat(prospect.left()).isEqualTo(Map.of(Reason.TRIED_TOO_OFTEN, 5L));
        assertThat(replay(graph, capped).replayed()).isZero();
        assertThat(letters()).hasSize(5);
    }

    @Test
    void leaves_what_the_filter_or_the_limit_leaves() throws Exception {
        GraphBuilder graph = pickyGraph(new AtomicInteger());
        Parts.run(graph, fused);
        broken.set(false);

        var none = new LetterFilter("other", null, null, null);
        assertThat(replay(graph, new Redelivery.Request(none, 9, 5)).replayed()).isZero();
        var late = new LetterFilter(null, null, null, Instant.now().plusSeconds(60));
        assertThat(replay(graph, new Redelivery.Request(late, 9, 5)).replayed()).isZero();
        var data = new LetterFilter("picky", "data", saying("odd"), null);
        assertThat(replay(graph, new Redelivery.Request(data, 2, 5)).replayed()).isEqualTo(2);

        assertThat(letters().stream().map(l -> field(l.document(), "item")))
                .containsExactly(numbered(5), numbered(7), numbered(9));
        Redelivery.Prospect prospect =
                Redelivery.look(graph.build(), state, new Redelivery.Request(data, 1, 5));
        assertThat(prospect.letters()).isEqualTo(Map.of("picky.input", 1L));
        assertThat(prospect.left()).isEqualTo(Map.of(Reason.OVER_THE_LIMIT, 2L));
    }

    @Test
    void keeps_key_time_and_input_of_an_item() throws Exception {
        var seen = new ArrayList<String>();
        GraphBuilder graph =
                graph().component("source", () -> new Count(4, ReplayTest::numbered))
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
                graph().component("source", () -> new Count(3, ReplayTest::numbered))
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
    void leaves_what_it_cannot_put_in() throws Exception {
        record Own(int n) {}
        GraphBuilder graph =
                graph().component("source", () -> new Count(2, n -> new Own((int) n)))
                        .component("out", () -> new Do((_, _) -> refuse()))
                        .bind("source -> out");
        Parts.run(graph, fused);
        GraphBuilder renamed = pickyGraph(new AtomicInteger());
        Parts.run(renamed, fused);

        assertThat(Redelivery.look(graph.build(), state, all()).left())
                .isEqualTo(Map.of(Reason.NOT_REPLAYABLE, 2L, Reason.NOT_IN_THE_BLUEPRINT, 5L));
        assertThat(replay(graph).replayed()).isZero();
        assertThat(letters()).hasSize(7);
    }

    private static void refuse() {
        throw new IllegalArgumentException("no");
    }

    @Test
    void failed_replay_leaves_the_queue_as_it_was() throws Exception {
        GraphBuilder graph = pickyGraph(new AtomicInteger());
        Parts.run(graph, fused);
        List<Letter> before = letters();
        var count = new AtomicInteger();
        GraphBuilder failing =
                graph().component("picky", () -> new Do(this::picky))
                        .component(
                                "out",
                                () ->
                                        new Do(
                                                (_, _) -> {
                                                    if (count.incrementAndGet() == 3) {
                                                        throw new AssertionError("crash");
                                                    }
                                                }))
                        .component("source", () -> new Count(1))
                        .bind("source -> picky -> out");
        broken.set(false);

        Replay.Result result = replay(failing);

        assertThat(result.outcome()).isInstanceOf(Run.Outcome.Failed.class);
        assertThat(result.replayed()).isZero();
        assertThat(letters()).isEqualTo(before);
        assertThat(state.resolve("replay")).doesNotExist();
    }

    @Test
    void drained_replay_leaves_what_it_has_not_put_in() throws Exception {
        GraphBuilder graph =
                graph().component("source", () -> new Count(1000))
                        .component("slow", () -> new Do((_, _) -> refuse()), Parts.APART)
                        .bind("source -> slow");
        Parts.run(graph, fused);
        var stalled = new Stalled();
        GraphBuilder slow =
                graph().component("source", () -> new Count(1))
                        .component("slow", () -> stalled, Parts.APART)
                        .bind("source -> slow");

        try (Replay replay = Replay.start(slow.build(), fused, all())) {
            replay.run().drain();
            stalled.go.countDown();
            Replay.Result result = replay.end();

            assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
            assertThat(result.replayed()).isEqualTo(stalled.taken.get()).isLessThan(1000);
        }

        assertThat(letters()).hasSize(1000 - stalled.taken.get());
    }

    @Test
    void is_refused_while_a_run_may_write_letters_or_another_replay_goes_on() throws Exception {
        var stalled = new Stalled();
        Graph graph =
                graph().component("source", () -> new Count(10, ReplayTest::numbered))
                        .component("picky", () -> new Do(this::picky))
                        .component("stalled", () -> stalled, Parts.APART)
                        .bind("source -> picky -> stalled")
                        .build();
        Run going = Engine.start(graph, fused);
        await().until(() -> Parts.status(going, "picky").deadLetters() > 0);

        assertThatThrownBy(() -> Replay.start(graph, fused, all()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("a run is writing dead letters to");
        assertThat(Redelivery.look(graph, state, all()).broken()).isZero();

        stalled.go.countDown();
        going.await();
        try (Replay first = Replay.start(graph, fused, all())) {
            assertThatThrownBy(() -> Replay.start(graph, fused, all()))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("are being replayed already");
            first.end();
        }
        assertThat(letters()).hasSize(5);
    }

    @Test
    void run_may_write_letters_while_a_replay_goes_on() throws Exception {
        GraphBuilder graph = pickyGraph(new AtomicInteger());
        Parts.run(graph, fused);

        try (Replay replay = Replay.start(graph.build(), fused, all())) {
            Parts.run(graph, fused);
            assertThat(letters()).hasSize(10);
            assertThat(replay.end().replayed()).isEqualTo(5);
        }

        assertThat(letters().stream().map(Letter::attempts))
                .containsExactlyInAnyOrder(1, 1, 1, 1, 1, 2, 2, 2, 2, 2);
    }

    @Test
    void line_that_was_not_finished_harms_no_letter() throws Exception {
        GraphBuilder graph = pickyGraph(new AtomicInteger());
        Parts.run(graph, fused);
        Path file = state.resolve("dead-letters/picky.ndjson");
        Files.writeString(file, "{\"error\":\"cut o", StandardOpenOption.APPEND);
        Parts.run(graph, fused);

        Redelivery.Prospect prospect = Redelivery.look(graph.build(), state, all());
        assertThat(prospect.total()).isEqualTo(10);
        assertThat(prospect.broken()).isEqualTo(1);
        broken.set(false);
        assertThat(replay(graph).replayed()).isEqualTo(10);

        assertThat(Files.readString(state.resolve("dead-letters/picky.1.ndjson")))
                .isEqualTo("{\"error\":\"cut o\n");
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
                graph().component("source", () -> new Count(6, ReplayTest::numbered))
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

    private static Expression saying(String error) {
        return new Condition(letter -> field(letter, "error").asString().equals(error));
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

    private record Condition(Predicate<Document> holds) implements Expression {
        @Override
        public String text() {
            return "by hand";
        }

        @Override
        public boolean test(Document item, Current current) {
            return holds.test(item);
        }

        @Override
        public Document evaluate(Document item, Current current) {
            return Document.of(test(item, current));
        }
    }
}
