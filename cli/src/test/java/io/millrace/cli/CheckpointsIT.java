package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What becomes of a run that ends before its input does, and of the same command after it. */
class CheckpointsIT {

    private static final int ITEMS = 3_000;

    @TempDir private Path folder;
    private List<String> lines = List.of();

    @BeforeEach
    void writeInput() throws IOException {
        lines = IntStream.range(0, ITEMS).mapToObj("{\"n\":%d}"::formatted).toList();
        Files.write(folder.resolve("in.ndjson"), lines);
    }

    /** Writes a blueprint that takes a second for a thousand items. */
    private String blueprint(String between, String chain) throws IOException {
        Path file = folder.resolve("b.yaml");
        Files.writeString(
                file,
                """
                checkpoint: 20ms
                components:
                  in: { type: FileSource, config: { path: in.ndjson }, rate_limit: { items: 100, per: 100ms } }
                  %s
                  out: { type: FileSink, config: { path: out.ndjson } }
                bindings:
                  - %s
                """
                        .formatted(between, chain));
        return file.toString();
    }

    private String blueprint() throws IOException {
        return blueprint("", "in -> out");
    }

    private List<String> output() throws IOException {
        Path file = folder.resolve("out.ndjson");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void awaitCheckpoint() {
        await().atMost(30, TimeUnit.SECONDS).until(() -> !output().isEmpty() && hasCheckpoint());
    }

    private boolean hasCheckpoint() throws IOException {
        Path checkpoints = folder.resolve(".millrace/b/checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.anyMatch(f -> f.getFileName().toString().matches("manifest-\\d+"));
        }
    }

    @Test
    @DisplayName("F1 what was killed goes on by the same command, with each item once")
    void killed_run_goes_on() throws Exception {
        String file = blueprint();
        Process first = Product.java("run", file).start();
        awaitCheckpoint();
        first.destroyForcibly().waitFor();
        assertThat(output()).hasSizeLessThan(ITEMS);

        var ended = Product.run(Product.java("run", file));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("b: goes on from checkpoint ");
        assertThat(output()).isEqualTo(lines);
    }

    @Test
    @DisplayName("F21 what was suspended goes on by the same command, and repeats nothing")
    void suspended_run_goes_on() throws Exception {
        String file = blueprint();
        Process first = Product.java("run", file).start();
        awaitCheckpoint();
        assertThat(first.toHandle().destroy()).isTrue();
        var suspended = Product.end(first);
        assertThat(suspended.exitCode()).as(suspended.err()).isZero();
        assertThat(suspended.err()).contains("; the same command goes on\n");
        int before = output().size();
        assertThat(output()).isEqualTo(lines.subList(0, before));

        var ended = Product.run(Product.java("run", file, "--json"));

        assertThat(ended.err()).contains("\"in\":%d,".formatted(ITEMS - before));
        assertThat(output()).isEqualTo(lines);
    }

    @Test
    void finished_run_says_so_and_starts_over_when_told() throws Exception {
        String file = blueprint();
        assertThat(Product.run(Product.java("run", file)).exitCode()).isZero();

        var again = Product.run(Product.java("run", file));
        assertThat(again.exitCode()).isZero();
        assertThat(again.err())
                .isEqualTo("b: finished already, nothing to do; --fresh starts over\n");

        var over = Product.run(Product.java("run", file, "--fresh"));
        assertThat(over.err()).startsWith("b: 3,000 in, 3,000 out, 0 errors in ");
        assertThat(output()).isEqualTo(lines);
    }

    @Test
    @DisplayName("F22 a second process on a state folder ends with 3 and names the first")
    void second_process_is_refused() throws Exception {
        String file = blueprint();
        Process first = Product.java("run", file).start();
        awaitCheckpoint();

        var second = Product.run(Product.java("run", file));

        assertThat(second.exitCode()).isEqualTo(3);
        assertThat(second.err())
                .contains("error[STATE_LOCKED]")
                .contains("process " + first.pid() + ",");
        assertThat(Product.end(first).exitCode()).isZero();
        assertThat(output()).isEqualTo(lines);
    }

    @Test
    @DisplayName("F13 F1 what runs out of memory ends at once, and goes on by the same command")
    void run_out_of_memory_goes_on() throws Exception {
        Files.writeString(
                folder.resolve("Greedy.java"),
                """
                import io.millrace.api.*;
                import java.nio.file.Files;
                import java.nio.file.Path;
                import java.util.ArrayList;

                @Doc("Takes all memory there is, until it is told to be calm.")
                public final class Greedy implements Handler<Document> {
                    private Path calm;

                    @Override public void setup(Context context) { calm = context.resolve("calm"); }

                    @Override public void onItem(Document item, Output out) throws Exception {
                        var all = new ArrayList<byte[]>();
                        while (item.get("n").asLong() == 1_500 && !Files.exists(calm)) {
                            all.add(new byte[1 << 20]);
                        }
                        out.send(item);
                    }
                }
                """);
        String file = blueprint("greedy: { type: ./Greedy.java }", "in -> greedy -> out");
        ProcessBuilder command = Product.launcher("run", file);
        command.environment().put("MILLRACE_JAVA_OPTS", "-Xmx64m");
        command.environment().put("MILLRACE_CACHE", "off");

        var died = Product.run(command);
        assertThat(died.exitCode()).as(died.err()).isEqualTo(3);
        assertThat(died.err()).contains("OutOfMemoryError");
        assertThat(output()).isNotEmpty().hasSizeLessThan(ITEMS);
        Files.writeString(folder.resolve("calm"), "");
        var ended = Product.run(command);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("b: goes on from checkpoint ");
        assertThat(output()).isEqualTo(lines);
    }

    @Test
    void letters_are_not_replayed_into_what_would_be_cut_off() throws Exception {
        lines = new ArrayList<>(lines);
        lines.set(0, "{}");
        Files.write(folder.resolve("in.ndjson"), lines);
        String file =
                blueprint(
                        "all: { type: Filter, config: { condition: item.n >= 0 } }",
                        "in -> all -> out");
        Process first = Product.java("run", file).start();
        awaitCheckpoint();
        assertThat(first.toHandle().destroy()).isTrue();
        assertThat(Product.end(first).exitCode()).isZero();

        var refused = Product.run(Product.java("dead-letters", "replay", file));
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
        assertThat(refused.err()).contains("the run of 'b' is not finished");

        assertThat(Product.run(Product.java("run", file)).exitCode()).isZero();
        var replayed = Product.run(Product.java("dead-letters", "replay", file));
        assertThat(replayed.exitCode()).as(replayed.err()).isZero();
    }

    @Test
    void run_without_checkpoints_does_not_come_after_one_that_has_some() throws Exception {
        Process first = Product.java("run", blueprint()).start();
        awaitCheckpoint();
        assertThat(first.toHandle().destroy()).isTrue();
        assertThat(Product.end(first).exitCode()).isZero();
        Path file = folder.resolve("b.yaml");
        Files.writeString(file, "delivery: best_effort\n" + Files.readString(file));

        var refused = Product.run(Product.java("run", file.toString()));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("error[STATE_MISMATCH]").contains("--fresh");
    }
}
