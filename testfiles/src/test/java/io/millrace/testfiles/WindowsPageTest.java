package io.millrace.testfiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.ComponentRegistry;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Runs what docs/windows.md shows: all of it are tests in YAML. */
class WindowsPageTest {

    private static final Path PAGE = Path.of("../docs/windows.md");
    private static final Pattern TESTS =
            Pattern.compile("^```yaml\n(component:.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir private Path folder;

    static List<String> tests() throws IOException {
        return TESTS.matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("tests")
    void example_does_what_it_says(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("page.test.yaml"), text);

        TestReport report = TestFile.read(file, ComponentRegistry.discover()).run(false);

        assertThat(report.problems()).as(text).isEmpty();
        assertThat(report.cases())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.differences()).as(text).isEmpty());
    }
}
