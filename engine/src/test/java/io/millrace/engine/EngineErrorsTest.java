package io.millrace.engine;

import static io.millrace.engine.Parts.field;
import static io.millrace.engine.Parts.graph;
import static io.millrace.engine.Parts.map;
import static io.millrace.engine.Parts.run;
import static io.millrace.engine.Parts.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Streams;
import io.millrace.engine.Parts.Apart;
import io.millrace.engine.Parts.Collect;
import io.millrace.engine.Parts.Count;
import io.millrace.engine.Parts.Do;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What becomes of failed items and failed components. */
class EngineErrorsTest extends EngineFixture {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fails_an_item_alone_and_gives_it_to_the_error_stream(boolean fuse) throws Exception {
        Collect out = new Collect();
        Collect failed = new Collect();

        Run run =
                run(
                        graph().component("source", () -> new Count(10))
                                .component("picky", () -> new Do(Parts::refuseFive))
                                .component("out", () -> out)
                                .component("failed", () -> failed)
                                .bind("source -> picky -> out")
                                .bind("picky.error -> failed"),
                        options(fuse));

        assertThat(out.items()).hasSize(9).doesNotContain(5L);
        assertThat(failed.items()).hasSize(1);
        Document error = (Document) failed.items().getFirst();
        assertThat(error.name(0)).isEqualTo("error");
        assertThat(error.name(1)).isEqualTo("item");
        assertThat(error.name(2)).isEqualTo("timestamp");
        assertThat(field(error, "error").asString()).isEqualTo("five is right out");
        assertThat(field(error, "component").asString()).isEqualTo("picky");
        assertThat(field(error, "operation").asString()).isEqualTo("onItem");
        assertThat(status(run, "picky").errors()).isEqualTo(1);
        assertThat(status(run, "picky").deadLetters()).isZero();
        assertThat(run.outcome()).isEqualTo(new Run.Outcome.Finished());
    }

    @Test
    void keeps_a_failed_item_as_a_dead_letter_where_no_error_stream_is_bound() throws Exception {
        Collect out = new Collect();

        Run run =
                run(
                        graph().component("source", () -> new Count(10))
                                .component("picky", () -> new Do(Parts::refuseFive))
                                .component("out", () -> out)
                                .bind("source -> picky -> out"),
                        fused);

        assertThat(status(run, "picky").deadLetters()).isEqualTo(1);
        List<String> letters = Files.readAllLines(state.resolve("dead-letters/picky.ndjson"));
        assertThat(letters).hasSize(1);
        assertThat(field(Document.parse(letters.getFirst()), "item").asString()).isEqualTo("5");
    }

    @Test
    void keeps_bytes_that_are_no_text_beside_their_text() throws Exception {
        byte[] latin = {'c', 'a', 'f', (byte) 0xE9};
        byte[] utf8 = "café".getBytes(StandardCharsets.UTF_8);
        var failed = new Collect();

        run(
                graph().component("source", () -> new Count(2))
                        .component(
                                "bytes",
                                () -> new Do((n, out) -> out.send((long) n == 0 ? latin : utf8)))
                        .component("picky", () -> new Do((_, out) -> Parts.refuseFive(5L, out)))
                        .component("failed", () -> failed)
                        .bind("source -> bytes -> picky")
                        .bind("picky.error -> failed"),
                fused);

        Document first = (Document) failed.items().getFirst();
        assertThat(field(first, "item").asString()).isEqualTo("caf\uFFFD");
        assertThat(Base64.getDecoder().decode(field(first, "item_base64").asString()))
                .isEqualTo(latin);
        assertThat(((Document) failed.items().getLast()).get("item_base64")).isNull();
    }

    @Test
    void skips_or_stops_where_the_policy_says_so() throws Exception {
        Collect out = new Collect();
        Run skipped =
                run(
                        graph().component("source", () -> new Count(10))
                                .component(
                                        "picky",
                                        () -> new Do(Parts::refuseFive),
                                        Map.of("on_error", Map.of("then", "skip")))
                                .component("out", () -> out)
                                .bind("source -> picky -> out"),
                        fused);
        assertThat(status(skipped, "picky").dropped()).containsEntry("skipped", 1L);
        assertThat(out.items()).hasSize(9);

        Run stopped =
                run(
                        graph().component("source", () -> new Count(10))
                                .component(
                                        "picky",
                                        () -> new Do(Parts::refuseFive),
                                        Map.of("on_error", Map.of("then", "stop")))
                                .component("out", Collect::new)
                                .bind("source -> picky -> out"),
                        fused);
        assertThat(stopped.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        f -> {
                            assertThat(f.component()).isEqualTo("picky");
                            assertThat(f.cause()).hasMessage("five is right out");
                        });
    }

