package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Retries, time-out, circuit breaker and bulkhead of real components, on virtual time. */
class PoliciesTest {

    private final CollectSink out = new CollectSink();
    private final CollectSink failed = new CollectSink();

    /** What a handler does with a number. */
    @FunctionalInterface
    interface Step {
        void take(long item, Output out, Context context) throws Exception;
    }

    private static final class Do implements Handler<Long> {
        private final Step step;
        private Context context;

        Do(Step step) {
            this.step = step;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Long item, Output out) throws Exception {
            step.take(item, out, context);
        }
    }

    private GraphBuilder graph(Step step, Map<String, ?> options) {
        return Graph.builder("policies")
                .component("numbers", () -> new ListSource(List.of(1L, 2L, 3L, 4L, 5L)))
                .component("work", () -> new Do(step), options)
                .component("out", () -> out)
                .component("failed", () -> failed)
                .bind("numbers -> work -> out")
                .bind("work.error -> failed");
    }

    private GraphTester.Result run(boolean fused, Step step, Map<String, ?> options)
            throws InterruptedException {
        GraphTester tester = GraphTester.of(graph(step, options).build());
        GraphTester.Result result = (fused ? tester : tester.unfused()).run();
        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        return result;
    }

    private static Document field(Object item, String name) {
        return Objects.requireNonNull(((Document) item).get(name), name);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("M021 M071 an item is tried again, then fails with its attempts")
    void tries_again_and_sends_what_the_last_attempt_has_sent(boolean fused) throws Exception {
        var attempts = new HashMap<Long, Integer>();
        GraphTester.Result result =
                run(
                        fused,
                        (item, out, _) -> {
                            int attempt = attempts.merge(item, 1, Integer::sum);
                            out.send(item * 100 + attempt);
                            if (item == 2 || (item == 4 && attempt < 3)) {
                                throw new IOException("not now");
                            }
                        },
                        Map.of("on_error", Map.of("retries", 3, "backoff", Map.of("jitter", 0.0))));

        assertThat(out.items()).containsExactly(101L, 301L, 403L, 501L);
        assertThat(failed.items()).hasSize(1);
        assertThat(field(failed.items().getFirst(), "attempts").asLong()).isEqualTo(4);
        assertThat(field(failed.items().getFirst(), "type").asString()).isEqualTo("io");
        assertThat(result.elapsed())
                .isBetween(Duration.ofSeconds(1 + 2 + 4 + 1 + 2), Duration.ofSeconds(11));
        assertThat(result.component("work").errors()).isEqualTo(1);
        assertThat(result.component("work").itemsIn()).isEqualTo(5);
        assertThat(result.component("work").itemsOut()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fails_an_item_that_takes_too_long(boolean fused) throws Exception {
        var never = new CountDownLatch(1);
        GraphTester.Result result =
                run(
                        fused,
                        (item, out, context) -> {
                            out.send(item);
                            if (item == 3) {
                                never.await();
                            }
                            if (item == 4) {
                                context.sleep(Duration.ofMillis(1_900));
                            }
                        },
                        Map.of("timeout", "2s"));

        assertThat(out.items()).containsExactly(1L, 2L, 4L, 5L);
        assertThat(failed.items()).hasSize(1);
        assertThat(field(failed.items().getFirst(), "type").asString()).isEqualTo("timeout");
        assertThat(field(failed.items().getFirst(), "error").asString())
                .isEqualTo("took longer than 2s");
        assertThat(result.elapsed()).isBetween(Duration.ofMillis(3_900), Duration.ofMillis(4_100));
    }

    @Test
    void holds_items_back_while_the_circuit_is_open() throws Exception {
        var isDown = new AtomicInteger(2);
        GraphTester.Result result =
                run(
                        true,
                        (item, out, _) -> {
                            if (isDown.getAndDecrement() > 0) {
                                throw new IOException("down");
                            }
                            out.send(item);
                        },
                        Map.of(
                                "circuit_breaker",
                                Map.of("failures", 2, "recovery", "30s", "when_open", "wait")));

        assertThat(out.items()).containsExactly(3L, 4L, 5L);
        assertThat(failed.items()).hasSize(2);
        assertThat(result.elapsed()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
    }

    @Test
    void fails_items_at_once_while_the_circuit_is_open() throws Exception {
        var calls = new AtomicInteger();
        run(
                true,
                (_, _, _) -> {
                    calls.incrementAndGet();
                    throw new IOException("down");
                },
                Map.of("circuit_breaker", 2));

        assertThat(calls).hasValue(2);
        assertThat(failed.items()).hasSize(5);
        assertThat(failed.items())
                .extracting(item -> field(item, "type").asString())
                .containsExactly("io", "io", "circuit_open", "circuit_open", "circuit_open");
    }

    @Test
    void lets_only_so_many_parallel_instances_work_at_once() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        GraphTester.Result result =
                run(
                        true,
                        (item, out, context) -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            context.sleep(Duration.ofSeconds(1));
                            inside.decrementAndGet();
                            out.send(item);
                        },
                        Map.of("parallelism", 5, "bulkhead", 2));

        assertThat(most).hasValue(2);
        assertThat(out.items()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(result.elapsed()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_200));
    }

    @Test
    void shares_a_bulkhead_by_its_name() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        Step step =
                (item, out, context) -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    context.sleep(Duration.ofSeconds(1));
                    inside.decrementAndGet();
                    out.send(item);
                };
        Map<String, ?> one = Map.of("bulkhead", Map.of("concurrent", 1, "name", "database"));
        Graph graph =
                graph(step, one)
                        .component("other", () -> new Do(step), one)
                        .bind("numbers -> other -> out")
                        .build();

        GraphTester.of(graph).run();

        assertThat(most).hasValue(1);
        assertThat(out.items()).hasSize(10);
    }

