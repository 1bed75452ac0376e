package io.millrace.components.stream;

import static io.millrace.components.Options.items;
import static io.millrace.components.flow.Expressions.apostrophes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.components.Options;
import io.millrace.components.time.Generator;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class WindowingTest {

    private static final Map<String, String> EVENT_TIME =
            Map.of("field", "item.t", "format", "epoch_ms");

    private static ComponentTester windows(Object... options) {
        return Options.tester(Windowing.class, options).option("event_time", EVENT_TIME);
    }

    /** Items of one key, by their times. */
    private static Object[] times(long... times) {
        var texts = new ArrayList<String>();
        for (long time : times) {
            texts.add("{'t':" + time + "}");
        }
        return items(texts.toArray(String[]::new));
    }

    private static List<String> texts(List<Object> items) {
        return items.stream().map(item -> apostrophes(item.toString())).toList();
    }

    private static List<String> late(TestRun run) {
        return texts(Objects.requireNonNull(run.outputs().get("late")));
    }

    @Test
    void windows_of_event_time_are_fused(@TempDir Path folder) throws Exception {
        assertThat(isFused(Map.of("event_time", Map.of("field", "item.t")), folder)).isTrue();
        assertThat(isFused(Map.of(), folder)).as("a timer ends them when nothing comes").isFalse();
    }

    private static boolean isFused(Map<String, ?> options, Path folder) throws Exception {
        Graph graph =
                Graph.builder("fused")
                        .component(
                                "in",
                                Generator.class,
                                Map.of("count", 1, "item", Map.of("t", "seq")),
                                Map.of())
                        .component("windows", Windowing.class, Map.of(), options)
                        .bind("in -> windows")
                        .build();
        Run run = Engine.start(graph, RunOptions.in(folder).with(RunOptions.Keeping.NOTHING));
        boolean isFused = run.streams().getFirst().fused();
        run.await();
        return isFused;
    }

    @Test
    void records_are_items_as_any() throws Exception {
        record Reading(String of, long t, double v) {}
        Object[] given = {
            Document.of(new Reading("a", 1, 0.5)),
            Document.of(new Reading("b", 2, 1)),
            Document.of(new Reading("a", 3, 2))
        };

        TestRun run =
                windows("window_size", "1s", "aggregates", Map.of("sum", "sum(item.v)"))
                        .option("key", "item.of")
                        .input(given)
                        .run();

        assertThat(texts(run.output()))
                .containsExactlyInAnyOrder(
                        "{'key':'a','window_start':'1970-01-01T00:00:00Z',"
                                + "'window_end':'1970-01-01T00:00:01Z','sum':2.5}",
                        "{'key':'b','window_start':'1970-01-01T00:00:00Z',"
                                + "'window_end':'1970-01-01T00:00:01Z','sum':1.0}");
    }

    // ---- the golden script of Flink

    @ParameterizedTest(name = "after an item of {0} the window has fired: {1}")
    @CsvSource({"998, false", "999, false", "1000, true"})
    void window_fires_when_the_watermark_reaches_its_last_millisecond(long time, boolean fired)
            throws Exception {
        // the watermark is one less than the latest time; what comes to a window that fired is late
        TestRun run = windows("window_size", "1s").input(times(0, time, 1)).run();

        assertThat(late(run)).hasSize(fired ? 1 : 0);
    }

    @Test
    void window_holds_its_start_and_not_its_end() throws Exception {
        TestRun run =
                windows("window_size", "1s", "aggregates", Map.of("n", "count()"))
                        .input(times(-1000, -1, 0, 999, 1000))
                        .run();

        assertThat(texts(run.output()))
                .containsExactly(
                        "{'window_start':'1969-12-31T23:59:59Z','window_end':'1970-01-01T00:00:00Z',"
                            + "'n':2}",
                        "{'window_start':'1970-01-01T00:00:00Z','window_end':'1970-01-01T00:00:01Z',"
                            + "'n':2}",
                        "{'window_start':'1970-01-01T00:00:01Z','window_end':'1970-01-01T00:00:02Z',"
                            + "'n':1}");
    }

    @Test
    void lateness_is_that_of_the_window_and_not_of_the_item() throws Exception {
        TestRun run =
                windows("window_size", "1s", "aggregates", Map.of("n", "count()"))
                        .input(times(1501, 1200, 999))
                        .run();

        assertThat(late(run)).containsExactly("{'t':999}");
        assertThat(texts(run.output())).hasSize(1).first().asString().contains("'n':2");
    }

    @Test
    void allowed_lateness_fires_the_whole_window_again_for_each_item() throws Exception {
        TestRun run =
                windows(
                                "window_size",
                                "1s",
                                "allowed_lateness",
                                "100ms",
                                "aggregates",
                                Map.of("all", "collect(item.t)"))
                        .input(times(0, 999, 998, 1000, 5, 6, 1100, 7))
                        .run();

        assertThat(texts(run.output()).stream().map(t -> t.replaceAll(".*'all':", "")))
                .containsExactly(
                        "[0,999,998]}", "[0,999,998,5]}", "[0,999,998,5,6]}", "[1000,1100]}");
        assertThat(late(run)).containsExactly("{'t':7}");
    }

    @Test
    void late_item_is_a_dead_letter_where_no_output_is_bound() throws Exception {
        TestRun run = windows("window_size", "1s").unbound("late").input(times(5000, 1)).run();

        assertThat(run.errorMessages())
                .containsExactly(
                        "it came too late: its time is 1970-01-01T00:00:00.001Z, and the watermark"
                                + " is at 1970-01-01T00:00:04.999Z");
    }

    @Test
    void item_is_late_when_it_is_late_for_all_of_its_windows() throws Exception {
        TestRun run =
                windows(
                                "window",
                                "sliding",
                                "window_size",
                                "1s",
                                "slide",
                                "500ms",
                                "aggregates",
                                Map.of("all", "collect(item.t)"))
                        .input(times(0, 1000, 700, 400))
                        .run();

        assertThat(late(run)).containsExactly("{'t':400}");
        assertThat(texts(run.output()).stream().map(t -> t.replaceAll(".*'all':", "")))
                .containsExactly("[0]}", "[0]}", "[1000,700]}", "[1000]}");
    }

    @Test
    void window_carries_the_time_of_its_last_millisecond() throws Exception {
        TestRun run =
                windows("window_size", "1s", "aggregates", Map.of("n", "count()"))
                        .option("key", "'k'")
                        .input(times(5, 1700))
                        .run();

        assertThat(Objects.requireNonNull(run.arrivals().get("output")))
                .map(arrival -> arrival.timestamp())
                .containsExactly(999L, 1999L);
        assertThat(Objects.requireNonNull(run.arrivals().get("output")))
                .map(arrival -> arrival.key())
                .containsExactly("k", "k");
    }

    // ---- the seed's form

    @Test
    @DisplayName("X017 the output is the seed's, and the last window leaves at the end")
    void output_is_that_of_the_seed() throws Exception {
        var timeline =
                Options.timeline(Windowing.class)
                        .at(1000, "{'n':1}")
                        .at(2000, "{'n':2}")
                        .at(6000, "{'n':3}")
                        .until(7500);

        assertThat(timeline.came())
                .containsExactly(
                        "5000 {'window_start':1767225600,'window_end':1767225605,"
                                + "'items':[{'n':1},{'n':2}],'count':2}",
                        "7500 {'window_start':1767225605,'window_end':1767225610,"
                                + "'items':[{'n':3}],'count':1}");
    }

    @Test
    @DisplayName("M036 a window leaves by a timer, also when no item comes")
    void window_leaves_by_a_timer() throws Exception {
        var timeline =
                Options.timeline(Windowing.class, "aggregates", Map.of("n", "count()"))
                        .at(4999, "{'n':1}")
                        .at(5000, "{'n':2}")
                        .until(60_000);

        assertThat(timeline.came())
                .containsExactly(
                        "5000 {'window_start':'2026-01-01T00:00:00Z',"
                                + "'window_end':'2026-01-01T00:00:05Z','n':1}",
                        "10000 {'window_start':'2026-01-01T00:00:05Z',"
                                + "'window_end':'2026-01-01T00:00:10Z','n':1}");
    }

    @ParameterizedTest(name = "M036 window_size: {0}")
    @ValueSource(strings = {"5.0", "5", "5s", "5000ms", ""})
    void window_size_is_five_seconds(String written) {
        Object[] options =
                written.isEmpty() ? new Object[0] : new Object[] {"window_size", size(written)};

        assertThat(Options.of(Windowing.Config.class, options).windowSize())
                .isEqualTo(Duration.ofSeconds(5));
    }

    private static Object size(String written) {
        return written.endsWith("s") ? written : Double.valueOf(written);
    }

    @Test
    void session_by_the_clock_ends_when_no_item_comes() throws Exception {
        var timeline =
                Options.timeline(
                                Windowing.class,
                                "window",
                                "session",
                                "gap",
                                "2s",
                                "aggregates",
                                Map.of("n", "count()"))
                        .at(1000, "{}")
                        .at(2500, "{}")
                        .at(4400, "{}")
                        .at(9000, "{}")
                        .until(20_000);

        assertThat(timeline.came())
                .containsExactly(
                        "6400 {'window_start':'2026-01-01T00:00:01Z',"
                                + "'window_end':'2026-01-01T00:00:06.400Z','n':3}",
                        "11000 {'window_start':'2026-01-01T00:00:09Z',"
                                + "'window_end':'2026-01-01T00:00:11Z','n':1}");
    }

    @Test
    void window_of_so_many_items_leaves_when_it_has_them() throws Exception {
        TestRun run =
                windows("window", "count", "count", 2, "aggregates", Map.of("s", "sum(item.t)"))
                        .option("key", "string(item.t % 2)")
                        .input(times(10, 11, 14, 20, 13, 15))
                        .run();

        assertThat(texts(run.output()).stream().map(t -> t.replaceAll("'window_.*','s'", "'s'")))
                .containsExactly(
                        "{'key':'0','s':24}",
                        "{'key':'1','s':24}",
                        "{'key':'0','s':20}",
                        "{'key':'1','s':15}");
    }

    // ---- aggregates

    @Test
    void aggregates_are_of_numbers_and_texts() throws Exception {
        TestRun run =
                windows(
                                "aggregates",
                                Map.of(
                                        "least", "min(item.v)",
                                        "most", "max(item.v)",
                                        "last", "last(item.v)",
                                        "all", "collect(item.v)"))
                        .input(items("{'t':1,'v':'b'}", "{'t':2,'v':'a'}", "{'t':3,'v':7}"))
                        .run();

        assertThat(Options.field(run.output().getFirst(), "least")).hasToString("7");
        assertThat(Options.field(run.output().getFirst(), "most")).hasToString("\"b\"");
        assertThat(Options.field(run.output().getFirst(), "last")).hasToString("7");
        assertThat(Options.field(run.output().getFirst(), "all")).hasToString("[\"b\",\"a\",7]");
    }

    @Test
    void sum_of_whole_numbers_is_whole_until_it_is_beyond_64_bits() throws Exception {
        TestRun run =
                windows("window_size", "10ms", "aggregates", Map.of("s", "sum(item.v)"))
                        .input(
                                items(
                                        "{'t':1,'v':9223372036854775806}",
                                        "{'t':2,'v':1}",
                                        "{'t':11,'v':9223372036854775807}",
                                        "{'t':12,'v':1}",
                                        "{'t':21,'v':1e16}",
                                        "{'t':22,'v':1.0}",
                                        "{'t':23,'v':-1e16}"))
                        .run();

        assertThat(run.output())
                .map(window -> Options.field(window, "s").toString())
                .containsExactly("9223372036854775807", "9.223372036854776E18", "1.0");
    }

    @Test
    void value_that_cannot_be_aggregated_fails_its_item_alone() throws Exception {
        TestRun run =
                windows("aggregates", Map.of("n", "count()", "s", "sum(item.v)"))
                        .input(
                                items(
                                        "{'t':1,'v':1}",
                                        "{'t':2,'v':'x'}",
                                        "{'t':3}",
                                        "{'t':4,'v':null}",
                                        "{'t':5,'v':2}"))
                        .run();

        assertThat(run.output()).hasSize(1);
        assertThat(Options.field(run.output().getFirst(), "n").asLong()).isEqualTo(2);
        assertThat(run.errorMessages())
                .containsExactly(
                        "the value is \"x\", not a number of 64 bits  (in: item.v)",
                        "no field 'v' in item; use has(item.v) or item.?v.orValue(…)  (in: item.v)",
                        "the value is null, not a number of 64 bits  (in: item.v)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'window':'sliding'} | window: is sliding, so say 'slide' too",
                "{'window':'session'} | window: is session, so say 'gap' too",
                "{'window':'count'} | window: is count, so say 'count' too",
                "{'gap':'1s'} | 'gap' of component 'tested': is for 'window: session'",
                "{'window_size':0} | 'window_size' of component 'tested': must be at least 1ms",
                "{'window':'sliding','slide':'6s'} | 'slide' of component 'tested': must be at most"
                        + " 'window_size', or items would be left out",
                "{'window':'sliding','slide':'1ms','window_size':'1d'} | 'slide' of component"
                        + " 'tested': each item would be in 86,400,000 windows; at most 10,000 go",
                "{'aggregates':{'key':'count()'}} | 'aggregates' of component 'tested': 'key' is a"
                        + " field that every window has",
            })
    void options_that_do_not_fit_are_a_problem(String options, String problem) {
        assertThat(Options.problems(Windowing.class, options(options)))
                .singleElement()
                .asString()
                .endsWith(problem.substring(problem.indexOf(": ") + 2));
    }

    private static Object[] options(String json) {
        var document = (io.millrace.api.Document) items(json)[0];
        var options = new ArrayList<Object>();
        for (int i = 0; i < document.size(); i++) {
            options.add(document.name(i));
            options.add(
                    switch (document.kind(i)) {
                        case OBJECT -> Map.of("key", "count()");
                        case INTEGER -> document.longAt(i);
                        default -> document.at(i).asString();
                    });
        }
        return options.toArray();
    }
}
