package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.MapState;
import io.millrace.api.Output;
import io.millrace.api.StateSpec;
import io.millrace.engine.EpochParts.Numbers;
import io.millrace.engine.EpochParts.Publisher;
import io.millrace.engine.EpochParts.Shown;
import io.millrace.engine.Parts.Do;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Watermarks and timers over many lives of a run: the same windows, and the same late items. */
@Timeout(60)
class KeptTimeTest {

    private static final int ITEMS = 3_000;
    private static final int KEYS = 7;
    private static final long SIZE = 50;
    private static final long OUT_OF_ORDER = 20;

    @TempDir Path folder;

    private final Shown shown = new Shown();

    /** Which of its shapes the component under test has. */
    enum Shape {
        FUSED("", 0),
        CHAIN("buffer", 16),
        LOOP("", 0),
        ATTEMPTS("retries", 1),
        SEVERAL("parallelism", 3);

        private final String option;
        private final int value;

        Shape(String option, int value) {
            this.option = option;
            this.value = value;
        }

        private Map<String, Object> options() {
            Map<String, Object> options = new HashMap<>();
            switch (option) {
                case "" -> {}
                case "retries" -> options.put("on_error", Map.of("retries", value));
                default -> options.put(option, value);
            }
            return options;
        }
    }

    /** The time of the n-th item, out of order by more than is allowed. */
    private static long timeOf(long n) {
        return n * 3 - Math.floorMod(n * 7_919, 121);
    }

    private static long keyOf(long n) {
        return Math.floorMod(n * 31, KEYS);
    }

    /** Says that a window of a key holds so many items; or, below zero, that an item is late. */
    private static long window(long key, long end, long count) {
        return (end * KEYS + key) * 10_000 + count;
    }

    private static long late(long n) {
        return -n - 1;
    }

    /** Counts the items of windows by timers. */
    private static final class Windows implements Handler<Document> {
        private Context context;
        private MapState<Long, Long> counts;

        @Override
        public void setup(Context given) {
            context = given;
            counts = context.state(StateSpec.map("counts", Long.class, Long.class).perKey());
        }

        @Override
        public void onItem(Document item, Output out) throws Exception {
            long end = Math.floorDiv(context.timestamp(), SIZE) * SIZE + SIZE;
            if (end - 1 <= context.timers().watermark()) {
                out.send(late(Parts.field(item, "n").asLong()));
                return;
            }
            Long before = counts.get(end);
            counts.put(end, before == null ? 1 : before + 1);
            context.timers().atEventTime(end - 1);
        }

        @Override
        public void onEventTime(long timestamp, Output out) throws Exception {
            Long count = counts.get(timestamp + 1);
            counts.remove(timestamp + 1);
            long key = (long) Objects.requireNonNull(context.key());
            out.send(window(key, timestamp + 1, count == null ? 0 : count));
        }
    }

    private static List<Object> expected() {
        Map<Long, Long> counts = new TreeMap<>();
        List<Object> all = new ArrayList<>();
        long latest = Long.MIN_VALUE;
        for (long n = 0; n < ITEMS; n++) {
            long end = Math.floorDiv(timeOf(n), SIZE) * SIZE + SIZE;
            long watermark = latest == Long.MIN_VALUE ? latest : latest - OUT_OF_ORDER - 1;
            if (end - 1 <= watermark) {
                all.add(late(n));
            } else {
                counts.merge(window(keyOf(n), end, 0), 1L, Long::sum);
            }
            latest = Math.max(latest, timeOf(n));
        }
        counts.forEach((window, count) -> all.add(window + count));
        return all;
    }

    private GraphBuilder graph(Shape shape) {
        Map<String, Object> options = shape.options();
        options.put("key", "item.key");
        options.put("event_time", Map.of("field", "item.at", "out_of_order", "20ms"));
        return Graph.builder("test")
                .settings(Map.of("checkpoint", "2ms"))
                .component("in", () -> new Numbers(ITEMS, 20))
                .component("items", () -> new Do((n, out) -> out.send(item((long) n))))
                .component("windows", Windows::new, options)
                .component("out", () -> new Publisher(shown, "out"))
                .bind("in -> items -> windows -> out");
    }

    private static Document item(long n) {
        return Document.object().put("n", n).put("key", keyOf(n)).put("at", timeOf(n)).build();
    }

    @ParameterizedTest
    @EnumSource
    void the_same_windows_fire_and_the_same_items_are_late(Shape shape) throws Exception {
        RunOptions options = RunOptions.in(folder).withoutCopies();
        Run.Outcome outcome = new Run.Outcome.Suspended();
        int lives = 0;
        while (outcome instanceof Run.Outcome.Suspended) {
            Run run =
                    Engine.start(
                            graph(shape).build(),
                            shape == Shape.LOOP ? options.unfused() : options);
            run.await(Duration.ofMillis(15));
            if (lives++ < 8) {
                run.suspend();
            }
            outcome = run.await();
        }

        assertThat(outcome).isEqualTo(new Run.Outcome.Finished());
        assertThat(lives).isGreaterThan(1);
        assertThat(shown.of("out")).containsExactlyInAnyOrderElementsOf(expected());
        assertThat(expected().stream().filter(i -> (long) i < 0)).isNotEmpty();
    }
}
