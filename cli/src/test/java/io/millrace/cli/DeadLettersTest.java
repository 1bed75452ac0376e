package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The commands on dead letters, from a blueprint with a fault to one without. */
class DeadLettersTest {

    @TempDir private Path folder;
    private Path file;
    private String out = "";
    private String err = "";

    @BeforeEach
    void run_with_a_fault() throws IOException {
        Files.writeString(
                folder.resolve("in.ndjson"),
                """
                {"n":1,"price":2}
                {"n":2}
                {"n":3,"price":4}
                {"n":4}
                no json
                """);
        file = write("item.price > 0");
        assertThat(millrace("run")).isZero();
        assertThat(written()).isEqualTo("{\"n\":1,\"price\":2}\n{\"n\":3,\"price\":4}\n");
    }

    private Path write(String condition) throws IOException {
        return Files.writeString(
                folder.resolve("orders.yaml"),
                """
                components:
                  in: { type: FileSource, config: { path: in.ndjson } }
                  priced: { type: Filter, config: { condition: '%s' } }
                  out: { type: FileSink, config: { path: out.ndjson } }
                bindings:
                  - in -> priced -> out
                """
                        .formatted(condition));
    }

    private String written() throws IOException {
        return Files.readString(folder.resolve("out.ndjson"));
    }

    private int millrace(String command, String... options) {
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.add(file.toString());
        words.addAll(List.of(options));
        var data = new ByteArrayOutputStream();
        var other = new ByteArrayOutputStream();
        int exitCode =
                Main.run(
                        words,
                        new Terminal(
                                new PrintStream(data, true, StandardCharsets.UTF_8),
                                new PrintStream(other, true, StandardCharsets.UTF_8),
                                0,
                                false));
        out = data.toString(StandardCharsets.UTF_8);
        err = other.toString(StandardCharsets.UTF_8);
        return exitCode;
    }

    private Document json(String... path) {
        Document json = Document.parse(out.strip());
        for (String name : path) {
            json = Objects.requireNonNull(json.get(name), name);
        }
        return json;
    }

    @Test
    void list_counts_by_component_and_type() {
        assertThat(millrace("dead-letters list")).isZero();

        assertThat(out.lines().map(line -> line.replaceAll(" +", " ")).toList())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("COMPONENT TYPE LETTERS REPLAYABLE SINCE LAST"))
                .anyMatch(line -> line.startsWith("in data 1 0 20"))
                .anyMatch(line -> line.startsWith("priced expression 2 2 20"));
        assertThat(err).contains("orders: 3 dead letters, 2 replayable, in ");
        assertThat(millrace("dead-letters list", "--json", "--component", "priced")).isZero();
        assertThat(json("letters").asLong()).isEqualTo(2);
        assertThat(json("groups").at(0).get("type")).hasToString("\"expression\"");
    }

    @Test
    void show_shows_letters_whole() {
        assertThat(millrace("dead-letters show", "--where", "item.item.n == 4")).isZero();

        assertThat(out)
                .startsWith("priced: no field 'price' in item")
                .contains("  item: {\n    \"n\": 4\n  }\n")
                .contains("  position: ")
                .contains("  replayable: true\n");
        assertThat(err)
                .contains("--where could not be asked of 1 dead letter: ")
                .contains("orders: 1 dead letter");
        assertThat(millrace("dead-letters show", "--json", "--limit", "1")).isZero();
        assertThat(out.lines()).hasSize(1);
    }

    @Test
    @DisplayName("M070 M071 T12 letters are a queue of work: shown, replayed, and gone")
    void replay_puts_in_again_what_failed() throws IOException {
        write("has(item.price) ? item.price > 0 : item.n == 2");

        assertThat(millrace("dead-letters replay", "--dry-run")).isZero();
        assertThat(err)
                .contains("would replay 2 dead letters into priced.input")
                .contains("orders: 2 dead letters to replay; 1 left, which do not hold");
        assertThat(millrace("dead-letters replay")).as(err).isZero();

        assertThat(err).contains("orders: 2 dead letters replayed, 0 failed again in ");
        assertThat(written())
                .isEqualTo("{\"n\":1,\"price\":2}\n{\"n\":3,\"price\":4}\n{\"n\":2}\n");
        assertThat(millrace("dead-letters list", "--json")).isZero();
        assertThat(json("letters").asLong()).isEqualTo(1);
    }

    @Test
    void replay_leaves_what_was_tried_too_often() {
        assertThat(millrace("dead-letters replay", "--json")).isZero();
        assertThat(json("replayed").asLong()).isEqualTo(2);
        assertThat(json("failed_again").asLong()).isEqualTo(2);

        assertThat(millrace("dead-letters replay", "--json", "--max-attempts", "2")).isZero();
        assertThat(json("replayed").asLong()).isZero();
        assertThat(json("left", "tried_too_often").asLong()).isEqualTo(2);
        assertThat(json("dry_run").asBoolean()).isFalse();
    }

    @Test
    void replay_that_fails_leaves_the_queue_and_says_so() throws IOException {
        write("item.n > 0");
        Path sink = folder.resolve("out.ndjson");
        Files.delete(sink);
        Files.createDirectory(sink);

        assertThat(millrace("dead-letters replay")).isEqualTo(ExitCode.ENVIRONMENT);

        assertThat(err)
                .contains("error[MR401]: component 'out':")
                .contains("orders: all dead letters are in the queue as before");
        assertThat(millrace("dead-letters list", "--json")).isZero();
        assertThat(json("letters").asLong()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    --where | item.x +      | --where:
                    --since | yesterday     | 'yesterday' is no time; write 2h
                    --limit | 0             | '0' is too small
                    --limit | many          | 'many' is no number
                    """)
    void option_that_is_wrong_is_refused(String option, String value, String message) {
        assertThat(millrace("dead-letters list", option, value)).isEqualTo(ExitCode.INVALID);

        assertThat(err).contains(message).contains("try: millrace dead-letters list --help");
    }

    @Test
    void command_without_its_second_word_says_what_there_is() {
        assertThat(millrace("dead-letters")).isEqualTo(ExitCode.INVALID);
        assertThat(err).contains("'dead-letters' needs one of list, show, replay");

        var words = List.of("dead-letters", "--help");
        var data = new ByteArrayOutputStream();
        var print = new PrintStream(data, true, StandardCharsets.UTF_8);
        assertThat(Main.run(words, new Terminal(print, print, 0, false))).isZero();
        assertThat(data.toString(StandardCharsets.UTF_8)).contains("dead-letters replay FILE");
    }

    @Test
    void letters_since_a_time_are_those_from_it_on() {
        assertThat(millrace("dead-letters list", "--json", "--since", "1h")).isZero();
        assertThat(json("letters").asLong()).isEqualTo(3);
        assertThat(millrace("dead-letters list", "--json", "--since", "2100-01-01")).isZero();
        assertThat(json("letters").asLong()).isZero();
    }
}
