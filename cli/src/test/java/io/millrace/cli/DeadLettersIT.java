package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Kills a replay in the middle of its work. */
class DeadLettersIT {

    private static final int ITEMS = 400;

    @TempDir private Path folder;

    private void write(String condition, int rate) throws IOException {
        Files.writeString(
                folder.resolve("b.yaml"),
                """
                components:
                  in: { type: FileSource, config: { path: in.ndjson } }
                  kept:
                    type: Filter
                    config: { condition: %s }
                    rate_limit: { items: %d, per: 100ms }
                  out: { type: FileSink, config: { path: out.ndjson } }
                bindings:
                  - in -> kept -> out
                """
                        .formatted(condition, rate));
    }

    private ProcessBuilder millrace(String... words) {
        var call = Product.java(words);
        call.command().add(folder.resolve("b.yaml").toString());
        return call;
    }

    private long letters() {
        Product.Ended ended = Product.run(millrace("dead-letters", "list", "--json"));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        Document list = Document.parse(ended.out().strip());
        return Objects.requireNonNull(list.get("letters")).asLong();
    }

    @Test
    void killed_replay_leaves_all_letters_and_the_next_one_finishes() throws Exception {
        List<String> items = IntStream.range(0, ITEMS).mapToObj(n -> "{\"n\":" + n + "}").toList();
        Files.write(folder.resolve("in.ndjson"), items);
        write("item.missing", 1_000_000);
        assertThat(Product.run(millrace("run")).exitCode()).isZero();
        assertThat(letters()).isEqualTo(ITEMS);
        write("true", 10);

        Process replay = millrace("dead-letters", "replay").start();
        Path out = folder.resolve("out.ndjson");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Files.size(out) == 0 && System.nanoTime() < deadline) {
            assertThat(replay.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        replay.destroyForcibly();
        assertThat(replay.waitFor()).isNotZero();

        assertThat(Files.readAllLines(out)).isNotEmpty().hasSizeLessThan(ITEMS);
        assertThat(letters()).isEqualTo(ITEMS);
        write("true", 1_000_000);
        Product.Ended next = Product.run(millrace("dead-letters", "replay"));
        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(next.err()).contains("b: 400 dead letters replayed, 0 failed again");
        assertThat(letters()).isZero();
        assertThat(Files.readAllLines(out)).containsAll(items);
    }
}
