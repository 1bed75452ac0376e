package io.millrace.graph.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {

    private static boolean matches(String pattern, String text) {
        return Regex.of(pattern).matches(text, Scope.of(0, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "b abc true",
                "^b abc false",
                "a.c$ abc true",
                "^(?P<x>a|b)+$ abba true",
                "[[a]x [x true",
                "[a&&b]x &x true",
                "[]a]x ]x true",
                "[^]a]x bx true",
                "[^]a]x ]x false",
                "\\$ a$ true",
                "[$] a$ true",
                "\\++ ++ true",
                "(?i)B abc true",
                "\\bfoo\\b a.foo.b true"
            })
    void means_what_it_means_in_re2(String pattern, String text, boolean expected) {
        assertThat(matches(pattern, text)).isEqualTo(expected);
    }

    @Test
    void the_end_is_the_end_and_not_before_a_last_line_break() {
        assertThat(matches("a$", "a\n")).isFalse();
        assertThat(matches("(?m)a$", "a\nb")).isTrue();
        assertThat(matches("a.b", "a\rb")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a)\\1",
                "(?=a)",
                "(?!a)",
                "(?<=a)",
                "(?<!a)",
                "(?>a)",
                "a++",
                "a*+",
                "(?<n>a)\\k<n>",
                "[[:alpha:]]",
                "(",
                "[a",
                "a{2",
                "*",
                "\\"
            })
    void refuses_what_re2_has_not(String pattern) {
        assertThatThrownBy(() -> Regex.of(pattern))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("pattern");
    }

    @Test
    void refuses_a_pattern_that_is_too_long_or_too_deep() {
        assertThatThrownBy(() -> Regex.of("a".repeat(1_025)))
                .hasMessage("the pattern is longer than 1024 characters");
        assertThat(matches("(".repeat(500) + "a" + ")".repeat(500), "a")).isTrue();
    }

    @Test
    void ends_when_the_text_is_too_long_for_the_matcher() {
        assertThatThrownBy(() -> matches("^(a|b)*$", "ab".repeat(100_000)))
                .isInstanceOf(Exhausted.class)
                .hasMessageContaining("steps");
    }
}