    @Test
    void fails_an_item_for_which_more_is_sent_than_is_held_back() throws Exception {
        run(
                true,
                (item, out, _) -> {
                    for (int i = 0; i < (item == 3 ? 1_000_000 : 1); i++) {
                        out.send(item);
                    }
                },
                Map.of("on_error", Map.of("retries", 5), "buffer", 10));

        assertThat(out.items()).containsExactly(1L, 2L, 4L, 5L);
        assertThat(field(failed.items().getFirst(), "error").asString())
                .contains("more than 10 items");
        assertThat(field(failed.items().getFirst(), "attempts").asLong()).isEqualTo(1);
    }

    @Test
    @DisplayName("M005 M006 M118 one handler is used by hand, counts and tells what to do")
    void is_used_by_hand() throws Exception {
        var seen = new ArrayList<Object>();
        run(
                true,
                (item, out, context) -> {
                    boolean isDone =
                            context.errors()
                                    .run(
                                            "look up",
                                            () -> {
                                                if (item == 2) {
                                                    throw new IOException("no such thing");
                                                }
                                            });
                    if (!isDone) {
                        seen.add(context.errors().counts().total());
                        seen.add(context.errors().recent().getLast().operation());
                        seen.add(
                                context.errors()
                                        .handle(
                                                new IOException("worse"),
                                                "process_item",
                                                Map.of("item", item, "component", "work")));
                        seen.add(context.errors().recent().getLast().item());
                    }
                    out.send(item);
                },
                Map.of());

        assertThat(seen)
                .containsExactly(1L, "look up", io.millrace.api.Errors.Decision.CONTINUE, 2L);
        assertThat(out.items()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(field(failed.items().getFirst(), "operation").asString())
                .isEqualTo("process_item");
    }

    @Test
    void ends_at_once_when_it_is_cancelled_before_a_retry() {
        Simulation.Result result =
                Simulation.of(
                                graph(
                                                (_, _, _) -> {
                                                    throw new IOException("down");
                                                },
                                                Map.of("on_error", Map.of("retries", 1_000)))
                                        .build())
                        .atStep(300, Run::cancel)
                        .run(1);
        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Cancelled());
    }
}
