package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Event;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.StateSpec;
import io.millrace.api.Streams;
import io.millrace.api.TimeKind;
import io.millrace.api.ValueState;
import io.millrace.engine.Parts.Collect;
import io.millrace.engine.Parts.Count;
import io.millrace.graph.GraphBuilder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The semantics of timers that were observed on Flink, script by script, in every shape that a
 * component can have here. A script's line is {@code key timestamp: what}; the watermark is one
 * millisecond behind the latest timestamp.
 */
class TimerConformanceTest extends EngineFixture {

    /** How the component under test is driven. */
    enum Shape {
        /** Called by the source's task. */
        FUSED,
        /** In a task of its own, behind a channel. */
        CHAIN,
        /** As a loop, though it is a handler. */
        HANDLER_AS_LOOP,
        /** As a handler that makes attempts, which is a loop. */
        ATTEMPTS,
        /** As a component that asks for its timers. */
        LOOP
    }

    /** What it does with an item and a timer, and what it has seen. */
    private static class Script {
        private @Nullable Context given;
        private @Nullable ValueState<Long> kept;

        void setup(Context context) {
            given = context;
            kept =
                    context.state(
                            StateSpec.value("kept", Long.class)
                                    .perKey()
                                    .ttl(Duration.ofMillis(50), TimeKind.EVENT_TIME));
        }

        private Context context() {
            return Objects.requireNonNull(given);
        }

        void onItem(Object item, Output out) throws Exception {
            for (String word : Parts.field((Document) item, "do").asString().split(" ", -1)) {
                follow(word, out);
            }
        }

        private void follow(String word, Output out) throws Exception {
            String what = word.replaceAll("-?[0-9]+$", "");
            switch (what) {
                case "set" -> context().timers().atEventTime(number(word));
                case "max" -> context().timers().atEventTime(Long.MAX_VALUE);
                case "cancel" -> context().timers().cancelEventTime(number(word));
                case "again" -> set = number(word);
                case "keep" -> Objects.requireNonNull(kept).set(number(word));
                case "see" -> say(out, "item");
                default -> assertThat(what).isEmpty();
            }
        }

        private long set = Long.MIN_VALUE; // what the next timer sets

        void onEventTime(long timestamp, Output out) throws Exception {
            Long value = Objects.requireNonNull(kept).get();
            say(
                    out,
                    (timestamp == Long.MAX_VALUE ? "max" : "" + timestamp)
                            + (value == null ? "" : "has" + value));
            if (set != Long.MIN_VALUE) {
                context().timers().atEventTime(set);
                set = Long.MIN_VALUE;
            }
        }

        void say(Output out, String what) throws Exception {
            long watermark = context().timers().watermark();
            out.send(
                    context().key()
                            + what
                            + "@"
                            + (watermark == Long.MAX_VALUE
                                    ? "end"
                                    : watermark == Long.MIN_VALUE ? "none" : "" + watermark));
        }

        private static long number(String word) {
            return Long.parseLong(word.replaceAll("^[a-z]+", ""));
        }
    }

    /** The script as a handler. */
    private static final class ScriptHandler implements Handler<Object> {
        private final Script script = new Script();

        @Override
        public void setup(Context context) {
            script.setup(context);
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            script.onItem(item, out);
        }

        @Override
        public void onEventTime(long timestamp, Output out) throws Exception {
            script.onEventTime(timestamp, out);
        }

        @Override
        public void onEnd(Output out) throws Exception {
            out.send("end");
        }
    }

    /** The script as a loop. */
    private static final class ScriptLoop implements Component {
        private final Script script = new Script();

        @Override
        public void setup(Context context) {
            script.setup(context);
        }

        @Override
        public void process(Streams streams) throws Exception {
            Output out = streams.output("output");
            for (Event event = streams.next(); ; event = streams.next()) {
                switch (event) {
                    case Event.Item(var _, var item) -> script.onItem(item, out);
                    case Event.TimeReached(var kind, var timestamp) -> {
                        assertThat(kind).isEqualTo(TimeKind.EVENT_TIME);
                        script.onEventTime(timestamp, out);
                    }
                    case Event.Timer _, Event.Idle _ -> {}
                    case Event.End _ -> {
                        out.send("end");
                        return;
                    }
                }
            }
        }
    }

    /** Keeps what it gets, with the timestamp beside it. */
    @Ports(outputs = {})
    private static final class Timestamps implements Handler<Object> {
        final List<Long> all = new ArrayList<>();
        private Context context;

        @Override
        public void setup(Context given) {
            context = given;
        }

        @Override
        public void onItem(Object item, Output out) {
            all.add(context.timestamp());
        }
    }

    private final Timestamps timestamps = new Timestamps();

