package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.graph.ConfigValue.Broken;
import io.millrace.graph.ConfigValue.Kind;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Ready;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.ConfigValue.Sequence;

import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;

class DefaultsTest {

    @Test
    void scalars_are_as_without_quotes() {
        assertThat(shown("10m")).isEqualTo("10m");
        assertThat(shown("true")).isEqualTo("BOOLEAN true");
        assertThat(shown("")).isEqualTo("");
        assertThat(shown(",")).isEqualTo(",");
        assertThat(shown("it's [5]")).isEqualTo("it's [5]");
    }

    @Test
    void quoted_scalars_are_text() {
        assertThat(shown("','")).isEqualTo(",");
        assertThat(shown("'it''s'")).isEqualTo("it's");
        assertThat(shown("\"a\\tb\\\"5\"")).isEqualTo("a\tb\"5");
        assertThat(shown("'5'")).isEqualTo("5");
    }

    @Test
    void lists_and_mappings_are_in_brackets_and_braces() {
        assertThat(shown("[]")).isEqualTo("[]");
        assertThat(shown("{}")).isEqualTo("{}");
        assertThat(shown("[input]")).isEqualTo("[input]");
        assertThat(shown("[ a b, 5 , 'c, d', [true] ]"))
                .isEqualTo("[a b, INTEGER 5, c, d, [BOOLEAN true]]");
        assertThat(shown("{a: 1, \"b\": {c: x}}")).isEqualTo("{a=INTEGER 1, b={c=x}}");
    }

    @Test
    void anything_else_is_refused() {
        for (String text :
                new String[] {"[", "[a", "[a] b", "{a}", "{a: 1", "'a", "\"\\x\"", "[a]]"}) {
            assertThatThrownBy(() -> Defaults.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(text);
        }
    }

    private static String shown(String text) {
        return shown(Defaults.parse(text));
    }

    private static String shown(ConfigValue value) {
        return switch (value) {
            case Scalar scalar ->
                    scalar.kind() == Kind.TEXT
                            ? scalar.text()
                            : scalar.kind() + " " + scalar.text();
            case Sequence list ->
                    list.elements().stream()
                            .map(DefaultsTest::shown)
                            .collect(Collectors.joining(", ", "[", "]"));
            case Mapping mapping ->
                    mapping.fields().stream()
                            .map(f -> f.key().text() + "=" + shown(f.value()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case Ready _, Broken _ -> "?";
        };
    }
}
