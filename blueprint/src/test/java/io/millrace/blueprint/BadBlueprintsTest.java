package io.millrace.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.millrace.graph.DiagnosticRenderer;
import io.millrace.graph.Problem;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;

/**
 * Reads every blueprint under {@code blueprints/bad} and compares what is said about it with the
 * text beside it. With {@code -Dgolden.update=true} the texts are written anew.
 */
class BadBlueprintsTest {

    private static final Path FOLDER = Corpus.FOLDER.resolve("bad");

    @TempDir Path temp;

    @TestFactory
    Stream<DynamicTest> says_what_is_wrong() throws IOException {
        return Corpus.files(FOLDER, ".yaml").stream()
                .map(
                        file -> {
                            String name = file.getFileName().toString().replace(".yaml", "");
                            return dynamicTest(name, () -> compare(name, file, FOLDER + "/"));
                        });
    }

    @Test
    void says_what_is_wrong_with_a_folder() throws IOException {
        compare("folder", FOLDER, FOLDER.getParent() + "/");
    }

    @Test
    void says_what_is_wrong_with_a_missing_file() throws IOException {
        compare("missing_file", FOLDER.resolve("no_such_file.yaml"), FOLDER + "/");
    }

    @Test
    void says_what_is_wrong_with_a_file_over_1_mib() throws IOException {
        Path file = temp.resolve("large.yaml");
        Files.writeString(file, "# " + "x".repeat(BlueprintFile.LARGEST));

        compare("too_large", file, temp + "/");
    }

    @Test
    void every_problem_has_an_example() throws IOException {
        var said = new StringBuilder();
        for (Path file : Corpus.files(FOLDER, ".txt")) {
            said.append(Files.readString(file));
        }

        var missing = new ArrayList<Problem>();
        for (Problem problem : Problem.values()) {
            if (said.indexOf("[" + problem.code() + "]") < 0) {
                missing.add(problem);
            }
        }
        assertThat(missing).isEmpty();
    }

    private static void compare(String name, Path file, String prefix) throws IOException {
        String said =
                DiagnosticRenderer.ofFiles(false).text(Corpus.problems(file)).replace(prefix, "");

        Path golden = FOLDER.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, said);
        }
        assertThat(said).isEqualTo(Files.readString(golden));
    }
}
