package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** {@code millrace run --watch} on the packaged product, while its files are changed. */
class WatchIT {

    private static final String TAKEN = "component 'mark' goes on with its changed source";
    private static final String CODE =
            """
            import io.millrace.api.*;

            public final class Mark implements Handler<Document> {
                @Override
                public void onItem(Document item, Output out) throws Exception {
                    out.send(item.edit().put("version", 1).build());
                }
            }
            """;

    @TempDir private Path folder;

    private @Nullable Process process;

    @BeforeEach
    void start() throws IOException {
        write(CODE);
        Files.writeString(
                folder.resolve("marks.yaml"),
                """
                components:
                  in: { type: Generator, config: { rate: 2000 } }
                  mark: { type: ./Mark.java }
                  out: { type: FileSink, config: { path: out.ndjson } }
                bindings:
                  - in -> mark -> out
                """);
        var call = Product.java("run", "--watch", folder.resolve("marks.yaml").toString());
        call.redirectError(folder.resolve("said").toFile());
        process = call.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> !items().isEmpty());
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void write(String code) throws IOException {
        Files.writeString(folder.resolve("Mark.java"), code);
    }

    /** Writes as many editors do: into another file, which then takes the name. */
    private void writeByRenaming(String code) throws IOException {
        Path other = Files.writeString(folder.resolve(".Mark.java.swp"), code);
        Files.delete(folder.resolve("Mark.java"));
        Files.move(other, folder.resolve("Mark.java"));
    }

    private static String version(int number) {
        return CODE.replace("\"version\", 1", "\"version\", " + number);
    }

    private List<String> items() throws IOException {
        Path out = folder.resolve("out.ndjson");
        return Files.exists(out) ? Files.readAllLines(out) : List.of();
    }

    private void awaitSaid(String text, int times) {
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                Files.readString(folder.resolve("said")).split(text, -1).length
                                        > times);
    }

    @Test
    @DisplayName(
            "X063 a file that is changed is exchanged in the run: all items arrive, once, in order")
    void changed_file_is_exchanged_in_the_run() throws Exception {
        write(version(2));
        awaitSaid(TAKEN, 1);
        writeByRenaming(version(3));
        awaitSaid(TAKEN, 2);
        write(version(4).replace("item.edit", "itme.edit"));
        awaitSaid("Mark.java: notice\\[MR515\\]: the change is not used", 1);
        writeByRenaming(version(5));
        awaitSaid(TAKEN, 3);
        Path blueprint = folder.resolve("marks.yaml");
        Files.writeString(blueprint, Files.readString(blueprint) + "\n");
        awaitSaid("the blueprint has changed", 1);
        int before = items().size();
        await().until(() -> items().size() > before + 100);
        Process running = Objects.requireNonNull(process);
        running.destroy();
        assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();

        String said = Files.readString(folder.resolve("said"));
        assertThat(running.exitValue()).as(said).isZero();
        List<Document> items = items().stream().map(Document::parse).toList();
        assertThat(items.stream().map(item -> field(item, "seq")))
                .isEqualTo(LongStream.range(0, items.size()).boxed().toList());
        assertThat(items.stream().map(item -> field(item, "version")).distinct())
                .containsExactly(1L, 2L, 3L, 5L);
        assertThat(said).contains("error[MR231]: cannot find symbol");
    }

    private static long field(Document item, String name) {
        return item.at(item.slot(Document.name(name))).asLong();
    }
}