    private List<Object> run(Shape shape, String script) throws InterruptedException {
        List<Document> items = script.lines().map(TimerConformanceTest::item).toList();
        var out = new Collect();
        Map<String, Object> options =
                new HashMap<>(Map.of("key", "item.key", "event_time", "item.at"));
        if (shape == Shape.CHAIN) {
            options.put("buffer", 16);
        }
        if (shape == Shape.ATTEMPTS) {
            options.put("on_error", Map.of("retries", 1));
        }
        GraphBuilder graph =
                Parts.graph()
                        .component("lines", () -> new Count(items.size(), i -> items.get((int) i)));
        if (shape == Shape.LOOP) {
            graph.component("script", ScriptLoop::new, options);
        } else {
            graph.component("script", ScriptHandler::new, options);
        }
        graph.component("out", () -> out)
                .component("times", () -> timestamps)
                .bind("lines -> script -> out")
                .bind("script -> times");
        Run run = Parts.run(graph, options(shape != Shape.HANDLER_AS_LOOP));
        assertThat(run.outcome()).isInstanceOf(Run.Outcome.Finished.class);
        return out.items();
    }

    private static Document item(String line) {
        String[] parts = line.strip().split("[ :]+", 3);
        return Document.object()
                .put("key", parts[0])
                .put("at", Long.parseLong(parts[1]))
                .put("do", parts.length < 3 ? "" : parts[2])
                .build();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("equal key and time is one timer; timers are called in the order of their times")
    void calls_timers_in_order_and_once(Shape shape) throws Exception {
        List<Object> out =
                run(
                        shape,
                        """
                        a 0: set30 set15
                        b 0: set15 set30 set15
                        a 0: set15
                        w 16
                        w 31
                        """);

        assertThat(out.subList(0, 2)).containsExactlyInAnyOrder("a15@15", "b15@15");
        assertThat(out.subList(2, 4)).containsExactlyInAnyOrder("a30@30", "b30@30");
        assertThat(out.subList(4, 5)).containsExactly("end");
        assertThat(timestamps.all.subList(0, 4)).containsExactly(15L, 15L, 30L, 30L);
    }

    @ParameterizedTest
    @EnumSource
    void calls_a_timer_at_the_watermark_that_reaches_it(Shape shape) throws Exception {
        assertThat(run(shape, "a 0: set10\nw 10: see\nw 11: see\nw 12: see"))
                .containsExactly("witem@-1", "witem@9", "a10@10", "witem@10", "end");
    }

    @ParameterizedTest
    @EnumSource
    void shows_a_timer_the_new_watermark(Shape shape) throws Exception {
        assertThat(run(shape, "a 0: set15 set30\nw 101\nw 102: see"))
                .containsExactly("a15@100", "a30@100", "witem@100", "end");
    }

    @ParameterizedTest
    @EnumSource
    void a_timer_of_the_past_waits_for_the_next_advance(Shape shape) throws Exception {
        List<Object> out =
                run(
                        shape,
                        """
                        w 101
                        a 101: set50 see
                        a 101: see
                        a 90: see
                        w 102: see
                        a 103: see
                        """);

        assertThat(out)
                .containsExactly(
                        "aitem@100",
                        "aitem@100",
                        "aitem@100",
                        "witem@100",
                        "a50@101",
                        "aitem@101",
                        "end");
    }

    @ParameterizedTest
    @EnumSource
    void a_timer_set_by_a_timer_is_called_in_the_same_advance(Shape shape) throws Exception {
        assertThat(run(shape, "a 0: set15 again5\nw 101\nw 102: see"))
                .containsExactly("a15@100", "a5@100", "witem@100", "end");
        assertThat(run(shape, "a 0: set15 again15\nw 101\nw 102: see"))
                .containsExactly("a15@100", "a15@100", "witem@100", "end");
        assertThat(run(shape, "a 0: set15 again200\nw 101\nw 102: see"))
                .containsExactly("a15@100", "witem@100", "a200@end", "end");
    }

    @ParameterizedTest
    @EnumSource
    void the_end_of_the_input_is_the_end_of_time(Shape shape) throws Exception {
        assertThat(run(shape, "a 0: set500 max\nw 101"))
                .containsExactly("a500@end", "amax@end", "end");
    }

    @ParameterizedTest
    @EnumSource
    void a_timer_finds_the_state_that_was_there_when_time_moved_on(Shape shape) throws Exception {
        assertThat(run(shape, "a 0: set30 keep7\nw 901\na 902: set902\nw 950"))
                .containsExactly("a30has7@900", "a902@949", "end");
    }

    @ParameterizedTest
    @EnumSource
    void a_timer_that_is_cancelled_is_not_called(Shape shape) throws Exception {
        assertThat(
                        run(
                                shape,
                                """
                                a 0: set15 set20 cancel15 cancel99
                                b 0: set15 cancel20
                                w 101
                                """))
                .containsExactly("b15@100", "a20@100", "end");
    }

    @ParameterizedTest
    @EnumSource
    void before_the_first_item_there_is_no_watermark(Shape shape) throws Exception {
        assertThat(run(shape, "a 7: see\na 8: see"))
                .containsExactly("aitem@none", "aitem@6", "end");
        assertThat(timestamps.all.subList(0, 2)).containsExactly(7L, 8L);
    }
}
