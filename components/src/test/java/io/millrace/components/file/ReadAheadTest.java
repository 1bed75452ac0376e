package io.millrace.components.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.EnvironmentException;
import io.millrace.components.flow.Limit;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.GraphTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Files that are large enough to be read ahead. */
class ReadAheadTest {

    private static final int LINES = 150_000;

    @TempDir private Path folder;

    private TestRun read(String path) throws InterruptedException {
        var config =
                new FileSource.Config(
                        path, Optional.empty(), true, CsvTypes.AUTO, Optional.empty(), 1 << 20);
        return ComponentTester.of(FileSource::new, config).in(folder).run();
    }

    private void write(List<String> lines) throws Exception {
        Files.write(folder.resolve("a.ndjson"), lines);
        assertThat(Files.size(folder.resolve("a.ndjson"))).isGreaterThan(1 << 20);
    }

    @Test
    void gives_items_and_failures_in_order_with_their_places() throws Exception {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>();
        List<String> items = new ArrayList<>();
        List<String> places = new ArrayList<>();
        for (int line = 1; line <= LINES; line++) {
            switch (random.nextInt(2000)) {
                case 0 -> {
                    lines.add("{\"n\":");
                    places.add("a.ndjson:" + line);
                }
                case 1 -> lines.add(" ");
                default -> {
                    lines.add("{\"n\":" + line + "}");
                    items.add("{\"n\":" + line + "}");
                }
            }
        }
        write(lines);

        TestRun run = read("a.ndjson").finished();

        assertThat(run.texts()).as("seed %d", seed).isEqualTo(items);
        assertThat(run.errors())
                .as("seed %d", seed)
                .extracting(e -> Objects.requireNonNull(e.get("position")).asString())
                .isEqualTo(places);
    }

    @Test
    void gives_what_comes_before_a_broken_part_then_fails() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append('"').append(Long.toString(random.nextLong(), 36)).append("\"\n");
        }
        Path whole = folder.resolve("whole.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] zipped = Files.readAllBytes(whole);
        Files.write(folder.resolve("cut.ndjson.gz"), Arrays.copyOf(zipped, zipped.length - 1000));

        var sink = new CollectSink();
        Graph graph =
                Graph.builder("broken")
                        .folder(folder)
                        .component(
                                "source",
                                FileSource.class,
                                Map.of("path", "cut.ndjson.gz"),
                                Map.of())
                        .component("sink", () -> sink)
                        .bind("source -> sink")
                        .build();

        Run.Outcome outcome = GraphTester.of(graph).run().outcome();

        assertThat(zipped.length).isGreaterThan(1 << 20);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        failed ->
                                assertThat(failed.cause())
                                        .isInstanceOf(EnvironmentException.class)
                                        .hasMessageContaining("'cut.ndjson.gz' ("));
        assertThat(sink.items()).hasSizeGreaterThan(LINES * 9 / 10);
    }

    @Test
    void stops_reading_when_nobody_wants_more() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int line = 1; line <= LINES; line++) {
            lines.add("{\"n\":" + line + "}");
        }
        write(lines);
        var sink = new CollectSink();
        Graph graph =
                Graph.builder("early")
                        .folder(folder)
                        .component("source", FileSource.class, Map.of("path", "a.ndjson"), Map.of())
                        .component("limit", Limit.class, Map.of("count", 3), Map.of())
                        .component("sink", () -> sink)
                        .bind("source -> limit -> sink")
                        .build();

        GraphTester.of(graph).run();

        assertThat(sink.items()).hasSize(3);
    }
}
