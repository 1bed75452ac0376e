package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.ConfigValue.Kind;

import org.junit.jupiter.api.Test;

class CoreSchemaTest {

    @Test
    void words_of_older_yaml_are_text() {
        assertAll(Kind.TEXT, "no", "yes", "on", "off", "y", "12:30", "1_000", "0b1", "0777x", "1e");
    }

    @Test
    void numbers_are_as_the_core_schema_says() {
        assertAll(Kind.INTEGER, "0", "-7", "+7", "007", "0o17", "0xfF", "99999999999999999999");
        assertAll(Kind.FLOAT, "1.5", "-.5", "1.", "1e3", "1.5E-3", "+1.0", ".inf", "-.Inf", ".NaN");
        assertAll(Kind.TEXT, ".", "-", "+", "1.2.3", "e3", "0x", "0o8", "0xg", "-.nan", "1e+", "-");
    }

    @Test
    void nothing_and_truth_have_their_words() {
        assertAll(Kind.NULL, "", "~", "null", "Null", "NULL");
        assertAll(Kind.BOOLEAN, "true", "True", "TRUE", "false", "False", "FALSE");
        assertAll(Kind.TEXT, "tRUE", "nULL", "nil");
    }

    private static void assertAll(Kind kind, String... texts) {
        for (String text : texts) {
            assertThat(CoreSchema.kindOf(text)).as(text).isEqualTo(kind);
        }
    }
}
