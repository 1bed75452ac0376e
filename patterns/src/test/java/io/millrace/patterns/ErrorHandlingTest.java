package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.ErrorEvent;
import io.millrace.api.Errors.Decision;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Streams;
import io.millrace.engine.Run;
import io.millrace.graph.GraphBuilder;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Error handling patterns: what becomes of an item that fails, and of a component. */
class ErrorHandlingTest {

    @TempDir private Path state;

    /** Refuses two. */
    static void transform(Object item, Output out) throws Exception {
        if (item.equals(2)) {
            throw new IllegalArgumentException("two is not taken");
        }
        out.send(item);
    }

    private static GraphBuilder picky(CollectSink out, Object... items) {
        return Parts.graph()
                .component("in", () -> Parts.source(items))
                .component("picky", () -> new Parts.Do(ErrorHandlingTest::transform))
                .component("out", () -> out)
                .bind("in -> picky -> out");
    }

    @Test
    @DisplayName(
            "M021 M064 F11 the second of three items fails: the others come out, and one event"
                    + " tells")
    void failed_item_fails_alone() throws Exception {
        var out = new CollectSink();

        Run run = Parts.run(picky(out, 1, 2, 3), state);

        assertThat(out.items()).containsExactly(1, 3);
        assertThat(run.recentErrors("picky"))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.item()).isEqualTo(2);
                            assertThat(event.component()).isEqualTo("picky");
                            assertThat(event.operation()).isEqualTo("onItem");
                            assertThat(event.message()).isEqualTo("two is not taken");
                        });
        assertThat(run.outcome()).isEqualTo(new Run.Outcome.Finished());
    }

    @Test
    @DisplayName(
            "M005 M066 an event says which component, of which type and variant, at what and when")
    void event_has_the_context_of_the_seed() throws Exception {
        Run run = Parts.run(picky(new CollectSink(), 2), state);

        ErrorEvent event = run.recentErrors("picky").getFirst();
        assertThat(event.component()).isEqualTo("picky");
        assertThat(event.type()).isNotEmpty();
        assertThat(event.variant()).isEqualTo("default");
        assertThat(event.category()).isEqualTo(ErrorEvent.Category.DATA);
        assertThat(event.severity()).isEqualTo(ErrorEvent.Severity.ERROR);
        assertThat(event.attempts()).isEqualTo(1);
        assertThat(event.cause()).isInstanceOf(IllegalArgumentException.class);
        assertThat(event.at()).isNotNull();
    }

    @Test
    @DisplayName(
            "M068 F11 a thousand bad items leave the pipeline alive, each is counted, few are"
                    + " logged")
    void thousand_bad_items_are_survived() throws Exception {
        Object[] items = IntStream.range(0, 1001).mapToObj(i -> i < 1000 ? 2 : 3).toArray();
        var out = new CollectSink();
        try (var logs = new Logs()) {

            Run run = Parts.run(picky(out, items), state);

            assertThat(out.items()).containsExactly(3);
            assertThat(run.components().get(1).errors()).isEqualTo(1000);
            assertThat(run.components().get(1).deadLetters()).isEqualTo(1000);
            assertThat(logs.lines(ch.qos.logback.classic.Level.WARN)).hasSizeBetween(1, 20);
        }
    }

    @Test
    @DisplayName(
            "M070 M071 bind the output error, and failed items go there, with the seed's keys"
                    + " first")
    void failed_items_go_to_the_error_stream() throws Exception {
        TestRun run =
                ComponentTester.of(() -> new Parts.Do(ErrorHandlingTest::transform))
                        .input(1, 2, 3)
                        .run()
                        .finished();

        Document error = run.errors().getFirst();
        var names = new ArrayList<String>();
        for (int i = 0; i < error.size(); i++) {
            names.add(error.name(i));
        }
        assertThat(names)
                .containsExactly(
                        "error",
                        "item",
                        "timestamp",
                        "component",
                        "operation",
                        "type",
                        "attempts",
                        "position");
        assertThat(error.get("error")).hasToString("\"two is not taken\"");
        assertThat(error.get("item")).hasToString("\"2\"");
        assertThat(error.get("timestamp")).hasToString("\"2026-01-01T00:00:00Z\"");
    }

    /** Handles each item by hand, as the seed does. */
    static final class ByHand implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            for (Object item : streams.receive("input", Object.class)) {
                streams.errors()
                        .run("process_item", item, () -> transform(item, streams.output("output")));
            }
            streams.errors().run("summary", () -> streams.send("nowhere", 0));
            streams.send("output", "total " + streams.errors().counts().total());
        }
    }

    @Test
    @DisplayName(
            "M006 T18 by hand: the operation has a name, and one handler counts every call of it")
    void errors_are_handled_by_hand() throws Exception {
        TestRun run = ComponentTester.of(ByHand::new).input(1, 2, 2, 3).run().finished();

        assertThat(run.output()).containsExactly(1, 3, "total 3");
        assertThat(run.errors())
                .hasSize(2)
                .allSatisfy(e -> assertThat(e.get("operation")).hasToString("\"process_item\""));
        assertThat(run.status().errors()).isEqualTo(3);
    }

    /** Catches what an item throws, and asks whether to go on. */
    static final class Deciding implements Handler<Object> {
        private final List<Decision> decisions;
        private @Nullable Context context;

        Deciding(List<Decision> decisions) {
            this.decisions = decisions;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            try {
                transform(item, out);
            } catch (IllegalArgumentException e) {
                var errors = requireNonNull(context).errors();
                Decision decision = errors.handle(e, "process_item", Map.of("item", item));
                decisions.add(decision);
                switch (decision) {
                    case CONTINUE -> {}
                    case STOP -> throw e;
                }
            }
        }
    }

    @Test
    @DisplayName("M118 T3 the handler says whether to go on or to raise, and returns nothing else")
    void handler_returns_a_decision() throws Exception {
        List<Decision> goesOn = new ArrayList<>();
        List<Decision> stops = new ArrayList<>();

        Run first = Parts.run(deciding(goesOn, "dead_letter"), state);
        Run second = Parts.run(deciding(stops, "stop"), state);

        assertThat(goesOn).containsExactly(Decision.CONTINUE);
        assertThat(first.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(stops).containsExactly(Decision.STOP);
        assertThat(second.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        f -> assertThat(f.cause()).hasMessage("two is not taken"));
    }

    private static GraphBuilder deciding(List<Decision> decisions, String then) {
        return Parts.graph()
                .component("in", () -> Parts.source(1, 2, 3))
                .component(
                        "deciding",
                        () -> new Deciding(decisions),
                        Map.of("on_error", Map.of("then", then)))
                .component("out", CollectSink::new)
                .bind("in -> deciding -> out");
    }

    @Test
    @DisplayName(
            "M065 M067 what leaves process fails the component and the run, the first error first")
    void exception_that_leaves_process_fails_the_run() throws Exception {
        var loop = new Parts.Loop(s -> processImplementation());

        Run run =
                Parts.run(
                        Parts.graph()
                                .component("in", () -> Parts.source(1))
                                .component("broken", () -> loop)
                                .bind("in -> broken"),
                        state);

        assertThat(run.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.component()).isEqualTo("broken");
                            assertThat(failed.phase()).isEqualTo("process");
                            assertThat(failed.cause()).hasMessage("cannot go on");
                        });
        assertThat(run.recentErrors("broken"))
                .singleElement()
                .extracting(ErrorEvent::operation, ErrorEvent::severity)
                .containsExactly("process", ErrorEvent.Severity.FATAL);
    }

    private static void processImplementation() {
        throw new IllegalStateException("cannot go on");
    }

    @Test
    @DisplayName("M117 an item that a component swallows is missing in its counts")
    void swallowed_item_is_missing_in_the_counts() throws Exception {
        TestRun run =
                ComponentTester.of(
                                () ->
                                        new Parts.Do(
                                                (item, out) -> {
                                                    if (!item.equals(2)) {
                                                        out.send(item);
                                                    }
                                                }))
                        .input(1, 2, 3)
                        .run()
                        .finished();

        var status = run.status();
        assertThat(status.itemsIn() - status.itemsOut() - status.errors()).isEqualTo(1);
    }
}
