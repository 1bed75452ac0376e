package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Event;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.StateSpec;
import io.millrace.api.Streams;
import io.millrace.api.TimeKind;
import io.millrace.api.Traits;
import io.millrace.api.TransactionalSink;
import io.millrace.api.ValueState;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.Seams;
import io.millrace.engine.Time;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Timers of processing time while the wall clock jumps, and over two lives of a run. */
class ProcessingTimersTest {

    @TempDir Path folder;

    /** What was called, and at which second of the run's own time. */
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private volatile Duration wallIsAhead = Duration.ZERO;
    private VirtualTime virtual = new VirtualTime();

    /** A clock whose wall time jumps while its nanoseconds go on. */
    private final class JumpingTime implements Time {
        private final VirtualTime time = virtual;

        @Override
        public void parkUntil(long deadline) {
            time.parkUntil(deadline);
        }

        @Override
        public Instant now() {
            return time.now().plus(wallIsAhead);
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }
    }

    private void called(String what) {
        calls.add(what + "@" + virtual.elapsed().toSeconds());
    }

    /** Sends one item in a run's life, and then waits. */
    @Traits(cooperative = true)
    private static final class Once implements ReplayableSource {
        private final Duration until;
        private Context context;
        private boolean sent;

        Once(Duration until) {
            this.until = until;
        }

        @Override
        public void setup(Context given) {
            context = given;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            if (!sent) {
                sent = true;
                out.send(Document.object().put("key", "a").build());
                out.send(Document.object().put("key", "b").build());
            }
            context.sleep(until);
        }

        @Override
        public Document nextPosition() {
            return Document.of(sent);
        }

        @Override
        public void startAt(Document position) {
            sent = position.asBoolean();
        }
    }

    /** Sets timers for each item, of its key and with a name. */
    @Ports(outputs = {})
    private final class Alarms implements Handler<Object>, TransactionalSink {
        private Context context;
        private ValueState<Long> called;

        @Override
        public void setup(Context given) {
            context = given;
            called = given.state(StateSpec.value("called", Long.class).perKey());
        }

        @Override
        public void onItem(Object item, Output out) {
            long now = context.clock().now().toEpochMilli();
            context.timers().atProcessingTime(now + 10_000);
            context.timers().atProcessingTime(now + 20_000);
            context.timers().atProcessingTime(now + 90_000);
            context.timers().cancelProcessingTime(now + 20_000);
            context.startTimer("named", Duration.ofSeconds(60));
        }

        @Override
        public void onProcessingTime(long timestamp, Output out) {
            assertThat(context.timestamp()).isEqualTo(Context.NO_TIMESTAMP);
            Long before = called.get();
            called.set(before == null ? 1 : before + 1);
            ProcessingTimersTest.this.called(context.key() + "" + called.get());
        }

        @Override
        public void onTimer(String timer, Output out) {
            ProcessingTimersTest.this.called(timer);
        }

        @Override
        public Sealed seal(long epoch) {
            return new Sealed() {
                @Override
                public Document reference() {
                    return Document.ofNull();
                }

                @Override
                public void force() {}
            };
        }

        @Override
        public void publish(long epoch, Document sealed) {}

        @Override
        public void restore(long epoch, @Nullable Document sealed) {}
    }

    /** The same as a loop. */
    @Ports(outputs = {})
    private final class AlarmsLoop implements Component {
        private Context context;

        @Override
        public void setup(Context given) {
            context = given;
            var _ = given.timers();
        }

        @Override
        public void process(Streams streams) throws Exception {
            for (Event event = streams.next();
                    !(event instanceof Event.End);
                    event = streams.next()) {
                if (event instanceof Event.Item) {
                    long now = context.clock().now().toEpochMilli();
                    context.timers().atProcessingTime(now + 10_000);
                    context.timers().atProcessingTime(now + 90_000);
                } else if (event instanceof Event.TimeReached(var kind, var _)) {
                    assertThat(kind).isEqualTo(TimeKind.PROCESSING_TIME);
                    called("" + context.key());
                }
            }
        }
    }

    private Graph graph(Supplier<Component> alarms) {
        return Graph.builder("alarms")
                .settings(Map.of("checkpoint", "1s"))
                .component("once", () -> new Once(Duration.ofMinutes(5)))
                .component("alarms", alarms, Map.of("key", "item.key"))
                .bind("once -> alarms")
                .build();
    }

    private Run start(Graph graph) {
        var seams =
                new Seams(
                        new JumpingTime(),
                        virtual.threads(),
                        _ -> OutputStream.nullOutputStream(),
                        new SplittableRandom(1));
        return Engine.start(graph, RunOptions.in(folder).with(seams));
    }

    private void until(Run run, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (run.await(Duration.ofNanos(20_000)).isEmpty()) {
                virtual.step();
            }
            if (System.nanoTime() - start > 30_000_000_000L) {
                run.cancel();
                throw new AssertionError("not within 30 s: " + run.components());
            }
        }
    }

    private void untilSecond(Run run, int second) throws InterruptedException {
        until(run, () -> virtual.elapsed().toSeconds() >= second);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3_600, -3_600, 86_400 * 365})
    @DisplayName("F7 a jump of the wall clock moves no timer")
    void a_jump_of_the_wall_clock_moves_no_timer(long seconds) throws Exception {
        Run run = start(graph(Alarms::new));
        untilSecond(run, 5);
        wallIsAhead = Duration.ofSeconds(seconds);
        until(run, () -> run.outcome() != null);

        assertThat(calls).containsExactlyInAnyOrder("a1@10", "b1@10", "named@60", "a2@90", "b2@90");
    }

    @Test
    void a_loop_is_told_of_its_timers() throws Exception {
        Run run = start(graph(AlarmsLoop::new));
        until(run, () -> run.outcome() != null);

        assertThat(calls).containsExactlyInAnyOrder("a@10", "b@10", "a@90", "b@90");
    }

    @Test
    @DisplayName("F7 after a restart the wall clock says what is left of a timer")
    void a_restart_waits_for_what_is_left() throws Exception {
        Run first = start(graph(Alarms::new));
        untilSecond(first, 12);
        first.suspend();
        until(first, () -> first.outcome() != null);
        assertThat(first.outcome()).isEqualTo(new Run.Outcome.Suspended());
        assertThat(calls).containsExactlyInAnyOrder("a1@10", "b1@10");

        wallIsAhead = Duration.ofSeconds(53);
        virtual = new VirtualTime();
        Run second = start(graph(Alarms::new));
        until(second, () -> second.outcome() != null);

        assertThat(calls.subList(2, 3)).containsExactly("named@7");
        assertThat(calls.subList(3, 5)).containsExactlyInAnyOrder("a2@37", "b2@37");
        assertThat(calls).hasSize(5);
    }
}
