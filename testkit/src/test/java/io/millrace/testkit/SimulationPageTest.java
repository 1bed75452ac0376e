package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Runs what docs/simulation.md shows: each of its Java blocks is in here, word for word. */
class SimulationPageTest {

    private static final Path PAGE = Path.of("../docs/simulation.md");
    private static final Path SOURCE =
            Path.of("src/test/java/io/millrace/testkit/SimulationPageTest.java");
    private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

    private static final List<Document> ORDERS =
            LongStream.range(0, 5).mapToObj(Document::of).toList();

    /** Passes on. */
    private static final class Enrich implements Handler<Document> {
        @Override
        public void onItem(Document item, Output out) throws Exception {
            out.send(item);
        }
    }

    @Test
    void each_block_of_the_page_is_run_here() throws IOException {
        String source = withoutSpace(Files.readString(SOURCE));

        List<String> blocks =
                BLOCK.matcher(Files.readString(PAGE))
                        .results()
                        .map((MatchResult block) -> withoutSpace(block.group(1)))
                        .toList();

        assertThat(blocks).hasSize(3).allSatisfy(block -> assertThat(source).contains(block));
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    @Test
    void a_graph_in_many_interleavings() {
        for (long seed = 0; seed < 1_000; seed++) {
            var out = new CollectSink();
            Graph graph =
                    Graph.builder("orders")
                            .component("orders", () -> new ListSource(ORDERS))
                            .component("enrich", Enrich::new, Map.of("parallelism", 3))
                            .component("out", () -> out)
                            .bind("orders -> enrich -> out")
                            .build();

            Simulation.Result result = Simulation.of(graph).run(seed);

            assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
            assertThat(out.items()).hasSameSizeAs(ORDERS);
        }
    }

    @Test
    void a_disk_that_loses_what_was_not_forced() throws IOException {
        SimulatedDisk disk = SimulatedDisk.empty();
        Path file = disk.getPath("/work/orders.ndjson");
        Files.createDirectory(file.getParent());
        Files.writeString(file, "{}\n");

        for (SimulatedDisk.Crash crash : disk.crashes(1, 10)) {
            Path left = crash.disk().getPath("/work/orders.ndjson"); // missing, cut off or whole
            if (Files.exists(left)) {
                assertThat(Files.size(left)).isLessThanOrEqualTo(3);
            }
        }
    }

    @Test
    void a_run_that_is_killed() throws IOException {
        SimulatedDisk disk = SimulatedDisk.empty();
        Files.createDirectory(disk.getPath("/work"));
        SimulatedDisk[] left = {disk};
        var random = new SplittableRandom(1);
        long seed = 1;
        Graph graph =
                Graph.builder("orders")
                        .folder(disk.getPath("/work"))
                        .component("orders", () -> new ListSource(ORDERS))
                        .component("out", CollectSink::new)
                        .bind("orders -> out")
                        .build();

        Simulation.of(graph)
                .with(o -> o.with(RunOptions.Keeping.DEFAULT))
                .killedAt(500, () -> left[0] = disk.crash(random))
                .run(seed);

        assertThat(Files.exists(left[0].getPath("/"))).isTrue();
    }
}