    @Test
    void fails_before_the_first_item_when_a_setup_fails_and_cleans_up_all() throws Exception {
        Collect out = new Collect();
        AtomicInteger cleaned = new AtomicInteger();

        Run run =
                run(
                        graph().component("source", () -> new Apart(10))
                                .component("broken", () -> new BrokenSetup(cleaned))
                                .component("out", () -> out)
                                .bind("source -> broken -> out"),
                        fused);

        assertThat(run.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        f -> {
                            assertThat(f.phase()).isEqualTo("setup");
                            assertThat(f.component()).isEqualTo("broken");
                        });
        assertThat(out.items()).isEmpty();
        assertThat(cleaned).hasValue(1);
    }

    static final class BrokenSetup implements Handler<Object> {
        private final AtomicInteger cleaned;

        BrokenSetup(AtomicInteger cleaned) {
            this.cleaned = cleaned;
        }

        @Override
        public void setup(Context context) {
            throw new IllegalStateException("no");
        }

        @Override
        public void onItem(Object item, Output out) {}

        @Override
        public void cleanup() {
            cleaned.incrementAndGet();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("F13 what is no exception but an error fails the component, and with it the run")
    void fails_the_run_with_the_first_error_of_a_component(boolean fuse) throws Exception {
        Run run =
                run(
                        graph().component("source", () -> new Count(Long.MAX_VALUE))
                                .component("same", () -> map(i -> i))
                                .component(
                                        "bad",
                                        () ->
                                                new Do(
                                                        (item, _) -> {
                                                            if ((long) item == 100) {
                                                                throw new LinkageError("gone");
                                                            }
                                                        }))
                                .bind("source -> same -> bad"),
                        options(fuse));

        assertThat(run.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        f -> {
                            assertThat(f.component()).isEqualTo("bad");
                            assertThat(f.cause()).hasMessage("gone");
                        });
        assertThat(run.state()).isEqualTo(Run.State.FAILED);
    }

    @Test
    void fails_when_a_loop_throws() throws Exception {
        Component loop =
                streams -> {
                    streams.receive("input", Object.class).receive();
                    throw new IllegalStateException("broken loop");
                };

        Run run =
                run(
                        graph().component("source", () -> new Count(Long.MAX_VALUE))
                                .component("loop", () -> loop)
                                .bind("source -> loop"),
                        fused);

        assertThat(run.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        f -> assertThat(f.cause()).hasMessage("broken loop"));
    }

    @Test
    void tells_the_key_and_the_input_of_an_item_and_fails_one_without_key() throws Exception {
        Collect out = new Collect();

        Run run =
                run(
                        graph().component(
                                        "source",
                                        () ->
                                                new Count(
                                                        3,
                                                        i ->
                                                                i == 1
                                                                        ? Document.object().build()
                                                                        : Document.object()
                                                                                .put("k", "x" + i)
                                                                                .build()))
                                .component(
                                        "out", () -> out, Map.of("key", new FieldExpression("k")))
                                .bind("source -> out"),
                        fused);

        assertThat(out.keys).containsExactly("x0", "x2");
        assertThat(out.streams).containsOnly("input");
        assertThat(status(run, "out").deadLetters()).isEqualTo(1);
    }

    @Test
    void names_the_outputs_a_component_has_when_it_asks_for_another() throws Exception {
        Component wrong = (Streams streams) -> streams.send("outptu", 1L);

        Run run =
                run(
                        graph().component("source", () -> new Count(1))
                                .component("wrong", () -> wrong)
                                .bind("source -> wrong"),
                        fused);

        assertThat(run.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        f ->
                                assertThat(f.cause())
                                        .hasMessage(
                                                "component 'wrong' has no output 'outptu'; it has"
                                                        + " output, error"));
    }

    @Test
    void fails_the_component_when_its_surroundings_fail_it() throws Exception {
        Run run =
                run(
                        graph().component("source", () -> new Count(10))
                                .component(
                                        "full",
                                        () ->
                                                new Do(
                                                        (_, _) -> {
                                                            throw new EnvironmentException(
                                                                    "the disk is full", null);
                                                        }))
                                .bind("source -> full"),
                        fused);

        assertThat(run.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        f -> assertThat(f.cause()).hasMessage("the disk is full"));
    }

    @Test
    void fails_when_a_setup_is_interrupted_by_its_own_doing() throws Exception {
        Run run =
                run(
                        graph().component("source", () -> new Count(10))
                                .component("interrupted", InterruptedSetup::new)
                                .bind("source -> interrupted"),
                        fused);

        assertThat(run.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        f -> assertThat(f.component()).isEqualTo("interrupted"));
    }

    static final class InterruptedSetup implements Handler<Object> {
        @Override
        public void setup(Context context) throws Exception {
            throw new InterruptedException("by itself");
        }

        @Override
        public void onItem(Object item, Output out) {}
    }
}
