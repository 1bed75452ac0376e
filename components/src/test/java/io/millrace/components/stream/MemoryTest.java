package io.millrace.components.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.components.file.FileSink;
import io.millrace.components.time.Generator;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * State within its bound takes memory within one: each run has a process of its own, and 64 MiB.
 */
@Timeout(120)
class MemoryTest {

    private static final int ITEMS = 600_000;

    @TempDir private Path folder;

    /** Runs a million items through a component that could remember all of them. */
    static final class Runs {
        public static void main(String[] args) throws Exception {
            Map<String, ?> config =
                    switch (args[1]) {
                        case "max_keys" -> Map.of("max_keys", 10_000);
                        case "within" -> Map.of("within", "5s");
                        default -> Map.of("ttl", "5s");
                    };
            Graph graph =
                    Graph.builder("memory")
                            .folder(Path.of(args[0]))
                            .component(
                                    "in",
                                    Generator.class,
                                    Map.of("count", ITEMS, "item", Map.of("id", "seq", "t", "seq")),
                                    Map.of())
                            .component(
                                    "joined",
                                    Joining.class,
                                    config,
                                    Map.of("event_time", Map.of("field", "item.t")))
                            .component(
                                    "out", FileSink.class, Map.of("path", "out.ndjson"), Map.of())
                            .bind("in -> joined.left", Map.of("condition", "item.id % 2 == 0"))
                            .bind("in -> joined.right", Map.of("condition", "item.id % 2 == 1"))
                            .bind("joined -> out")
                            .build();
            Run run = Engine.start(graph, RunOptions.in(Path.of(args[0], "state")));
            System.out.print(run.await());
            System.exit(run.components().get(1).itemsIn() == ITEMS ? 0 : 1);
        }
    }

    @ParameterizedTest(name = "M039 {0}")
    @ValueSource(strings = {"max_keys", "within", "ttl"})
    @DisplayName("M039 memory stays within its bound over many keys that find no partner")
    void memory_stays_within_its_bound(String bound) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Runs.class.getName(),
                                folder.toString(),
                                bound)
                        .redirectErrorStream(true)
                        .start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).endsWith("Finished[]");
    }
}
