package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

class NewProjectTest {

    @TempDir private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int create(Path project) {
        var print = new PrintStream(said, true, StandardCharsets.UTF_8);
        return Main.run(List.of("new", project.toString()), new Terminal(print, print, 0, false));
    }

    @Test
    void project_is_named_by_its_folder() throws IOException {
        Path project = folder.resolve("2 orders_ä-");

        assertThat(create(project)).isZero();

        assertThat(project.resolve("README.md")).content().startsWith("# 2 orders_ä-\n");
        assertThat(project.resolve("blueprint.yaml"))
                .content()
                .startsWith("system: project-2-orders_\n");
        assertThat(project.resolve(".gitignore")).exists();
    }

    @Test
    void folder_that_is_there_must_be_empty() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path full = Files.createDirectory(folder.resolve("full"));
        Path file = Files.writeString(full.resolve("notes.txt"), "mine");

        assertThat(create(empty)).isZero();
        assertThat(create(full)).isEqualTo(ExitCode.INVALID);
        assertThat(create(file)).isEqualTo(ExitCode.INVALID);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("not an empty folder");
        assertThat(full.toFile().list()).containsExactly("notes.txt");
        assertThat(file).hasContent("mine");
    }

    @Test
    void versions_are_those_that_this_build_has_tried() throws IOException {
        create(folder.resolve("project"));
        String made = Files.readString(folder.resolve("project/pom.xml"));
        String own = Files.readString(Path.of("../pom.xml"));

        var versions = Pattern.compile("<version>(\\d+\\.\\d+\\.\\d+)</version>").matcher(made);
        assertThat(versions.results().map(match -> match.group(1)))
                .hasSize(5)
                .allMatch(version -> own.contains(">" + version + "<"));
    }
}
