package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Draws with the packaged product, whose layout library is in a folder of its own. The picture in
 * docs/pictures is what the command draws.
 */
class PicturesIT {

    private static final String BLUEPRINT = "examples/delayed-flights.yaml";
    private static final Path PICTURE = Product.HOME.resolve("docs/pictures/delayed-flights.svg");

    @TempDir private Path folder;

    @Test
    void picture_in_the_docs_is_what_the_command_draws() throws IOException {
        var ended = Product.run(Product.java("explain", BLUEPRINT, "--svg", "-"));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(Files.readString(PICTURE))
                .as("stale; see CONTRIBUTING.md")
                .isEqualTo(ended.out());
    }

    @Test
    void picture_goes_into_a_file() throws IOException {
        Path file = folder.resolve("made/flights.svg");

        var ended = Product.run(Product.java("explain", BLUEPRINT, "--svg", file.toString()));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(file).hasSameTextualContentAs(PICTURE);
    }

    @Test
    void file_that_cannot_be_written_is_told() throws IOException {
        Files.createFile(folder.resolve("none"));
        String file = folder.resolve("none/flights.svg").toString();

        var ended = Product.run(Product.java("explain", BLUEPRINT, "--svg", file));

        assertThat(ended.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(ended.err()).contains("'" + file + "' cannot be written").hasLineCount(1);
    }

    @Test
    void layout_library_is_not_on_the_path_of_a_run() {
        assertThat(Product.jars()).noneMatch(jar -> jar.contains("elk") || jar.contains("guava"));
        var ended =
                Product.run(
                        Product.java(
                                List.of("-Xlog:class+load:stderr"),
                                "run",
                                "examples/airports.yaml"));

        assertThat(ended.err())
                .contains("io.millrace.cli.RunCommand")
                .doesNotContain("org.eclipse");
    }
}
