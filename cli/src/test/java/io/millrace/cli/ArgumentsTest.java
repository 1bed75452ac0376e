package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ArgumentsTest {

    private static final Option DEPTH = new Option("--depth", "N", "how deep");
    private static final Usage USAGE =
            new Usage(
                    "dig",
                    "FILE [FILE]",
                    1,
                    2,
                    "Digs.",
                    List.of(DEPTH, Option.SET, Option.JSON),
                    List.of());

    private static Arguments parse(String... words) {
        return Arguments.parse(USAGE, List.of(words));
    }

    @Test
    void options_and_operands_come_in_any_order() {
        var arguments = parse("a.yaml", "--depth", "3", "--json", "b.yaml");

        assertThat(arguments.files()).containsExactly(Path.of("a.yaml"), Path.of("b.yaml"));
        assertThat(arguments.value(DEPTH)).contains("3");
        assertThat(arguments.has(Option.JSON)).isTrue();
    }

    @Test
    void value_follows_equals_sign() {
        assertThat(parse("--depth=3=4", "a").value(DEPTH)).contains("3=4");
    }

    @Test
    void last_value_counts() {
        assertThat(parse("--depth", "3", "--depth", "4", "a").value(DEPTH)).contains("4");
    }

    @Test
    void settings_are_collected_and_keep_later_equals_signs() {
        assertThat(parse("--set", "a=1", "--set=b=x=y", "--set", "c=", "f").settings())
                .isEqualTo(Map.of("a", "1", "b", "x=y", "c", ""));
    }

    @Test
    void after_two_dashes_nothing_is_an_option() {
        assertThat(parse("--", "--depth", "-h").operands()).containsExactly("--depth", "-h");
    }

    @Test
    void single_dash_is_an_operand() {
        assertThat(parse("-").operands()).containsExactly("-");
    }

    @Test
    void help_asks_for_no_operand() {
        assertThat(parse("-h").has(Option.HELP)).isTrue();
    }

    @Test
    void unknown_option_names_the_nearest() {
        assertThatThrownBy(() -> parse("--detph", "3"))
                .isInstanceOf(UsageException.class)
                .hasMessage("unknown option '--detph'; did you mean '--depth'?");
    }

    @Test
    void missing_value_is_told() {
        assertThatThrownBy(() -> parse("a", "--depth"))
                .hasMessage("option '--depth' needs a value: --depth N");
    }

    @Test
    void value_of_a_flag_is_refused() {
        assertThatThrownBy(() -> parse("--json=yes", "a"))
                .hasMessage("option '--json' takes no value");
    }

    @Test
    void missing_operand_is_told() {
        assertThatThrownBy(() -> parse("--json")).hasMessage("'dig' needs FILE [FILE]");
    }

    @Test
    void operand_too_many_is_told() {
        assertThatThrownBy(() -> parse("a", "b", "c")).hasMessage("unexpected 'c'");
    }

    @Test
    void setting_without_a_value_is_refused() {
        assertThatThrownBy(() -> parse("--set", "a", "f").settings())
                .hasMessage("'a' is not of the form NAME=VALUE");
    }

    @Test
    void file_name_that_cannot_be_one_is_refused() {
        assertThatThrownBy(() -> parse("a\0b").files()).hasMessage("'a?b' is no file name");
    }
}
