package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Ten mistakes that people make, and what the command says about each. */
class BrokenBlueprintsTest {

    private static final String GOOD =
            """
            components:
              in: { type: StdinSource }
              late: { type: Filter, config: { condition: item.delay > 30 } }
              out: { type: StdoutSink }
            bindings:
              - in -> late -> out
            """;

    @TempDir private Path folder;

    /** What is replaced by what in the good blueprint; line and column, code, and help given. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("in -> late", "inn -> late", "6:5", "MR201", "did you mean 'in'?"),
                mistake("StdoutSink", "StdOutSnk", "4:16", "MR202", "did you mean 'StdoutSink'?"),
                mistake("-> out", "-> out.inputt", "6:", "MR203", "did you mean 'input'?"),
                mistake("condition:", "conditon:", "3:", "MR301", "did you mean 'condition'?"),
                mistake(
                        "config: { condition: item.delay > 30 }",
                        "config: {}",
                        "3:",
                        "MR302",
                        "condition"),
                mistake("item.delay > 30", "item.delay >> 30", "3:", "MR307", "item.delay >> 30"),
                mistake("bindings:", "binding:", "5:1", "MR112", "did you mean 'bindings'?"),
                mistake("  out: {", "  in: {", "4:3", "MR108", "in"),
                mistake("StdinSource }", "StdinSource", "3:7", "MR101", "begins in line 2"),
                mistake("item.delay > 30", "'item.delay > ${LIMIT}'", "3:", "MR121", "LIMIT"));
    }

    private static Arguments mistake(
            String from, String to, String place, String code, String help) {
        return Arguments.of(GOOD.replace(from, to), place, code, help);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistake_is_told_with_its_place_and_a_way_out(
            String text, String place, String code, String help) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.yaml"), text);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        0,
                        false);

        int exitCode = Main.run(List.of("run", file.toString()), terminal);

        assertThat(exitCode).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("broken.yaml:" + place)
                .contains("error[" + code + "]")
                .contains(help)
                .contains(" | ")
                .contains("^")
                .doesNotContain("Exception");
    }
}
