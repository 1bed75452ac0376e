package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A run whose newest checkpoint is damaged when it was killed, and what the command says. */
class DamagedCheckpointIT {

    private static final int ITEMS = 2_000;
    private static final String MANIFEST = "manifest-";

    @TempDir private Path folder;

    private Path newestManifest() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".millrace/b/checkpoints"))) {
            return files.filter(file -> file.getFileName().toString().matches("manifest-[0-9]+"))
                    .max(Comparator.comparingLong(DamagedCheckpointIT::epoch))
                    .orElseThrow();
        }
    }

    private static long epoch(Path manifest) {
        return Long.parseLong(manifest.getFileName().toString().substring(MANIFEST.length()));
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    @DisplayName("F23 a damaged checkpoint is gone behind only when its epoch's number is said")
    void damaged_checkpoint_is_gone_behind_when_told() throws Exception {
        Path out = folder.resolve("out.ndjson");
        Path file = folder.resolve("b.yaml");
        List<String> items = IntStream.range(0, ITEMS).mapToObj(i -> "{\"n\":" + i + "}").toList();
        Files.write(folder.resolve("in.ndjson"), items);
        Files.writeString(
                file,
                """
                checkpoint: 20ms
                components:
                  in: { type: FileSource, config: { path: in.ndjson }, rate_limit: { items: 100, per: 100ms } }
                  out: { type: FileSink, config: { path: out.ndjson } }
                bindings:
                  - in -> out
                """);
        Process first = Product.java("run", file.toString()).start();
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> Files.exists(out) && Files.size(out) > 3_000);
        first.destroyForcibly().waitFor();
        Path newest = newestManifest();
        damage(newest);
        byte[] before = Files.readAllBytes(out);

        Product.Ended refused = Product.run(Product.java("run", file.toString()));

        String flag = "--accept-duplicates epoch=" + epoch(newest);
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(refused.err())
                .contains(
                        "error[STATE_CORRUPT]: ",
                        newest.toString(),
                        " is damaged at offset ",
                        flag);
        assertThat(out).hasBinaryContent(before);

        Product.Ended other =
                Product.run(
                        Product.java(
                                "run", file.toString(), "--accept-duplicates", "epoch=1000000"));

        assertThat(other.exitCode()).as(other.err()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(other.err()).contains(flag);

        Product.Ended ended =
                Product.run(
                        Product.java(
                                "run",
                                file.toString(),
                                "--accept-duplicates",
                                "epoch=" + epoch(newest)));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err())
                .contains("goes on from epoch " + (epoch(newest) - 1) + ": what came after it");
        assertThat(Files.readAllLines(out)).containsAll(items).last().isEqualTo(items.getLast());
    }
}
