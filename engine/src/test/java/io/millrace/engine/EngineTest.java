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

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.StreamFinished;
import io.millrace.api.Streams;
import io.millrace.api.Traits;
import io.millrace.engine.Parts.Apart;
import io.millrace.engine.Parts.Collect;
import io.millrace.engine.Parts.Count;
import io.millrace.engine.Parts.Do;
import io.millrace.engine.Parts.First;
import io.millrace.engine.Parts.Loop;
import io.millrace.engine.Parts.Stalled;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class EngineTest {

    @TempDir Path state;
    private RunOptions fused;

    @BeforeEach
    void options() {
        fused = RunOptions.in(state).with(counted(Seams.real()));
    }

    private RunOptions options(boolean fuse) {
        return fuse ? fused : fused.unfused();
    }

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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fails_an_item_alone_and_gives_it_to_the_error_stream(boolean fuse) throws Exception {
        Collect out = new Collect();
        Collect failed = new Collect();

        Run run =
                run(
                        graph().component("source", () -> new Count(10))
                                .component("picky", () -> new Do(Parts5::refuseFive))
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

    /** The step of a component that takes everything but the number five. */
    static final class Parts5 {
        private Parts5() {}

        static void refuseFive(Object item, Output out) throws Exception {
            if ((long) item == 5) {
                throw new IllegalArgumentException("five is right out");
            }
            out.send(item);
        }
    }

    @Test
    void keeps_a_failed_item_as_a_dead_letter_where_no_error_stream_is_bound() throws Exception {
        Collect out = new Collect();

        Run run =
                run(
                        graph().component("source", () -> new Count(10))
                                .component("picky", () -> new Do(Parts5::refuseFive))
                                .component("out", () -> out)
                                .bind("source -> picky -> out"),
                        fused);

        assertThat(status(run, "picky").deadLetters()).isEqualTo(1);
        List<String> letters = Files.readAllLines(state.resolve("dead-letters/picky.ndjson"));
        assertThat(letters).hasSize(1);
        assertThat(field(Document.parse(letters.getFirst()), "item").asString()).isEqualTo("5");
    }

    @Test
    void skips_or_stops_where_the_policy_says_so() throws Exception {
        Collect out = new Collect();
        Run skipped =
                run(
                        graph().component("source", () -> new Count(10))
                                .component(
                                        "picky",
                                        () -> new Do(Parts5::refuseFive),
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
                                        () -> new Do(Parts5::refuseFive),
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ends_an_endless_source_when_its_takers_have_ended(boolean fuse) throws Exception {
        Collect out = new Collect();

        Run run =
                run(
                        graph().component("source", () -> new Count(Long.MAX_VALUE))
                                .component("same", () -> map(i -> i))
                                .component("first", () -> new First(10))
                                .component("out", () -> out)
                                .bind("source -> same -> first -> out"),
                        options(fuse));

        assertThat(out.items()).isEqualTo(longs(0, 10));
        assertThat(run.outcome()).isEqualTo(new Run.Outcome.Finished());
    }

    @Test
    void goes_on_for_one_taker_when_the_other_has_ended() throws Exception {
        Collect few = new Collect();
        Collect all = new Collect();

        Run run =
                run(
                        graph().component("source", () -> new Count(1_000))
                                .component("first", () -> new First(10))
                                .component("few", () -> few)
                                .component("all", () -> all)
                                .bind("source -> first -> few")
                                .bind("source -> all"),
                        fused);

        assertThat(few.items()).hasSize(10);
        assertThat(all.items()).hasSize(1_000);
        assertThat(status(run, "first").dropped()).containsEntry("after_end", 990L);
    }

    @Test
    void ends_a_waiting_source_when_its_taker_has_ended() throws Exception {
        Collect out = new Collect();

        run(
                graph().component("source", Sleepy::new)
                        .component("loop", () -> new First(1))
                        .component("out", () -> out)
                        .bind("source -> loop", APART)
                        .bind("loop -> out"),
                fused);

        assertThat(out.items()).containsExactly(1L);
    }

    /** Sends one item, then waits for an hour. */
    @Traits(cooperative = true)
    static final class Sleepy implements Source {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            out.send(1L);
            context.sleep(Duration.ofHours(1));
        }
    }

    /** Sends one item, then waits for an outside world that never answers. */
    @Traits(cooperative = true)
    static final class Deaf implements Source {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            out.send(1L);
            context.blocking(
                    () -> {
                        new java.util.concurrent.CountDownLatch(1).await();
                        return 0;
                    });
        }
    }

    @Test
    void drains_sources_that_sleep_or_wait_for_the_outside_world() throws Exception {
        Collect out = new Collect();
        Graph graph =
                graph().component("sleepy", Sleepy::new)
                        .component("deaf", Deaf::new)
                        .component("endless", () -> new Apart(Long.MAX_VALUE))
                        .component("first", () -> new First(5))
                        .component("out", () -> out)
                        .component("more", () -> new Do((_, _) -> {}))
                        .bind("sleepy -> out")
                        .bind("deaf -> out")
                        .bind("endless -> more")
                        .build();
        Run run = Engine.start(graph, fused);
        await().until(() -> out.items().size() == 2);

        run.drain();

        assertThat(run.await(Duration.ofSeconds(5))).contains(new Run.Outcome.Finished());
        assertThat(out.ends).hasValue(1);
        assertThat(out.cleanups).hasValue(1);
    }

    @Test
    void hands_over_what_was_sent_before_a_wait() throws Exception {
        Collect out = new Collect();
        Run run =
                Engine.start(
                        graph().component("source", Sleepy::new)
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
    void cancels_what_does_not_end_within_the_drain_deadline() throws Exception {
        Stalled stalled = new Stalled();
        Run run =
                Engine.start(
                        graph().component("source", () -> new Count(100))
                                .component("stalled", () -> stalled)
                                .bind("source -> stalled")
                                .build(),
                        new RunOptions(state, Duration.ofMillis(50), true, Seams.real()));
        await().until(() -> run.state() == Run.State.RUNNING);

        run.drain();

        assertThat(run.await(Duration.ofSeconds(5))).contains(new Run.Outcome.Cancelled());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fires_timers_without_items(boolean fuse) throws Exception {
        List<Object> sent = new ArrayList<>();

        run(
                graph().component("source", Sleepy::new)
                        .component("ticker", Ticker::new)
                        .component("out", () -> new Do((item, _) -> sent.add(item)))
                        .bind("source -> ticker -> out"),
                options(fuse));

        assertThat(sent).containsExactly(1L, "tick", "tick", "tick");
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
    void ends_a_component_that_sends_where_nobody_takes() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Component stubborn =
                streams -> {
                    try {
                        while (true) {
                            streams.send("output", 1L);
                        }
                    } catch (StreamFinished e) {
                        thrown.set(e);
                        throw e;
                    }
                };

        run(
                graph().component("source", () -> new Count(1))
                        .component("stubborn", () -> stubborn)
                        .component("first", () -> new First(3))
                        .component("out", Collect::new)
                        .bind("source -> stubborn -> first -> out"),
                fused);

        assertThat(thrown.get()).isInstanceOf(StreamFinished.class);
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

    @AfterEach
    void no_thread_is_left() {
        await().atMost(Duration.ofSeconds(5)).until(() -> running() == 0);
    }

    private final AtomicInteger threads = new AtomicInteger();

    private int running() {
        return threads.get();
    }

    /** Counts the threads that run. */
    private Seams counted(Seams seams) {
        Threads starter =
                (name, work) -> {
                    threads.incrementAndGet();
                    return seams.threads()
                            .start(
                                    name,
                                    () -> {
                                        try {
                                            work.run();
                                        } finally {
                                            threads.decrementAndGet();
                                        }
                                    });
                };
        return new Seams(seams.time(), starter, seams.disk(), seams.random());
    }
}
