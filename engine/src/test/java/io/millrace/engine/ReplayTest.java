package io.millrace.engine;

import static io.millrace.engine.Parts.field;
import static io.millrace.engine.Parts.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.api.Expression;
import io.millrace.engine.Parts.Count;
import io.millrace.engine.Parts.Do;
import io.millrace.engine.Parts.Stalled;
import io.millrace.engine.letters.Letter;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.engine.letters.Redelivery;
import io.millrace.engine.letters.Redelivery.Reason;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Dead letters as a queue of work: taken out, put in where they failed, and gone or back. */
class ReplayTest extends ReplayFixture {

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
                graph().component("source", () -> new Count(10, ReplayFixture::numbered))
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

    private static Expression saying(String error) {
        return new Condition(letter -> field(letter, "error").asString().equals(error));
    }
}
