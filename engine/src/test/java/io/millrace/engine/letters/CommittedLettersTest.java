package io.millrace.engine.letters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;

class CommittedLettersTest {

    @TempDir private Path stateFolder;

    private Path file;

    @BeforeEach
    void makeFolder() throws IOException {
        file = Files.createDirectories(stateFolder.resolve("dead-letters")).resolve("c.ndjson");
    }

    private static String letter(String item, long epoch) {
        String end = epoch == 0 ? "" : ",\"epoch\":" + epoch;
        return "{\"error\":\"x\",\"item\":\"" + item + "\",\"replayable\":true" + end + "}\n";
    }

    private String[] files() throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(f -> f.getFileName().toString()).sorted().toArray(String[]::new);
        }
    }

    @Test
    @DisplayName("F11 the letters of epochs that were not committed are taken away")
    void takes_away_what_was_not_committed() throws Exception {
        String fake = letter("\\\",\\\"epoch\\\":9}", 0);
        Files.writeString(
                file,
                letter("a", 1)
                        + letter("b", 0)
                        + letter("c", 3)
                        + fake
                        + letter("d", 2)
                        + letter("e", 3));

        CommittedLetters.goBack(stateFolder, 2);

        assertThat(file).hasContent(letter("a", 1) + letter("b", 0) + fake + letter("d", 2));
        assertThat(files()).containsExactly("c.ndjson");
    }

    @Test
    void leaves_a_file_alone_in_which_all_is_committed() throws Exception {
        Files.writeString(file, letter("a", 1) + letter("b", 2));
        Object before = Files.readAttributes(file, "*").get("fileKey");

        CommittedLetters.goBack(stateFolder, 2);

        assertThat(file).hasContent(letter("a", 1) + letter("b", 2));
        assertThat(Files.readAttributes(file, "*").get("fileKey")).isEqualTo(before);
    }

    @Test
    void takes_away_a_torn_letter_wherever_it_was_torn() throws Exception {
        byte[] torn = letter("ä".repeat(50), 2).getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < torn.length; length++) {
            Files.writeString(file, letter("a", 1));
            Files.write(file, Arrays.copyOf(torn, length), StandardOpenOption.APPEND);

            CommittedLetters.goBack(stateFolder, 2);

            assertThat(file).hasContent(letter("a", 1));
        }
    }

    @Test
    void puts_the_letters_of_other_runs_aside_where_a_run_begins() throws Exception {
        Files.writeString(file.resolveSibling("c.1.ndjson"), letter("older", 7));
        Files.writeString(file, letter("old", 500));

        CommittedLetters.goBack(stateFolder, 0);
        CommittedLetters.goBack(stateFolder, 3);

        assertThat(files()).containsExactly("c.1.ndjson", "c.2.ndjson");
        assertThat(file.resolveSibling("c.2.ndjson")).hasContent(letter("old", 500));
    }

    @Test
    void leaves_what_a_replay_has_put_back() throws Exception {
        Files.writeString(file.resolveSibling("c.1.ndjson"), letter("put back", 9));

        assertThat(CommittedLetters.areThere(stateFolder)).isFalse();
        CommittedLetters.goBack(stateFolder, 2);

        assertThat(file.resolveSibling("c.1.ndjson")).hasContent(letter("put back", 9));
    }
}
