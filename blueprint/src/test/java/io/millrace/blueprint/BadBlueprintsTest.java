package io.millrace.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.DiagnosticRenderer;
import io.millrace.graph.Problem;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads every blueprint under {@code blueprints/bad} and compares what is said about it with the
 * text beside it. With {@code -Dgolden.update=true} the texts are written anew.
 */
class BadBlueprintsTest {

    private static final Path FOLDER = Path.of("src/test/resources/blueprints/bad");
    private static final Map<String, String> ENVIRONMENT = Map.of("TOWN", "Rome", "EMPTY", "");

    @TempDir Path temp;

    @TestFactory
    Stream<DynamicTest> says_what_is_wrong() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
        return files.stream()
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
        try (Stream<Path> all = Files.list(FOLDER)) {
            for (Path file : all.filter(f -> f.toString().endsWith(".txt")).toList()) {
                said.append(Files.readString(file));
            }
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
        List<Diagnostic> problems = problems(file);
        String said =
                DiagnosticRenderer.ofFiles(false)
                        .text(problems)
                        .replace(prefix, "");

        Path golden = FOLDER.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, said);
        }
        assertThat(said).isEqualTo(Files.readString(golden));
    }

    private static List<Diagnostic> problems(Path file) throws IOException {
        var blueprint =
                new Blueprint(
                        new ComponentRegistry().register(new Shop()),
                        settings(file),
                        ENVIRONMENT::get);
        try {
            return blueprint.read(file).warnings();
        } catch (BlueprintException e) {
            return e.diagnostics();
        }
    }

    /** Reads settings from a first line {@code # set: name=value}. */
    private static Map<String, String> settings(Path file) throws IOException {
        var settings = new HashMap<String, String>();
        if (Files.isRegularFile(file)) {
            String start = new String(Files.readAllBytes(file), 0, (int) Math.min(80, Files.size(file)), StandardCharsets.ISO_8859_1);
            String line = start.lines().findFirst().orElse("");
            if (line.startsWith("# set: ")) {
                String[] parts = line.substring("# set: ".length()).split("=", 2);
                settings.put(parts[0], parts[1]);
            }
        }
        return settings;
    }
}
