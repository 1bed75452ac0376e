package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Event;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.api.Traits;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Streams on which nothing comes for a while, in virtual time. */
class IdleStreamsTest {

    /** Sends items with the seconds since the start as their time, when they are given. */
    @Traits(cooperative = true)
    private static class Feed implements Source {
        private final List<Integer> seconds;
        private final int until;
        private final boolean mayBeIdle;
        private Context context;

        Feed(List<Integer> seconds, int until, boolean mayBeIdle) {
            this.seconds = seconds;
            this.until = until;
            this.mayBeIdle = mayBeIdle;
        }

        @Override
        public void setup(Context given) {
            context = given;
        }

        @Override
        public boolean mayBeIdle() {
            return mayBeIdle;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            int now = 0;
            for (int second : seconds) {
                context.sleep(Duration.ofSeconds(second - now));
                now = second;
                out.send(Document.object().put("at", second * 1_000L).build());
            }
            context.sleep(Duration.ofSeconds(until - now));
        }
    }

    /** A feed that does not say how it waits. */
    @Traits
    private static final class Foreign extends Feed {
        Foreign(List<Integer> seconds, int until) {
            super(seconds, until, true);
        }
    }

    /** Notes at which second of processing time the watermark has reached each ten seconds. */
    private static final class Clockwork {
        private final List<String> ticks = new ArrayList<>();
        private @Nullable Context given;

        void setup(Context context) {
            given = context;
        }

        private Context context() {
            return Objects.requireNonNull(given);
        }

        void start() {
            if (ticks.isEmpty()) {
                ticks.add("start");
                context().timers().atEventTime(9_999);
            }
        }

        void onEventTime(long timestamp) {
            if (context().timers().watermark() < Long.MAX_VALUE) {
                long now = context().clock().now().getEpochSecond() - begin();
                ticks.add((timestamp + 1) / 1_000 + "@" + now);
                context().timers().atEventTime(timestamp + 10_000);
            }
        }

        private static long begin() {
            return VirtualTime.START.getEpochSecond();
        }
    }

    /** Merges two streams. */
    @Ports(
            inputs = {"left", "right"},
            outputs = {})
    private static final class Merge implements Handler<Object> {
        final Clockwork clockwork = new Clockwork();

        @Override
        public void setup(Context context) {
            clockwork.setup(context);
        }

        @Override
        public void onItem(Object item, Output out) {
            clockwork.start();
        }

        @Override
        public void onEventTime(long timestamp, Output out) {
            clockwork.onEventTime(timestamp);
        }
    }

    /** Merges two streams as a loop. */
    @Ports(
            inputs = {"left", "right"},
            outputs = {})
    private static final class MergeLoop implements Component {
        final Clockwork clockwork = new Clockwork();

        @Override
        public void setup(Context context) {
            clockwork.setup(context);
        }

        @Override
        public void process(Streams streams) throws Exception {
            for (Event event = streams.next();
                    !(event instanceof Event.End);
                    event = streams.next()) {
                if (event instanceof Event.Item) {
                    clockwork.start();
                } else if (event instanceof Event.TimeReached(var _, var timestamp)) {
                    clockwork.onEventTime(timestamp);
                }
            }
        }
    }

