package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.Document;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Checks blueprints with faults planted in their components, and one without. */
class CrashCheckIT {

    private static final long DEADLINE_SECONDS = 180;
    private static final List<String> FILES =
            List.of(
                    "early.yaml",
                    "Early.java",
                    "field.yaml",
                    "Field.java",
                    "unforced.yaml",
                    "Unforced.java",
                    "right.yaml");

    @TempDir private Path parent;
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        folder = Files.createDirectory(parent.resolve("project"));
        for (String name : FILES) {
            try (var in = CrashCheckIT.class.getResourceAsStream("crash-check/" + name)) {
                Files.write(folder.resolve(name), Objects.requireNonNull(in, name).readAllBytes());
            }
        }
        String lines =
                IntStream.rangeClosed(1, 4_000)
                        .mapToObj(seq -> "{\"seq\":" + seq + "}\n")
                        .collect(Collectors.joining());
        Files.writeString(folder.resolve("in.ndjson"), lines);
    }

    private Product.Ended check(String... words) throws IOException {
        var all = Stream.concat(Stream.of("crash-check"), Stream.of(words)).toArray(String[]::new);
        return Product.end(Product.java(all).directory(folder.toFile()).start(), DEADLINE_SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"early, duplicates", "field, LOST", "unforced, LOST"})
    void a_planted_fault_is_found(String name, String fault) throws IOException {
        Product.Ended ended = check("--kills", "6", "--seed", "1", name + ".yaml");

        assertThat(ended.out()).contains(fault + ": ", "first item of 'out' that differs");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("seed 1: 1 sink does not keep what is promised");
    }

    @Test
    void one_that_is_told_to_end_leaves_no_process_and_no_folder() throws Exception {
        Path scratch = Files.createDirectory(parent.resolve("scratch"));
        Process check =
                Product.java(
                                List.of("-Djava.io.tmpdir=" + scratch),
                                "crash-check",
                                "--kills",
                                "100",
                                "right.yaml")
                        .directory(folder.toFile())
                        .start();
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> check.toHandle().children().findAny().isPresent());
        ProcessHandle child = check.toHandle().children().findAny().orElseThrow();

        assertThat(check.toHandle().destroy()).isTrue();
        var ended = Product.end(check);

        assertThat(child.isAlive()).isFalse();
        assertThat(scratch).isEmptyDirectory();
        assertThat(ended.exitCode()).isEqualTo(143);
        assertThat(ended.err()).doesNotContain("Exception", "error");
    }

    @Test
    void the_page_shows_one_of_them() throws IOException {
        String early = Files.readString(folder.resolve("Early.java"));

        assertThat(Product.HOME.resolve("docs/crash-check.md"))
                .content()
                .contains(early.substring(early.indexOf("/**")));
    }

    @Test
    void one_without_faults_keeps_what_is_promised_and_writes_nowhere_else() throws IOException {
        Product.Ended ended = check("--kills", "4", "--seed", "2", "--json", "right.yaml");

        Document report = Document.parse(ended.out());
        assertThat(ended.exitCode()).as(ended.out()).isZero();
        assertThat(field(report, "kept").asBoolean()).isTrue();
        assertThat(field(report, "kills").asLong()).isEqualTo(4);
        Document sinks = field(report, "sinks");
        assertThat(IntStream.range(0, sinks.size()).mapToObj(i -> field(sinks.at(i), "items")))
                .extracting(Document::asLong)
                .containsExactly(2_000L, 4_000L);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(FILES.size() + 1);
        }
        assertThat(parent.resolve("out")).doesNotExist();
    }

    @Test
    void one_that_does_not_run_is_told_with_its_exit_code() throws IOException {
        Files.delete(folder.resolve("in.ndjson"));

        Product.Ended ended = check("right.yaml");

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err()).contains("in.ndjson", "it does not run (exit code 3)");
    }

    @Test
    void a_sink_that_cannot_write_elsewhere_is_refused() throws IOException {
        Path blueprint = folder.resolve("right.yaml");
        Files.writeString(
                blueprint, Files.readString(blueprint).replace("../out", folder + "/out"));

        Product.Ended ended = check("right.yaml");

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err()).contains("component 'out' writes to " + folder);
    }

    @ParameterizedTest
    @CsvSource({"--kills, 0", "--kills, many", "--seed, -1"})
    void a_number_that_is_none_is_wrong(String option, String value) throws IOException {
        Product.Ended ended = check(option, value, "right.yaml");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("'" + value + "' is no value of " + option);
    }

    private static Document field(Document object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }
}
