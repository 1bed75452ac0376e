package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class TestCommandTest {

    private static final String GOOD =
            """
            component: { type: Limit, config: { count: 1 } }
            tests:
              - name: the first
                given: { input: [ 1, 2 ] }
                expect: { output: [ 1 ] }
            """;

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        var all = new ArrayList<>(List.of("test"));
        all.addAll(List.of(words));
        out.reset();
        err.reset();
        var terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        0,
                        false);
        return Main.run(all, terminal);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).replaceAll("\\(.* s\\)", "(1 s)");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    @DisplayName("M093 all tests below a folder run by one command")
    void runs_all_tests_of_a_folder() throws IOException {
        write("a.test.yaml", GOOD);
        write("b.test.yaml", GOOD);

        assertThat(run(folder.toString())).isEqualTo(ExitCode.OK);
        assertThat(out())
                .isEqualTo(
                        """
                        a.test.yaml
                          ok    the first
                        b.test.yaml
                          ok    the first
                        """);
        assertThat(err()).isEqualTo("2 tests in 2 files: 2 passed, 0 failed (1 s)\n");
    }

    @Test
    void a_test_that_fails_ends_with_1() throws IOException {
        String file = write("a.test.yaml", GOOD.replace("[ 1 ]", "[ 2 ]"));

        assertThat(run(file)).isEqualTo(ExitCode.FAILED);
        assertThat(out())
                .isEqualTo(
                        """
                        a.test.yaml
                          FAIL  the first  (line 3)
                                  output: item 1 differs
                                    expected  2
                                    came      1
                                              ^
                        """);
        assertThat(err()).isEqualTo("1 test in 1 file: 0 passed, 1 failed (1 s)\n");
    }

    @Test
    void a_file_that_is_wrong_ends_with_2() throws IOException {
        String good = write("a.test.yaml", GOOD);
        String bad = write("b.test.yaml", GOOD.replace("expect:", "expcet:"));

        assertThat(run(good, bad)).isEqualTo(ExitCode.INVALID);
        assertThat(out()).contains("ok    the first").contains("b.test.yaml:5:5: error[MR301]");
        assertThat(err())
                .isEqualTo(
                        "1 test in 2 files: 1 passed, 0 failed; 1 file could not be read (1 s)\n");
        assertThat(run(folder.resolve("none.test.yaml").toString())).isEqualTo(ExitCode.INVALID);
        assertThat(out()).contains("there is no such file");
        assertThat(run(Files.createDirectory(folder.resolve("empty")).toString()))
                .isEqualTo(ExitCode.INVALID);
        assertThat(err()).startsWith("millrace: there is no file *.test.yaml there\n");
    }

    @Test
    void accepts_what_came() throws IOException {
        String file = write("a.test.yaml", GOOD.replace("[ 1 ]", "[ 2 ]"));

        assertThat(run("--accept", file)).isEqualTo(ExitCode.OK);
        assertThat(err())
                .isEqualTo("1 test in 1 file: 1 passed, 0 failed; 1 expectation written (1 s)\n");
        assertThat(Path.of(file)).hasContent(GOOD.replace("[ 1 ]", "[1]"));
        assertThat(run(file)).isEqualTo(ExitCode.OK);
    }

    @Test
    void writes_json() throws IOException {
        String file = write("a.test.yaml", GOOD);

        assertThat(run("--json", file)).isEqualTo(ExitCode.OK);
        assertThat(err()).isEmpty();
        assertThat(Document.parse(out()))
                .isEqualTo(
                        Document.parse(
                                """
                                [{"file":"a.test.yaml","problems":[],"accepted":0,"tests":
                                [{"name":"the first","line":3,"passed":true,"differences":[]}]}]
                                """));
    }

    @Test
    @DisplayName("M093 the examples are tested")
    void tests_of_the_examples_pass() {
        assertThat(run(Product.HOME.resolve("examples").toString())).as(out()).isZero();
    }
}
