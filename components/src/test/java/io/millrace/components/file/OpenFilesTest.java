package io.millrace.components.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.api.EnvironmentException;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;
import io.millrace.testkit.ListSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** However a run ends, none of its files stays open, and none is lost. */
class OpenFilesTest {

    private static final Path OPEN = Path.of("/proc/self/fd");

    @TempDir private Path folder;

    @BeforeEach
    void needs_proc() {
        assumeTrue(Files.isDirectory(OPEN), "skipped: open files are read from /proc");
    }

    /** The files of the test's folder that this process holds open. */
    private List<Path> open() throws IOException {
        try (Stream<Path> descriptors = Files.list(OPEN)) {
            return descriptors
                    .map(OpenFilesTest::target)
                    .flatMap(Optional::stream)
                    .filter(file -> file.startsWith(folder))
                    .toList();
        }
    }

    private static Optional<Path> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // closed meanwhile, as the listing's own
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Run start(String lines) throws IOException {
        Files.writeString(folder.resolve("in.ndjson"), lines);
        Graph graph =
                Graph.builder("copy")
                        .folder(folder)
                        .component("in", () -> new FileSource(reading("in.ndjson")))
                        .component("out", () -> new FileSink(writing("out.ndjson.gz")))
                        .bind("in -> out")
                        .build();
        return Engine.start(graph, RunOptions.in(folder.resolve("state")));
    }

    @Test
    void after_a_run_with_dead_letters() throws Exception {
        Run run = start("{\"a\":1}\nbroken\n{\"a\":2}\n");

        assertThat(run.await(Duration.ofSeconds(10))).contains(new Run.Outcome.Finished());
        assertThat(folder.resolve("state/dead-letters/in.ndjson")).exists();
        assertThat(open()).isEmpty();
    }

    @Test
    void after_a_cancelled_run() throws Exception {
        Run run = start("{\"a\":1}\n".repeat(2_000_000));

        run.cancel();

        assertThat(run.await(Duration.ofSeconds(10))).isPresent();
        assertThat(open()).isEmpty();
    }

    @Test
    void after_a_failed_run() throws Exception {
        Graph graph =
                Graph.builder("broken")
                        .folder(folder)
                        .component("in", () -> new ListSource(List.of(1L)))
                        .component(
                                "out",
                                () -> new FileSink(writing("out.ndjson")),
                                Map.of("on_error", Map.of("then", "stop")))
                        .bind("in -> out")
                        .build();

        Run run = Engine.start(graph, RunOptions.in(folder.resolve("state")));

        assertThat(run.await(Duration.ofSeconds(10)).orElseThrow())
                .isInstanceOf(Run.Outcome.Failed.class);
        assertThat(open()).isEmpty();
    }

    @Test
    void a_sink_that_would_write_over_what_a_source_reads_is_refused_and_nothing_is_lost()
            throws Exception {
        Path file = Files.writeString(folder.resolve("same.ndjson"), "{\"a\":1}\n".repeat(1000));
        Graph graph =
                Graph.builder("same")
                        .folder(folder)
                        .component("in", () -> new FileSource(reading("same.ndjson")))
                        .component("out", () -> new FileSink(writing("same.ndjson")))
                        .bind("in -> out")
                        .build();

        Run run = Engine.start(graph, RunOptions.in(folder.resolve("state")));

        assertThat(run.await(Duration.ofSeconds(10)).orElseThrow())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        f ->
                                assertThat(f.cause())
                                        .isInstanceOf(EnvironmentException.class)
                                        .hasMessageContaining("by this run as well"));
        assertThat(file).hasSize(8 * 1000);
        assertThat(open()).isEmpty();
    }

    private static FileSource.Config reading(String path) {
        return new FileSource.Config(
                path, Optional.empty(), true, CsvTypes.AUTO, Optional.empty(), 1 << 20);
    }

    private static FileSink.Config writing(String path) {
        return new FileSink.Config(
                path, Optional.empty(), FileSink.Mode.OVERWRITE, List.of(), true, Optional.empty());
    }
}
