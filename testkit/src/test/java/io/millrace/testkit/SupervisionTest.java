package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.api.Traits;
import io.millrace.engine.Health;
import io.millrace.engine.Health.Level;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What the engine does about components that hang, throw, or do not end. */
class SupervisionTest {

    private final CountDownLatch never = new CountDownLatch(1);

    private static Run.Outcome.Failed failed(Run.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Run.Outcome.Failed.class);
        return (Run.Outcome.Failed) outcome;
    }

    /** A component that does nothing but where a test says otherwise. */
    private static class Idle implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            for (Object item : streams.receive("input", Object.class)) {
                streams.send("output", item);
            }
        }
    }

    /** Sends a number every second, for so many seconds. */
    @Traits(cooperative = true)
    private static final class Ticks implements Source {
        private final int count;
        private Context context;

        Ticks(int count) {
            this.count = count;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            for (int i = 0; i < count; i++) {
                out.send(i);
                context.sleep(Duration.ofSeconds(1));
            }
        }
    }

    /** A sink made of a function. */
    @Ports(outputs = {})
    private record Take(ThrowingConsumer what) implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws Exception {
            what.accept((int) item);
        }
    }

    @FunctionalInterface
    private interface ThrowingConsumer {
        void accept(int item) throws Exception;
    }

    @Test
    @DisplayName("M009 a set-up that takes longer than 30 s fails the run and names the component")
    void fails_a_set_up_that_does_not_return() throws Exception {
        var sink = new CollectSink();
        var run =
                new VirtualRun(
                        Graph.builder("stuck")
                                .component("ticks", () -> new Ticks(3))
                                .component(
                                        "slow",
                                        () ->
                                                new Idle() {
                                                    @Override
                                                    public void setup(Context context)
                                                            throws Exception {
                                                        never.await();
                                                    }
                                                })
                                .component("sink", () -> sink)
                                .bind("ticks -> slow -> sink")
                                .build());
        run.until(() -> run.time.elapsed().compareTo(Duration.ofSeconds(10)) > 0);
        assertThat(run.run.health().ready()).isFalse();
        assertThat(run.run.health().level()).isEqualTo(Level.UNKNOWN);
        assertThat(run.run.health().reasons()).containsExactly("2 of 3 components are ready");

        Run.Outcome.Failed failed = failed(run.end());

        assertThat(failed.component()).isEqualTo("slow");
        assertThat(failed.phase()).isEqualTo("setup");
        assertThat(failed.cause())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("set-up has not returned for 30 s")
                .hasMessageContaining("SupervisionTest");
        assertThat(run.time.elapsed()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
        assertThat(sink.items()).isEmpty();
    }

    @Test
    @DisplayName(
            "F20 what ignores its interruption is left behind, and what it still sends goes"
                    + " nowhere")
    void leaves_behind_what_ignores_its_interruption_and_discards_what_it_still_sends()
            throws Exception {
        var sink = new CollectSink();
        var go = new AtomicBoolean();
        var isBack = new AtomicBoolean();
        var run =
                new VirtualRun(
                        Graph.builder("deaf")
                                .component("ticks", () -> new Ticks(100))
                                .component(
                                        "deaf",
                                        () ->
                                                new Idle() {
                                                    @Override
                                                    public void process(Streams streams)
                                                            throws Exception {
                                                        streams.next();
                                                        streams.send("output", "early");
                                                        while (!go.get()) {
                                                            deaf(never);
                                                        }
                                                        try {
                                                            streams.send("output", "late");
                                                        } finally {
                                                            isBack.set(true);
                                                        }
                                                    }
                                                })
                                .component("sink", () -> sink)
                                .bind("ticks -> deaf -> sink")
                                .build());
        run.until(() -> sink.items().size() == 1);
        run.run.cancel();

        assertThat(run.end()).isEqualTo(new Run.Outcome.Cancelled());

        assertThat(run.run.components().get(1).state()).isEqualTo(Run.State.FAILED);
        go.set(true);
        never.countDown();
        run.until(isBack::get);
        run.until(() -> run.time.alive().isEmpty());
        assertThat(sink.items()).containsExactly("early");
    }

    /** Waits for a while that no interruption ends. */
    private static void deaf(CountDownLatch latch) {
        boolean isOver = false;
        while (!isOver) {
            try {
                latch.await();
                isOver = true;
            } catch (InterruptedException e) {
                isOver = latch.getCount() == 0; // deaf
            }
        }
    }

    @Test
    @DisplayName("F19 a component that does not return is named, with where it is")
    void is_unhealthy_while_a_component_does_not_return() throws Exception {
        var run =
                new VirtualRun(
                        Graph.builder("hung")
                                .component("ticks", () -> new Ticks(100))
                                .component(
                                        "hung",
                                        () ->
                                                new Take(
                                                        item -> {
                                                            if (item == 1) {
                                                                never.await();
                                                            }
                                                        }),
                                        Map.of("buffer", 200))
                                .bind("ticks -> hung")
                                .build());
        run.at(Duration.ofSeconds(20));
        assertThat(run.run.health().level()).isEqualTo(Level.HEALTHY);
        run.at(Duration.ofSeconds(40));

        Health health = run.run.health();
        assertThat(health.level()).isEqualTo(Level.UNHEALTHY);
        assertThat(health.isLive()).isFalse();
        assertThat(health.reasons()).containsExactly("'hung' does not return");

        never.countDown();
        run.at(Duration.ofSeconds(43));
        assertThat(run.run.health()).isEqualTo(new Health(Level.HEALTHY, true, true, List.of()));
        assertThat(run.end()).isEqualTo(new Run.Outcome.Finished());
    }

    @Test
    @DisplayName("T13 X044 a component that fails often is unwell, and gets well again")
    void gets_well_again() throws Exception {
        var run =
                new VirtualRun(
                        Graph.builder("well")
                                .component("ticks", () -> new Ticks(300))
                                .component(
                                        "sick",
                                        () ->
                                                new Take(
                                                        item -> {
                                                            if (item >= 60
                                                                    && item < 120
                                                                    && item % 2 == 0) {
                                                                throw new IOException("ill");
                                                            }
                                                        }))
                                .bind("ticks -> sick")
                                .build());
        run.at(Duration.ofSeconds(50));
        assertThat(run.run.health().level()).isEqualTo(Level.HEALTHY);
        run.at(Duration.ofSeconds(76));
        assertThat(run.run.health().level()).isEqualTo(Level.DEGRADED);
        assertThat(run.run.health().isLive()).isTrue();
        run.at(Duration.ofSeconds(119));
        assertThat(run.run.health().level()).isEqualTo(Level.UNHEALTHY);
        assertThat(run.run.health().reasons().getFirst())
                .startsWith("'sick' has failed at")
                .endsWith("of its items in the last minute");
        assertThat(run.run.recentErrors("sick")).hasSize(30);
        run.at(Duration.ofSeconds(185));
        assertThat(run.run.health().level()).isEqualTo(Level.HEALTHY);
        assertThat(run.end()).isEqualTo(new Run.Outcome.Finished());
    }

    @Test
    @DisplayName(
            "M022 M074 M079 F18 all is closed in reverse order, whatever fails, and the run says"
                    + " so")
    void cleans_up_whatever_fails() throws Exception {
        List<String> closed = Collections.synchronizedList(new ArrayList<>());
        var run =
                new VirtualRun(
                        Graph.builder("closing")
                                .component("ticks", () -> new Ticks(2))
                                .component(
                                        "opens",
                                        () ->
                                                new Idle() {
                                                    @Override
                                                    public void setup(Context context) {
                                                        context.open(() -> closed.add("first"));
                                                        context.open(
                                                                () -> {
                                                                    closed.add("second");
                                                                    throw new IOException("stuck");
                                                                });
                                                        context.open(() -> closed.add("third"));
                                                    }

                                                    @Override
                                                    public void cleanup() {
                                                        closed.add("cleanup");
                                                        throw new IllegalStateException("broken");
                                                    }
                                                })
                                .component("sink", CollectSink::new)
                                .bind("ticks -> opens -> sink")
                                .build());

        Run.Outcome.Failed failed = failed(run.end());

        assertThat(closed).containsExactly("cleanup", "third", "second", "first");
        assertThat(failed.component()).isEqualTo("opens");
        assertThat(failed.phase()).isEqualTo("cleanup");
        assertThat(failed.cause()).hasMessage("broken");
        assertThat(run.run.components().get(1).state()).isEqualTo(Run.State.FAILED);
    }

    @Test
    @DisplayName("M067 F18 the first error comes first, later ones are attached to it")
    void fails_with_the_first_error() throws Exception {
        var cleanups = new AtomicInteger();
        var run =
                new VirtualRun(
                        Graph.builder("failing")
                                .component("ticks", () -> new Ticks(100))
                                .component(
                                        "throws",
                                        () ->
                                                new Idle() {
                                                    @Override
                                                    public void process(Streams streams)
                                                            throws Exception {
                                                        streams.next();
                                                        throw new IOException("first");
                                                    }

                                                    @Override
                                                    public void cleanup() {
                                                        cleanups.incrementAndGet();
                                                        throw new IllegalStateException("second");
                                                    }
                                                })
                                .component("sink", CollectSink::new)
                                .bind("ticks -> throws -> sink")
                                .build());

        Run.Outcome.Failed failed = failed(run.end());

        assertThat(failed.phase()).isEqualTo("process");
        assertThat(failed.cause()).hasMessage("first");
        assertThat(failed.cause().getSuppressed()).hasSize(1);
        assertThat(failed.cause().getSuppressed()[0]).hasMessage("second");
        assertThat(cleanups).hasValue(1);
        assertThat(run.run.health().level()).isEqualTo(Level.UNHEALTHY);
        assertThat(run.run.health().isLive()).isFalse();
    }
}
