package io.millrace.components.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.components.file.FileSink;
import io.millrace.components.file.FileSource;
import io.millrace.components.gather.Accumulator;
import io.millrace.components.gather.Aggregator;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What components remember is there again after a run was cancelled in the middle. */
@Timeout(60)
class RestartTest {

    private static final int ITEMS = 8_000;
    private static final int PER_SECOND = 16_000;
    private static final Map<String, ?> EVENT_TIME =
            Map.of("field", "item.t", "format", "epoch_ms", "out_of_order", "200ms");

    private final SplittableRandom random = new SplittableRandom(5);

    @TempDir private Path folder;

    private void input() throws IOException {
        List<String> lines =
                IntStream.range(0, ITEMS)
                        .mapToObj(
                                i ->
                                        "{\"k\":%d,\"t\":%d,\"n\":%d}"
                                                .formatted(
                                                        random.nextInt(7),
                                                        10L * i - random.nextInt(200),
                                                        i))
                        .toList();
        Files.write(folder.resolve("in.ndjson"), lines);
    }

    /** Builds a graph whose last component is bound to a file. */
    private Graph graph(
            String out, Class<? extends Component> type, Map<String, ?> config, Object... options) {
        GraphBuilder builder =
                Graph.builder("restart")
                        .folder(folder)
                        .settings(Map.of("checkpoint", Map.of("interval", "10ms")))
                        .component(
                                "in",
                                FileSource.class,
                                Map.of("path", "in.ndjson"),
                                Map.of(
                                        "rate_limit",
                                        Map.of("items", PER_SECOND / 100, "per", "10ms")))
                        .component("tested", type, config, options(options))
                        .component("out", FileSink.class, Map.of("path", out), Map.of());
        if (type == Joining.class) {
            return builder.bind("in -> tested.left", Map.of("condition", "item.n % 2 == 0"))
                    .bind("in -> tested.right", Map.of("condition", "item.n % 2 == 1"))
                    .bind("tested -> out")
                    .build();
        }
        return builder.bind("in -> tested -> out").build();
    }

    private static Map<String, Object> options(Object... keysAndValues) {
        return switch (keysAndValues.length) {
            case 0 -> Map.of();
            case 2 -> Map.of((String) keysAndValues[0], keysAndValues[1]);
            default ->
                    Map.of(
                            (String) keysAndValues[0],
                            keysAndValues[1],
                            (String) keysAndValues[2],
                            keysAndValues[3]);
        };
    }

    /** Runs a graph to its end, and cancels it after some checkpoints, some times before. */
    private List<String> lines(Graph graph, String out, int lives) throws Exception {
        for (int i = 0; i < lives; i++) {
            Run run = Engine.start(graph, RunOptions.in(folder.resolve("state-" + out)));
            long epochs = 1L + random.nextInt(5);
            Optional<Run.Outcome> outcome = Optional.empty();
            while (outcome.isEmpty()) {
                outcome = run.await(Duration.ofMillis(1));
                Run.CheckpointStatus kept = run.checkpoints().orElseThrow();
                if (kept.committed() >= kept.recovered() + epochs) {
                    run.cancel();
                    outcome = Optional.of(run.await());
                }
            }
            assertThat(outcome) // it may be faster than the cancellation
                    .get()
                    .isInstanceOfAny(Run.Outcome.Cancelled.class, Run.Outcome.Finished.class);
        }
        Run last = Engine.start(graph, RunOptions.in(folder.resolve("state-" + out)));
        assertThat(last.await()).isInstanceOf(Run.Outcome.Finished.class);
        assertThat(last.checkpoints().orElseThrow().recovered() > 0).isEqualTo(lives > 0);
        return Files.readAllLines(folder.resolve(out));
    }

    private void assertSame(
            Class<? extends Component> type, Map<String, ?> config, Object... options)
            throws Exception {
        input();

        List<String> whole = lines(graph("whole.ndjson", type, config, options), "whole.ndjson", 0);
        List<String> torn = lines(graph("torn.ndjson", type, config, options), "torn.ndjson", 4);

        assertThat(whole).isNotEmpty();
        assertThat(byKey(torn)).isEqualTo(byKey(whole));
    }

    /** Between keys there is no order. */
    private static Map<String, List<String>> byKey(List<String> lines) {
        return lines.stream()
                .collect(
                        Collectors.groupingBy(
                                line -> line.replaceFirst(".*?\"(join_)?key\":([^,]*),.*", "$2"),
                                TreeMap::new,
                                Collectors.toList()));
    }

    @Test
    @DisplayName("M037 a window that was open when the run was cancelled has all its items once")
    void open_window_has_all_its_items_once() throws Exception {
        assertSame(
                Windowing.class,
                Map.of("window_size", "5s"),
                "key",
                "item.k",
                "event_time",
                EVENT_TIME);
    }

    @Test
    @DisplayName("M037 sessions and their aggregates outlive a restart")
    void sessions_and_aggregates_outlive_a_restart() throws Exception {
        assertSame(
                Windowing.class,
                Map.of(
                        "window", "session",
                        "gap", "100ms",
                        "aggregates",
                                Map.of(
                                        "n",
                                        "count()",
                                        "sum",
                                        "sum(item.n)",
                                        "last",
                                        "last(item.n)")),
                "key",
                "item.k",
                "event_time",
                EVENT_TIME);
    }

    @Test
    @DisplayName("M039 what waits for a partner outlives a restart")
    void what_waits_for_a_partner_outlives_a_restart() throws Exception {
        input();
        Map<String, ?> config = Map.of("join_key", "k", "within", "20ms", "join", "outer");
        Object[] options = {"event_time", EVENT_TIME};

        List<String> whole =
                lines(graph("whole.ndjson", Joining.class, config, options), "whole.ndjson", 0);
        List<String> torn =
                lines(graph("torn.ndjson", Joining.class, config, options), "torn.ndjson", 4);

        // between two inputs there is no order
        assertThat(torn.stream().sorted()).isEqualTo(whole.stream().sorted().toList());
    }

    @Test
    @DisplayName("X019 duplicates across a crash are still removed")
    void duplicates_across_a_crash_are_removed() throws Exception {
        assertSame(Deduplication.class, Map.of("dedup_key", "item.n % 5000", "unbounded", true));
    }

    @Test
    @DisplayName("X021 totals outlive a restart")
    void totals_outlive_a_restart() throws Exception {
        assertSame(Accumulator.class, Map.of("value", "item.n * 0.5"), "key", "item.k");
    }

    @Test
    void batch_that_is_being_made_outlives_a_restart() throws Exception {
        input();
        Map<String, ?> config =
                Map.of("batch_size", 900, "timeout", "1h", "strategy", "sum", "field", "item.n");

        List<String> whole =
                lines(graph("whole.ndjson", Aggregator.class, config), "whole.ndjson", 0);
        List<String> torn = lines(graph("torn.ndjson", Aggregator.class, config), "torn.ndjson", 4);

        assertThat(torn.stream().map(RestartTest::withoutTime))
                .isEqualTo(whole.stream().map(RestartTest::withoutTime).toList());
    }

    private static String withoutTime(String batch) {
        return batch.replaceAll("\"batch_timestamp\":\"[^\"]*\"", "");
    }
}
