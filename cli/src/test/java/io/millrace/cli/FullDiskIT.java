package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The command on a disk that is really full: a small one in memory, which only root can make. */
class FullDiskIT {

    private static final int ITEMS = 4_000;
    private static final int MEGABYTE = 1 << 20;

    @TempDir private Path folder;
    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws IOException {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = has("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", disk.toString());
        if (!mounted) {
            System.err.println("SKIPPED: FullDiskIT needs root, to mount a small disk");
        }
        assumeTrue(mounted, "only root can mount a small disk");
    }

    @AfterEach
    void unmount() {
        if (mounted) {
            assertThat(has("umount", "-l", disk.toString())).isTrue();
        }
    }

    private static boolean has(String... call) {
        var builder = Product.in(Product.HOME, List.of(call));
        try {
            return Product.end(builder.start()).exitCode() == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }

    @ParameterizedTest
    @CsvSource({"in_place", "files"})
    @DisplayName("F3 a run on a full disk stays up, and goes on when there is room, with each item")
    void run_waits_for_room(String publish) throws Exception {
        List<String> lines =
                IntStream.range(0, ITEMS)
                        .mapToObj(i -> "{\"n\":%d,\"text\":\"%0100d\"}".formatted(i, i))
                        .toList();
        Files.write(folder.resolve("in.ndjson"), lines);
        Path err = folder.resolve("err");
        Process run = Product.java("run", blueprint(publish)).redirectError(err.toFile()).start();
        try {
            await().atMost(30, TimeUnit.SECONDS).until(() -> newest() > 1);
            fill();
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> Files.readString(err).contains("No space left on device"));
            fill(); // what it has given back
            long before = newest();
            assertThat(run.waitFor(2, TimeUnit.SECONDS)).as(Files.readString(err)).isFalse();
            assertThat(newest()).isLessThanOrEqualTo(before + 1);

            empty();
            long beforeRoom = newest();
            await().atMost(10, TimeUnit.SECONDS).until(() -> newest() > beforeRoom);
            assertThat(run.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(err)).isTrue();
        } finally {
            run.destroyForcibly().waitFor();
        }

        assertThat(run.exitValue()).as(Files.readString(err)).isZero();
        assertThat(output()).isEqualTo(lines);
    }

    private String blueprint(String publish) throws IOException {
        Path file = disk.resolve("b.yaml");
        Files.writeString(
                file,
                """
                checkpoint: 200ms
                components:
                  in: { type: FileSource, config: { path: %s }, rate_limit: { items: 50, per: 100ms } }
                  out: { type: FileSink, config: { path: out/all.ndjson, publish: %s } }
                bindings:
                  - in -> out
                """
                        .formatted(folder.resolve("in.ndjson"), publish));
        return file.toString();
    }

    /** Takes all the room there is. */
    private void fill() throws IOException {
        for (int size = MEGABYTE; size > 0; size /= 2) {
            boolean fits = true;
            while (fits) {
                fits = takes(size);
            }
        }
    }

    private boolean takes(int size) throws IOException {
        Path file = Files.createTempFile(folder.resolve("disk"), "filler-", ".tmp");
        try {
            Files.write(file, new byte[size]);
            return true;
        } catch (IOException e) {
            assertThat(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT))
                    .contains("no space left");
            return false;
        }
    }

    private void empty() throws IOException {
        try (Stream<Path> files = Files.list(disk)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("filler-")) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Returns the number of the newest checkpoint; 0 if there is none. */
    private long newest() throws IOException {
        Path checkpoints = disk.resolve(".millrace/b/checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.matches("manifest-\\d+"))
                    .mapToLong(name -> Long.parseLong(name.substring("manifest-".length())))
                    .max()
                    .orElse(0);
        }
    }

    private List<String> output() throws IOException {
        var lines = new ArrayList<String>();
        try (Stream<Path> files = Files.list(disk.resolve("out"))) {
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
