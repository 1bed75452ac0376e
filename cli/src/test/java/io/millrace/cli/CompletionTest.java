package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks real shells what they complete. */
class CompletionTest {

    @TempDir private Path folder;

    @BeforeEach
    void files() throws IOException {
        for (String name : List.of("one.yaml", "two.yml", "three.json", "note.txt", "a b.yaml")) {
            Files.createFile(folder.resolve(name));
        }
        Files.createDirectory(folder.resolve("steps"));
    }

    private static String said(String... words) {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exitCode = Main.run(List.of(words), new Terminal(print, print, 0, false));
        assertThat(exitCode).isEqualTo(words[1].equals("tcsh") ? ExitCode.INVALID : ExitCode.OK);
        return out.toString(StandardCharsets.UTF_8);
    }

    private Product.Ended shell(String... call) {
        return Product.run(Product.in(folder, List.of(call)));
    }

    private static boolean isInstalled(String shell) {
        boolean found =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, shell)));
        if (!found) {
            System.out.println(
                    "SKIPPED: " + shell + " is not installed; its completion is untried");
        }
        return found;
    }

    /** Completes the last of these words, as bash would. */
    private List<String> bash(String... words) throws IOException {
        assumeTrue(isInstalled("bash"));
        Path script = Files.writeString(folder.resolve("script.bash"), said("completion", "bash"));
        String array =
                Stream.of(words).map(w -> "'" + w + "'").collect(Collectors.joining(" ", "(", ")"));
        Product.Ended ended =
                shell(
                        "bash",
                        "--norc",
                        "-uc",
                        "source '%s'; COMP_WORDS=%s; COMP_CWORD=%d; _millrace; printf '%%s\\n' \"${COMPREPLY[@]:-}\""
                                .formatted(script, array, words.length - 1));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        return ended.out().lines().filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void bash_completes_commands() throws IOException {
        assertThat(bash("millrace", ""))
                .contains("run", "lint", "list", "explain", "completion", "--help", "--version");
        assertThat(bash("millrace", "l")).containsExactly("lint", "list");
    }

    @Test
    void bash_completes_options_of_the_command() throws IOException {
        for (Command command : Command.ALL) {
            Usage usage = command.usage();
            assertThat(bash(("millrace " + usage.name() + " -").split(" ")))
                    .containsAll(usage.options().stream().map(Option::name).toList())
                    .contains("--help")
                    .hasSize(usage.options().size() + 1);
        }
        assertThat(bash("millrace", "run", "one.yaml", "--st")).containsExactly("--state");
    }

    @Test
    void bash_completes_blueprints_and_folders() throws IOException {
        assertThat(bash("millrace", "run", ""))
                .containsExactlyInAnyOrder(
                        "a b.yaml", "one.yaml", "two.yml", "three.json", "steps");
        assertThat(bash("millrace", "lint", "--json", "o")).containsExactly("one.yaml");
        assertThat(bash("millrace", "lint", "--", "-")).isEmpty();
    }

    @Test
    void bash_completes_values_of_options() throws IOException {
        assertThat(bash("millrace", "run", "--state", "")).containsExactly("steps");
        assertThat(bash("millrace", "run", "--state", "=")).containsExactly("steps");
        assertThat(bash("millrace", "run", "--state", "=", "st")).containsExactly("steps");
        assertThat(bash("millrace", "explain", "--svg", "n")).containsExactly("note.txt");
        assertThat(bash("millrace", "run", "--for", "")).isEmpty();
    }

    @Test
    void bash_completes_component_types_and_shells() throws IOException {
        assertThat(bash("millrace", "list", "File")).containsExactly("FileSink", "FileSource");
        assertThat(bash("millrace", "completion", "")).containsExactly("bash", "zsh", "fish");
    }

    @Test
    void bash_completes_the_second_word_of_a_command() throws IOException {
        assertThat(bash("millrace", "dead-letters", ""))
                .containsExactly("list", "show", "replay", "--help");
        assertThat(bash("millrace", "dead-letters", "list", "o")).containsExactly("one.yaml");
        assertThat(bash("millrace", "dead-letters", "replay", "--state", ""))
                .containsExactly("steps");
    }

    @Test
    void bash_registers_it_for_the_command() {
        assumeTrue(isInstalled("bash"));
        String script = said("completion", "bash");

        Product.Ended ended = shell("bash", "--norc", "-uc", script + "complete -p millrace");

        assertThat(ended.out()).isEqualTo("complete -F _millrace millrace\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zsh", "fish"})
    void other_shells_can_read_their_script(String shell) throws IOException {
        String script = said("completion", shell);
        for (Command command : Command.ALL) {
            Usage usage = command.usage();
            assertThat(script).contains(usage.name().split(" "));
            usage.options().forEach(o -> assertThat(script).contains(o.name().substring(2)));
        }
        assertThat(script).contains("FileSource");
        assumeTrue(isInstalled(shell));

        Path file = Files.writeString(folder.resolve("script"), script);
        Product.Ended ended = shell(shell, "-n", file.toString());

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void fish_completes_commands_options_and_types() throws IOException {
        assumeTrue(isInstalled("fish"));
        Path script = Files.writeString(folder.resolve("script"), said("completion", "fish"));

        assertThat(fish(script, "millrace l")).containsExactly("lint", "list");
        assertThat(fish(script, "millrace run --st")).containsExactly("--state");
        assertThat(fish(script, "millrace list File")).containsExactly("FileSink", "FileSource");
    }

    private List<String> fish(Path script, String line) {
        String ask = "source '%s'; complete -C '%s' | string split -f1 \\t".formatted(script, line);
        return shell("fish", "--no-config", "-c", ask).out().lines().sorted().toList();
    }

    @Test
    void other_shells_are_refused() {
        assertThat(said("completion", "tcsh"))
                .contains("there is no script for 'tcsh'; there is one for bash, zsh, fish");
    }
}
