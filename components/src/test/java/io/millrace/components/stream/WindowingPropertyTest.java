package io.millrace.components.stream;

import static io.millrace.components.Options.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.components.Options;
import io.millrace.components.stream.WindowOracle.Item;
import io.millrace.components.stream.WindowOracle.Window;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Windows of random items, beside the same said plainly. */
class WindowingPropertyTest {

    private static final int ITEMS = 60;

    /** What is tried: the options of the component, and what they mean. */
    private record Trial(
            Map<String, Object> options,
            Function<List<Item>, Collection<Window>> windows,
            long lateness,
            long outOfOrder,
            List<Item> items) {}

    private static Trial trial(SplittableRandom random) {
        long lateness = random.nextInt(3) * 40L;
        long outOfOrder = random.nextInt(3) * 25L;
        long size = (1 + random.nextInt(5)) * 20L;
        var options = new LinkedHashMap<String, Object>();
        options.put("allowed_lateness", lateness + "ms");
        Function<List<Item>, Collection<Window>> windows;
        switch (random.nextInt(3)) {
            case 0 -> {
                options.put("window_size", size + "ms");
                windows = WindowOracle.aligned(size, size);
            }
            case 1 -> {
                long slide = Math.max(1, size / (1 + random.nextInt(4)) - random.nextInt(3));
                options.put("window", "sliding");
                options.put("window_size", size + "ms");
                options.put("slide", slide + "ms");
                windows = WindowOracle.aligned(size, slide);
            }
            default -> {
                options.put("window", "session");
                options.put("gap", size + "ms");
                windows = WindowOracle.sessions(size);
            }
        }
        return new Trial(options, windows, lateness, outOfOrder, items(random));
    }

    /** Items whose times go on, with some that come far too late or from before 1970. */
    private static List<Item> items(SplittableRandom random) {
        var items = new ArrayList<Item>();
        long now = random.nextInt(-300, 300);
        for (int i = 0; i < ITEMS; i++) {
            now += random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(12);
            long time = now - (random.nextInt(3) == 0 ? random.nextInt(150) : 0);
            String key = "abc".substring(random.nextInt(3)).substring(0, 1);
            BigDecimal value =
                    random.nextBoolean()
                            ? BigDecimal.valueOf(random.nextInt(-50, 50))
                            : BigDecimal.valueOf(random.nextInt(-200, 200) * 25L, 2);
            items.add(new Item(i, key, time, value));
        }
        return items;
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("M036 windows are those of a list of all items")
    void windows_are_those_of_a_list_of_all_items(int seed) throws Exception {
        Trial trial = trial(new SplittableRandom(seed));
        var oracle = new WindowOracle(trial.windows(), trial.lateness(), trial.outOfOrder());
        trial.items().forEach(oracle::take);

        TestRun run = run(trial);

        String what = "seed %d, %s".formatted(seed, trial);
        assertThat(byKey(run.output())).as(what).isEqualTo(oracle.end());
        assertThat(run.outputs().get("late"))
                .as(what)
                .map(item -> (int) field(item, "n").asLong())
                .isEqualTo(oracle.late());
        assertThat(run.errors()).as(what).isEmpty();
    }

    private static TestRun run(Trial trial) throws InterruptedException {
        var options = new ArrayList<Object>();
        trial.options().forEach((key, value) -> options.addAll(List.of(key, value)));
        options.add("aggregates");
        options.add(
                Map.of(
                        "n", "count()",
                        "sum", "sum(item.v)",
                        "min", "min(item.v)",
                        "max", "max(item.v)",
                        "avg", "avg(item.v)",
                        "first", "first(item.n)",
                        "last", "last(item.n)",
                        "all", "collect(item.n)"));
        return Options.tester(Windowing.class, options.toArray())
                .option("key", "item.k")
                .option(
                        "event_time",
                        Map.of(
                                "field", "item.t",
                                "format", "epoch_ms",
                                "out_of_order", trial.outOfOrder() + "ms"))
                .input(trial.items().stream().map(WindowingPropertyTest::document).toArray())
                .run();
    }

    private static Document document(Item item) {
        return Document.parse(
                "{\"k\":\"%s\",\"t\":%d,\"v\":%s,\"n\":%d}"
                        .formatted(
                                item.key(),
                                item.time(),
                                item.value().toPlainString(),
                                item.number()));
    }

    private static Map<String, List<String>> byKey(List<Object> output) {
        var byKey = new TreeMap<String, List<String>>();
        for (Object item : output) {
            byKey.computeIfAbsent(field(item, "key").asString(), _ -> new ArrayList<>())
                    .add(text(item));
        }
        return byKey;
    }

    private static String text(Object window) {
        double mean = field(window, "sum").asDouble() / field(window, "n").asLong();
        assertThat(field(window, "avg").asDouble()).isEqualTo(mean);
        return "%s [%d, %d) n=%d sum=%s min=%s max=%s first=%d last=%d all=%s"
                .formatted(
                        field(window, "key").asString(),
                        millis(window, "window_start"),
                        millis(window, "window_end"),
                        field(window, "n").asLong(),
                        number(window, "sum"),
                        number(window, "min"),
                        number(window, "max"),
                        field(window, "first").asLong(),
                        field(window, "last").asLong(),
                        field(window, "all").toString().replace(",", ", "));
    }

    private static long millis(Object window, String name) {
        return Instant.parse(field(window, name).asString()).toEpochMilli();
    }

    private static String number(Object window, String name) {
        return WindowOracle.plain(new BigDecimal(field(window, name).toString()));
    }
}
