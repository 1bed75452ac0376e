package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.blueprint.Blueprint;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.seed.Snippets;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * docs/patterns.md shows what the tests of this package compile and run; with {@code -Ddocs=write}
 * its blocks are taken from there anew.
 */
class PatternsPageTest {

    private static final Path TESTS = Path.of("src/test");
    private static final Path BLUEPRINTS = TESTS.resolve("resources/blueprints");
    private static final Path PAGE = Path.of("../docs/patterns.md");

    @TempDir private Path folder;

    @Test
    @DisplayName("M001 M119 every block of the page is one that the tests compile and run")
    void blocks_are_those_of_the_tests() throws IOException {
        String page = Files.readString(PAGE);
        String fresh = Snippets.refresh(page, TESTS);
        if (System.getProperty("docs", "check").equals("write")) {
            Files.writeString(PAGE, fresh);
            page = fresh;
        }

        assertThat(page).as("stale blocks; see CONTRIBUTING.md").isEqualTo(fresh);
        assertThat(Snippets.notTaken(page, List.of("java", "yaml", "json"))).isEmpty();
    }

    static Stream<String> blueprints() throws IOException {
        try (var files = Files.list(BLUEPRINTS)) {
            return files
                    .map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @DisplayName("M001 every blueprint of the page runs, and writes what the page says")
    @ParameterizedTest
    @MethodSource("blueprints")
    void blueprints_run(String name) throws Exception {
        Path file = Files.copy(BLUEPRINTS.resolve(name), folder.resolve(name));
        var registry =
                Parts.registry(
                        MyComponent.class, Issues.Decides.class, PerformanceTest.Priced.class);

        Run run =
                Engine.start(
                        new Blueprint(registry, Map.of(), _ -> null).read(file),
                        RunOptions.in(folder.resolve("state")));

        assertThat(run.await(Duration.ofSeconds(20))).contains(new Run.Outcome.Finished());
        assertThat(folder.resolve("out.ndjson"))
                .hasSameTextualContentAs(BLUEPRINTS.resolve(name.replace(".yaml", ".ndjson")));
    }

    @Test
    @DisplayName(
            "M072 M119 the wrong binding of the page is told, with its place and the right name")
    void wrong_binding_is_told() throws IOException {
        String yaml = Files.readString(TESTS.resolve("resources/wrong/binding.yaml"));

        assertThat(Parts.problems(yaml))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.position()).hasToString("pattern.yaml:7:22");
                            assertThat(problem.fix()).isEqualTo("did you mean 'input'?");
                        });
    }
}
