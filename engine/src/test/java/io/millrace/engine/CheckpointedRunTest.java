package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.StateSpec;
import io.millrace.api.ValueState;
import io.millrace.engine.EpochParts.Numbers;
import io.millrace.engine.EpochParts.Publisher;
import io.millrace.engine.EpochParts.Shown;
import io.millrace.engine.Parts.Do;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** What becomes of a run with checkpoints, in its state folder. */
@Timeout(60)
class CheckpointedRunTest {

    @TempDir Path folder;

    private final Shown shown = new Shown();

    private static final Do SAME = new Do((item, out) -> out.send(item));

    private GraphBuilder graph(long items, int pause, Do step, Map<String, ?> options) {
        return Graph.builder("test")
                .settings(Map.of("checkpoint", "5ms"))
                .component("in", () -> new Numbers(items, pause))
                .component("step", () -> step, options)
                .component("out", () -> new Publisher(shown, "out"))
                .bind("in -> step -> out");
    }

    private Run start(GraphBuilder graph) {
        return Engine.start(graph.build(), options());
    }

    private RunOptions options() {
        return RunOptions.in(folder).withoutCopies();
    }

    @Test
    void goes_on_after_a_failure_until_it_has_failed_too_often() throws Exception {
        var failures = new AtomicInteger();
        var step =
                new Do(
                        (item, out) -> {
                            if ((long) item == 500 && failures.getAndIncrement() < 1) {
                                throw new StackOverflowError("the first time");
                            }
                            out.send(item);
                        });

        Run run = start(graph(1_000, 50, step, Map.of()));

        assertThat(run.await()).isEqualTo(new Run.Outcome.Finished());
        assertThat(failures).hasValue(2);
        assertThat(shown.of("out")).isEqualTo(Parts.longs(0, 1_000));
    }

    @Test
    void a_component_that_is_to_stop_is_not_tried_again() throws Exception {
        var step =
                new Do(
                        (item, out) -> {
                            throw new IllegalArgumentException("no");
                        });

        Run run = start(graph(10, 1, step, Map.of("on_error", Map.of("then", "stop"))));

        assertThat(run.await()).isInstanceOf(Run.Outcome.Failed.class);
    }

    @Test
    @DisplayName("F21 a run that is suspended goes on, and repeats nothing")
    void goes_on_where_it_was_suspended() throws Exception {
        var seen = new AtomicInteger();
        var step =
                new Do(
                        (item, out) -> {
                            seen.incrementAndGet();
                            out.send(item);
                        });
        Run.Outcome outcome = new Run.Outcome.Suspended();
        int lives = 0;
        while (outcome instanceof Run.Outcome.Suspended) {
            Run run = start(graph(2_000, 20, step, Map.of()));
            assertThat(run.checkpoints().orElseThrow().finishedBefore()).isFalse();
            run.await(Duration.ofMillis(20));
            if (lives++ < 5) {
                run.suspend();
            }
            outcome = run.await();
        }

        assertThat(outcome).isEqualTo(new Run.Outcome.Finished());
        assertThat(seen).hasValue(2_000);
        assertThat(shown.of("out")).isEqualTo(Parts.longs(0, 2_000));
    }

    @Test
    void what_was_finished_publishes_what_is_left_and_reads_nothing() throws Exception {
        start(graph(100, 10, SAME, Map.of())).await();
        shown.of("out").clear();

        Run again = start(graph(100, 10, SAME, Map.of()));

        assertThat(again.await()).isEqualTo(new Run.Outcome.Finished());
        assertThat(again.checkpoints().orElseThrow().finishedBefore()).isTrue();
        assertThat(shown.of("out")).isEmpty();
    }

    @Test
    void begins_anew_when_it_is_told_to() throws Exception {
        start(graph(100, 10, SAME, Map.of())).await();
        shown.of("out").clear();
        shown.of("out#epoch").clear();

        Run again =
                Engine.start(
                        graph(100, 10, SAME, Map.of()).build(),
                        options().with(new RunOptions.Keeping(true, true, Set.of(), 0)));

        assertThat(again.await()).isEqualTo(new Run.Outcome.Finished());
        assertThat(again.checkpoints().orElseThrow().recovered()).isZero();
        assertThat(shown.of("out")).isEqualTo(Parts.longs(0, 100));
    }

