package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class LauncherIT {

    @TempDir private Path folder;

    @Test
    void starts_the_command_from_any_folder_and_through_a_link() throws IOException {
        Path link =
                Files.createSymbolicLink(folder.resolve("mr"), Product.HOME.resolve("millrace"));

        var ended = Product.run(Product.in(folder, List.of(link.toString(), "--version")));
        Files.delete(link);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("millrace ").doesNotContain("null");
    }

    @Test
    void passes_words_on_as_they_are() {
        var ended = Product.run(Product.launcher("lint", "no such  file.yaml"));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).contains("no such  file.yaml");
    }

    @Test
    void says_in_one_line_that_there_is_no_jdk() throws IOException {
        var script = Files.readString(Product.HOME.resolve("millrace"));
        Path launcher = folder.resolve("millrace");
        Files.writeString(
                launcher, script.replace(" /usr/lib/jvm/*", "").replace("/opt/", "/none/"));

        var ended = Product.run(bare("/bin/sh", launcher.toString(), "--version"));

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err())
                .isEqualTo(
                        "millrace: no JDK 25 or newer found; install one and set JAVA_HOME to its"
                                + " folder\n");
    }

    @Test
    void says_in_one_line_that_there_is_no_maven_to_build_with() throws IOException {
        Path launcher = Files.copy(Product.HOME.resolve("millrace"), folder.resolve("millrace"));
        var call = bare("/bin/sh", launcher.toString(), "--version");
        call.environment().put("JAVA_HOME", System.getProperty("java.home"));

        var ended = Product.run(call);

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err())
                .startsWith("millrace: not built yet, and there is no mvn")
                .hasLineCount(1);
    }

    /** Returns a call with nothing on the PATH and no JDK named. */
    private ProcessBuilder bare(String... call) {
        var process = Product.in(folder, List.of(call));
        process.environment().clear();
        process.environment().put("PATH", folder.toString());
        process.environment().put("HOME", folder.toString());
        return process;
    }
}
