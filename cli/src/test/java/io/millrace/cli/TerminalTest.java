package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class TerminalTest {

    private static final String UP = "\u001b[A\u001b[2K";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Terminal terminal(int columns) {
        return new Terminal(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                columns,
                false);
    }

    @Test
    void data_and_the_rest_go_separate_ways() {
        var terminal = terminal(0);

        terminal.print("data\n");
        terminal.say("word");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("data\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("word\n");
    }

    @Test
    void block_is_replaced_by_the_next() {
        var terminal = terminal(80);

        terminal.show(List.of("a", "b"));
        terminal.show(List.of("c"));

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("a\nb\n" + UP + UP + "c\n");
    }

    @Test
    void block_makes_room_for_a_line() {
        var terminal = terminal(80);

        terminal.show(List.of("a"));
        terminal.say("word");
        terminal.show(List.of("b"));

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("a\n" + UP + "word\nb\n");
    }

    @Test
    void block_is_cut_to_the_width() {
        terminal(5).show(List.of("abcdefgh"));

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("abcd\n");
    }

    @Test
    void block_is_left_out_where_nobody_watches() {
        terminal(0).show(List.of("a"));

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