    private static List<Integer> every(int step, int until) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i <= until; i += step) {
            all.add(i);
        }
        return all;
    }

    private static final Map<String, Object> TIME = Map.of("event_time", "item.at");

    private static List<String> ticks(Source left, Source right) throws InterruptedException {
        var merge = new Merge();
        var loop = new MergeLoop();
        GraphBuilder graph =
                Graph.builder("idle")
                        .component("left", () -> left)
                        .component("right", () -> right)
                        .component("merge", () -> merge, new HashMap<>(TIME))
                        .component("merge_loop", () -> loop, new HashMap<>(TIME))
                        .bind("left -> merge.left")
                        .bind("right -> merge.right")
                        .bind("left -> merge_loop.left")
                        .bind("right -> merge_loop.right");
        GraphTester.Result result = GraphTester.of(graph.build()).ignoringLeaks().run();

        assertThat(result.outcome()).isInstanceOf(Run.Outcome.Finished.class);
        assertThat(loop.clockwork.ticks).isEqualTo(merge.clockwork.ticks);
        return merge.clockwork.ticks;
    }

    private static Source feed(List<Integer> seconds, int until) {
        return new Feed(seconds, until, true);
    }

    @Test
    void a_stream_holds_time_back_while_it_is_not_idle() throws Exception {
        assertThat(ticks(feed(every(1, 59), 60), feed(every(20, 59), 61)))
                .containsExactly("start", "10@20", "20@20", "30@40", "40@40");
    }

    @Test
    void an_idle_stream_stops_holding_time_back() throws Exception {
        assertThat(ticks(feed(every(1, 59), 60), feed(List.of(0), 60)))
                .containsExactly("start", "10@30", "20@30", "30@30", "40@40", "50@50");
    }

    @Test
    void a_source_that_does_not_say_how_it_waits_can_be_idle() throws Exception {
        assertThat(ticks(feed(every(1, 59), 60), new Foreign(List.of(0), 60)))
                .containsExactly("start", "10@30", "20@30", "30@30", "40@40", "50@50");
    }

    @Test
    void an_idle_stream_counts_again_with_its_next_item() throws Exception {
        assertThat(ticks(feed(every(1, 98), 99), feed(List.of(0, 45, 70), 97)))
                .containsExactly(
                        "start", "10@30", "20@30", "30@30", "40@40", "50@70", "60@70", "70@70",
                        "80@97", "90@97");
    }

    @Test
    void a_stream_that_is_all_there_is_never_idle() throws Exception {
        assertThat(ticks(feed(every(1, 59), 60), new Feed(List.of(0, 55), 60, false)))
                .containsExactly("start", "10@55", "20@55", "30@55", "40@55", "50@55");
    }

    @Test
    void time_does_not_move_where_all_streams_are_idle() throws Exception {
        assertThat(ticks(feed(List.of(0, 15), 100), feed(List.of(0, 5), 100)))
                .containsExactly("start", "10@35");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_idle_stream_is_idle_for_all_behind_it(boolean fused) throws Exception {
        var merge = new Merge();
        GraphBuilder graph =
                Graph.builder("idle")
                        .component("left", () -> feed(every(1, 59), 60))
                        .component("right", () -> feed(List.of(0), 60))
                        .component("timed_left", () -> new Same(), new HashMap<>(TIME))
                        .component("timed_right", () -> new Same(), new HashMap<>(TIME))
                        .component("before", () -> new Same(), Map.of("buffer", 16))
                        .component("merge", () -> merge)
                        .bind("left -> timed_left -> merge.left")
                        .bind("right -> timed_right -> before -> merge.right");
        GraphTester tester = GraphTester.of(graph.build()).ignoringLeaks();
        (fused ? tester : tester.unfused()).run();

        assertThat(merge.clockwork.ticks)
                .containsExactly("start", "10@30", "20@30", "30@30", "40@40", "50@50");
    }

    /** Passes everything on. */
    private static final class Same implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
        }
    }

    @Test
    void a_stream_held_up_by_a_full_one_is_not_idle() throws Exception {
        var merge = new Merge();
        var slow = new Slow();
        GraphBuilder graph =
                Graph.builder("idle")
                        .component("left", () -> feed(every(1, 200), 200))
                        .component("right", () -> feed(every(1, 200), 200))
                        .component("slow", () -> slow, Map.of("buffer", 1))
                        .component("merge", () -> merge, new HashMap<>(TIME))
                        .bind("left -> merge.left")
                        .bind("right -> merge.right")
                        .bind("right -> slow");
        GraphTester.of(graph.build()).ignoringLeaks().run();

        assertThat(merge.clockwork.ticks.get(1)).matches("10@5\\d\\d");
    }

    /** Takes a minute for each item. */
    @Ports(outputs = {})
    private static final class Slow implements Handler<Object> {
        private Context context;

        @Override
        public void setup(Context given) {
            context = given;
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            context.sleep(Duration.ofMinutes(1));
        }
    }
}