    @Test
    @DisplayName("F22 a second run in the same folder is refused")
    void a_folder_is_one_run_s() throws Exception {
        Run first = start(graph(1_000_000, 10, SAME, Map.of()));
        try {
            assertThatThrownBy(() -> start(graph(10, 10, SAME, Map.of())))
                    .isInstanceOfSatisfying(
                            StateException.class,
                            e -> assertThat(e.code()).isEqualTo(StateException.Code.STATE_LOCKED));
        } finally {
            first.cancel();
            first.await();
        }
    }

    /** Sends how many items of its key and of all there were until now, in one number. */
    static final class Counting implements Handler<Object> {
        private ValueState<Long> ofKey;
        private ValueState<Long> ofAll;

        @Override
        public void setup(Context context) {
            ofKey = context.state(StateSpec.value("of_key", Long.class).perKey());
            ofAll = context.state(StateSpec.value("of_all", Long.class));
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            ofKey.set(ofKey.or(0L) + 1);
            ofAll.set(ofAll.or(0L) + 1);
            out.send(1_000_000 * ofKey.or(0L) + ofAll.or(0L));
        }
    }

    @Test
    @DisplayName("F1 states are as they were at the last checkpoint, whenever a run is ended")
    void states_go_on() throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        List<Object> expected = new ArrayList<>();
        for (long i = 0; i < 3_000; i++) {
            expected.add(1_000_000 * (i / 7 + 1) + i + 1);
        }
        Run.Outcome outcome = new Run.Outcome.Cancelled();
        int lives = 0;
        while (!(outcome instanceof Run.Outcome.Finished)) {
            Run run =
                    start(
                            Graph.builder("test")
                                    .settings(Map.of("checkpoint", "2ms"))
                                    .component("in", () -> new Numbers(3_000, 20))
                                    .component("key", () -> new Do(CheckpointedRunTest::seventh))
                                    .component(
                                            "step",
                                            Counting::new,
                                            Map.of("key", new FieldExpression("k")))
                                    .component("out", () -> new Publisher(shown, "out"))
                                    .bind("in -> key -> step -> out"));
            if (lives++ < 8) {
                run.await(Duration.ofMillis(random.nextInt(60)));
                run.cancel();
            }
            outcome = run.await();
            assertThat(outcome).as("seed " + seed).isNotInstanceOf(Run.Outcome.Failed.class);
        }
        assertThat(shown.of("out")).as("seed " + seed).isEqualTo(expected);
    }

    private static void seventh(Object item, Output out) throws InterruptedException {
        out.send(Document.object().put("k", (long) item % 7).build());
    }

    /** Sends at the end how many items it has taken, and keeps the number. */
    static final class Total implements Handler<Object> {
        private ValueState<Long> taken;

        @Override
        public void setup(Context context) {
            taken = context.state(StateSpec.value("taken", Long.class));
        }

        @Override
        public void onItem(Object item, Output out) {
            taken.set(taken.or(0L) + 1);
        }

        @Override
        public void onEnd(Output out) throws Exception {
            out.send(taken.or(0L));
        }
    }

    @Test
    void a_part_that_has_ended_does_not_end_twice() throws Exception {
        Run.Outcome outcome = new Run.Outcome.Cancelled();
        int lives = 0;
        while (!(outcome instanceof Run.Outcome.Finished)) {
            Run run =
                    start(
                            Graph.builder("test")
                                    .settings(Map.of("checkpoint", "2ms"))
                                    .component("short", () -> new Numbers(10, 100))
                                    .component("total", Total::new, Parts.APART)
                                    .component("long", () -> new Numbers(1_000, 10))
                                    .component("out", () -> new Publisher(shown, "out"))
                                    .bind("short -> total -> out")
                                    .bind("long -> out"));
            if (lives++ < 4) {
                run.await(Duration.ofMillis(60));
                run.cancel();
            }
            outcome = run.await();
        }
        assertThat(shown.of("out")).hasSize(1_001);
    }
}
