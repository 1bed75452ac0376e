package io.millrace.engine;

import static io.millrace.engine.Parts.APART;
import static io.millrace.engine.Parts.field;
import static io.millrace.engine.Parts.graph;
import static io.millrace.engine.Parts.longs;
import static io.millrace.engine.Parts.map;
import static io.millrace.engine.Parts.run;
import static io.millrace.engine.Parts.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.engine.Parts.Apart;
import io.millrace.engine.Parts.Collect;
import io.millrace.engine.Parts.Count;
import io.millrace.engine.Parts.Do;
import io.millrace.engine.Parts.Loop;
import io.millrace.engine.Parts.Stalled;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** How items flow. */
class EngineTest extends EngineFixture {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gives_every_item_in_order_through_a_chain(boolean fuse) throws Exception {
        Collect out = new Collect();

        Run run =
                run(
                        graph().component("source", () -> new Count(10_000))
                                .component("double", () -> map(i -> 2 * i))
                                .component("inc", () -> map(i -> i + 1))
                                .component("out", () -> out)
                                .bind("source -> double -> inc -> out"),
                        options(fuse));

        assertThat(out.items())
                .isEqualTo(
                        longs(0, 10_000).stream().map(i -> (Object) (2 * (long) i + 1)).toList());
        assertThat(out.ends).hasValue(1);
        assertThat(out.cleanups).hasValue(1);
        assertThat(run.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(run.state()).isEqualTo(Run.State.STOPPED);
        assertThat(status(run, "double").itemsIn()).isEqualTo(10_000);
        assertThat(status(run, "double").itemsOut()).isEqualTo(10_000);
        assertThat(status(run, "source").itemsOut()).isEqualTo(10_000);
        assertThat(status(run, "out").itemsIn()).isEqualTo(10_000);
        assertThat(run.streams()).allMatch(s -> s.fused() == fuse);
    }

