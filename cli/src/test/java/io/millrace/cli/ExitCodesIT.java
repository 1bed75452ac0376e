package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The exit codes of the command, and what it says with each. */
class ExitCodesIT {

    @TempDir private Path folder;

    private Product.Ended run(String blueprint, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("b.yaml"), blueprint);
        var words = new String[more.length + 2];
        words[0] = "run";
        words[1] = file.toString();
        System.arraycopy(more, 0, words, 2, more.length);
        return Product.run(Product.java(words));
    }

    @Test
    void failed_items_are_kept_and_end_with_0() throws IOException {
        Files.writeString(
                folder.resolve("in.ndjson"), "{\"n\":1}\n{\"x\":2}\nno json\n{\"n\":3}\n");

        var ended =
                run(
                        """
                        components:
                          in: { type: FileSource, config: { path: in.ndjson } }
                          big: { type: Filter, config: { condition: item.n > 1 } }
                          out: { type: StdoutSink }
                        bindings:
                          - in -> big -> out
                        """);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualTo("{\"n\":3}\n");
        Path letters = folder.resolve(".millrace/b/dead-letters");
        assertThat(ended.err())
                .contains("b: 3 in, 1 out, 2 errors in ")
                .contains("2 dead letters in " + letters);
        try (var files = Files.list(letters)) {
            assertThat(files.flatMap(ExitCodesIT::lines).toList())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("{\"error\":"));
        }
    }

    @Test
    void failing_component_ends_with_1() throws IOException {
        Files.writeString(folder.resolve("in.ndjson"), "{\"n\":1}\n{\"x\":2}\n");

        var ended =
                run(
                        """
                        components:
                          in: { type: FileSource, config: { path: in.ndjson } }
                          big: { type: Filter, config: { condition: item.n > 1 }, on_error: { then: stop } }
                          out: { type: StdoutSink }
                        bindings:
                          - in -> big -> out
                        """);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains("b.yaml:3:")
                .contains("error[MR501]: component 'big' failed:")
                .doesNotContain("\tat ");
    }

    @Test
    void missing_blueprint_ends_with_2() {
        var ended = Product.run(Product.java("run", folder.resolve("none.yaml").toString()));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("none.yaml").contains("error[MR102]");
    }

    @Test
    void unknown_option_ends_with_2() {
        var ended = Product.run(Product.java("run", "--jsn", "b.yaml"));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("did you mean '--json'?");
    }

    @Test
    void missing_input_ends_with_3_and_names_the_file() throws IOException {
        var ended =
                run(
                        """
                        components:
                          in: { type: FileSource, config: { path: none.ndjson } }
                          out: { type: StdoutSink }
                        bindings:
                          - in -> out
                        """);

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
        assertThat(ended.err())
                .contains("b.yaml:2:")
                .contains("error[MR401]: component 'in':")
                .contains("none.ndjson")
                .doesNotContain("Exception");
    }

    @Test
    void time_limit_ends_with_0() throws IOException {
        var ended =
                run(
                        """
                        components:
                          in: { type: Generator, config: { rate: 100 } }
                          out: { type: StdoutSink }
                        bindings:
                          - in -> out
                        """,
                        "--for",
                        "300ms");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("{\"seq\":0}\n");
    }

    @Test
    void time_that_is_none_ends_with_2() throws IOException {
        var ended = run("components: { in: { type: Generator } }", "--for", "10 minutes");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(ended.err()).contains("'10 minutes' is no time; write 250ms, 10s");
    }

    @Test
    void summary_as_json_is_the_last_line_of_stderr() throws IOException {
        var ended =
                run(
                        """
                        components:
                          in: { type: Generator, config: { count: 3 } }
                          out: { type: StdoutSink }
                        bindings:
                          - in -> out
                        """,
                        "--json");

        var summary =
                new tools.jackson.databind.json.JsonMapper()
                        .readTree(ended.err().lines().toList().getLast());
        assertThat(summary.get("in").intValue()).isEqualTo(3);
        assertThat(summary.get("out").intValue()).isEqualTo(3);
    }

    private static java.util.stream.Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
