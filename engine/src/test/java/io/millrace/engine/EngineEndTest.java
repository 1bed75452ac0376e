package io.millrace.engine;

import static io.millrace.engine.Parts.APART;
import static io.millrace.engine.Parts.graph;
import static io.millrace.engine.Parts.longs;
import static io.millrace.engine.Parts.map;
import static io.millrace.engine.Parts.run;
import static io.millrace.engine.Parts.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.StreamFinished;
import io.millrace.api.Traits;
import io.millrace.engine.Parts.Apart;
import io.millrace.engine.Parts.Collect;
import io.millrace.engine.Parts.Count;
import io.millrace.engine.Parts.Do;
import io.millrace.engine.Parts.First;
import io.millrace.engine.Parts.Stalled;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Who ends when. */
class EngineEndTest extends EngineFixture {

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
                graph().component("source", Parts.Sleepy::new)
                        .component("loop", () -> new First(1))
                        .component("out", () -> out)
                        .bind("source -> loop", APART)
                        .bind("loop -> out"),
                fused);

        assertThat(out.items()).containsExactly(1L);
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
                graph().component("sleepy", Parts.Sleepy::new)
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
    void cancels_what_does_not_end_within_the_drain_deadline() throws Exception {
        Stalled stalled = new Stalled();
        Run run =
                Engine.start(
                        graph().component("source", () -> new Count(100))
                                .component("stalled", () -> stalled)
                                .bind("source -> stalled")
                                .build(),
                        RunOptions.in(state)
                                .with(
                                        new RunOptions.Deadlines(
                                                Duration.ofMillis(50),
                                                Duration.ofSeconds(30),
                                                Duration.ofSeconds(30))));
        await().until(() -> run.state() == Run.State.RUNNING);

        run.drain();

        assertThat(run.await(Duration.ofSeconds(5))).contains(new Run.Outcome.Cancelled());
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
}