    @Test
    void gives_every_item_in_order_through_loops_and_small_channels() throws Exception {
        Collect out = new Collect();

        run(
                graph().component("source", () -> new Apart(50_000))
                        .component("loop", Loop::new)
                        .component("again", Loop::new)
                        .component("out", () -> out)
                        .bind("source -> loop -> again", Map.of("buffer", Map.of("items", 1)))
                        .bind("again -> out", APART),
                fused);

        assertThat(out.items()).isEqualTo(longs(0, 50_000));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sends_each_item_to_every_bound_input(boolean fuse) throws Exception {
        Collect a = new Collect();
        Collect b = new Collect();

        Run run =
                run(
                        graph().component("source", () -> new Count(1_000))
                                .component("a", () -> a)
                                .component("b", () -> b)
                                .bind("source -> a")
                                .bind("source -> b"),
                        options(fuse));

        assertThat(a.items()).isEqualTo(longs(0, 1_000));
        assertThat(b.items()).isEqualTo(longs(0, 1_000));
        assertThat(status(run, "source").itemsOut()).isEqualTo(1_000);
    }

    @Test
    void takes_turns_where_round_robin_is_asked_for() throws Exception {
        Collect a = new Collect();
        Collect b = new Collect();

        run(
                graph().component(
                                "source", () -> new Count(10), Map.of("distribute", "round_robin"))
                        .component("a", () -> a)
                        .component("b", () -> b)
                        .bind("source -> a")
                        .bind("source -> b"),
                fused);

        assertThat(a.items()).containsExactly(0L, 2L, 4L, 6L, 8L);
        assertThat(b.items()).containsExactly(1L, 3L, 5L, 7L, 9L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void merges_several_streams_each_in_its_order(boolean fuse) throws Exception {
        Collect out = new Collect();

        run(
                graph().component("low", () -> new Count(5_000))
                        .component("high", () -> new Count(5_000, i -> i + 5_000))
                        .component("out", () -> out)
                        .bind("low -> out")
                        .bind("high -> out"),
                options(fuse));

        assertThat(out.items()).hasSize(10_000);
        assertThat(out.items().stream().filter(i -> (long) i < 5_000).toList())
                .isEqualTo(longs(0, 5_000));
        assertThat(out.items().stream().filter(i -> (long) i >= 5_000).toList())
                .isEqualTo(longs(5_000, 10_000));
        assertThat(out.ends).hasValue(1);
    }

    @Test
    void keeps_order_per_key_with_parallel_instances() throws Exception {
        List<Object> seen = new ArrayList<>();
        AtomicInteger instances = new AtomicInteger();
        Collect out = new Collect(seen);

        Run run =
                run(
                        graph().component(
                                        "source",
                                        () ->
                                                new Count(
                                                        20_000,
                                                        i ->
                                                                Document.object()
                                                                        .put("k", i % 17)
                                                                        .put("n", i)
                                                                        .build()))
                                .component(
                                        "work",
                                        () -> {
                                            instances.incrementAndGet();
                                            return new Do((item, o) -> o.send(item));
                                        },
                                        Map.of("parallelism", 4, "key", new FieldExpression("k")))
                                .component("out", () -> out)
                                .bind("source -> work -> out"),
                        fused);

        assertThat(instances.get()).isGreaterThanOrEqualTo(4);
        assertThat(seen).hasSize(20_000);
        Map<Long, Long> last = new HashMap<>();
        for (Object item : seen) {
            Document document = (Document) item;
            long n = field(document, "n").asLong();
            Long before = last.put(field(document, "k").asLong(), n);
            assertThat(before == null || before < n).isTrue();
        }
        assertThat(out.keys).hasSize(20_000);
        assertThat(status(run, "work").itemsIn()).isEqualTo(20_000);
    }

    @Test
    void hands_over_what_was_sent_before_a_wait() throws Exception {
        Collect out = new Collect();
        Run run =
                Engine.start(
                        graph().component("source", Parts.Sleepy::new)
                                .component("loop", Loop::new)
                                .component("out", () -> out)
                                .bind("source -> loop -> out")
                                .build(),
                        fused);

        await().until(() -> out.items().size() == 1);

        run.drain();
        assertThat(run.await(Duration.ofSeconds(5))).isPresent();
    }

    @Test
    @DisplayName("F14 who sends to a stalled taker waits, and what is held is bounded")
    void blocks_the_sender_of_a_stalled_taker() throws Exception {
        Stalled stalled = new Stalled();
        Run run =
                Engine.start(
                        graph().component("source", () -> new Count(1_000_000))
                                .component("stalled", () -> stalled)
                                .bind("source -> stalled", APART)
                                .build(),
                        fused);

        await().until(() -> run.streams().getFirst().depth() >= 15);
        assertThat(run.components().getFirst().itemsOut()).isLessThan(100);
        stalled.go.countDown();

        assertThat(run.await(Duration.ofSeconds(10))).contains(new Run.Outcome.Finished());
        assertThat(stalled.taken).hasValue(1_000_000);
        assertThat(status(run, "source").blockedNanos()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop_oldest", "drop_newest"})
    @DisplayName("F14 what a full stream drops by its policy is counted to the item")
    void drops_by_the_policy_of_a_full_stream_and_counts(String policy) throws Exception {
        Stalled stalled = new Stalled();
        List<Object> got = new ArrayList<>();
        Run run =
                Engine.start(
                        graph().component("source", () -> new Count(1_000))
                                .component(
                                        "stalled",
                                        () ->
                                                new Do(
                                                        (item, _) -> {
                                                            stalled.go.await();
                                                            got.add(item);
                                                        }))
                                .bind(
                                        "source -> stalled",
                                        Map.of("when_full", policy, "buffer", Map.of("items", 10)))
                                .build(),
                        fused);
        await().until(() -> status(run, "source").itemsOut() == 1_000);

        stalled.go.countDown();

        assertThat(run.await(Duration.ofSeconds(5))).isPresent();
        long dropped = status(run, "source").dropped().getOrDefault("when_full", 0L);
        assertThat(dropped + got.size()).isEqualTo(1_000);
        assertThat(got).contains(policy.equals("drop_oldest") ? 999L : 1L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fires_timers_without_items(boolean fuse) throws Exception {
        List<Object> sent = new ArrayList<>();

        run(
                graph().component("source", Parts.Sleepy::new)
                        .component("ticker", Ticker::new)
                        .component("out", () -> new Do((item, _) -> sent.add(item)))
                        .bind("source -> ticker -> out"),
                options(fuse));

        assertThat(sent).containsExactlyInAnyOrder(1L, "tick", "tick", "tick");
    }

    /** Passes items on, and ends after three ticks of 10 ms. */
    static final class Ticker implements Handler<Object> {
        private Context context;
        private int ticks;

        @Override
        public void setup(Context context) {
            this.context = context;
            context.startTimer("tick", Duration.ofMillis(10));
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
        }

        @Override
        public void onTimer(String timer, Output out) throws Exception {
            out.send(timer);
            if (++ticks == 3) {
                context.finish();
            } else {
                context.startTimer("tick", Duration.ofMillis(10));
            }
        }
    }

    @Test
    void drops_and_counts_what_goes_to_an_unbound_output() throws Exception {
        Run run =
                run(
                        graph().component("source", () -> new Count(10))
                                .component("same", () -> map(i -> i))
                                .bind("source -> same"),
                        fused);

        assertThat(status(run, "same").dropped()).containsEntry("unbound", 10L);
    }

    @Test
    void lets_items_larger_than_the_bound_pass_one_by_one() throws Exception {
        AtomicInteger largest = new AtomicInteger();
        AtomicReference<Run> running = new AtomicReference<>();

        Run run =
                run(
                        graph().component("source", () -> new Count(50, _ -> new byte[1 << 20]))
                                .component(
                                        "out",
                                        () ->
                                                new Do(
                                                        (_, _) -> {
                                                            Run r = running.get();
                                                            if (r != null) {
                                                                largest.accumulateAndGet(
                                                                        r.streams()
                                                                                .getFirst()
                                                                                .depth(),
                                                                        Math::max);
                                                            }
                                                        }))
                                .bind(
                                        "source -> out",
                                        Map.of("buffer", Map.of("items", 100, "bytes", 1000))),
                        fused);

        assertThat(status(run, "out").itemsIn()).isEqualTo(50);
    }
}
