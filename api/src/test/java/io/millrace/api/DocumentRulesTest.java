package io.millrace.api;

import static io.millrace.api.DocumentTest.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What of JSON is accepted, and how what is not is refused: the table of docs/documents.md. */
class DocumentRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``              | 0  | expected a JSON value, found nothing",
                "`  `            | 2  | expected a JSON value, found nothing",
                "{               | 1  | expected a field name in double quotes, found the end of"
                        + " the text",
                "{a:1}           | 1  | expected a field name in double quotes, found 'a'",
                "{'a':1}         | 1  | expected a field name in double quotes, found '''",
                "{\"a\"          | 4  | expected ':' after a field name, found the end of the text",
                "{\"a\" 1}       | 5  | expected ':' after a field name, found '1'",
                "{\"a\":}        | 5  | expected a value, found '}'",
                "{\"a\":1 x}     | 7  | expected ',' or '}' after a field, found 'x'",
                "{\"a\":1,}      | 7  | expected a field name in double quotes, found '}'",
                "[1 2]           | 3  | expected ',' or ']' after an element, found '2'",
                "[1,]            | 3  | expected a value, found ']'",
                "[1              | 2  | expected ',' or ']' after an element, found the end of the"
                        + " text",
                "1 2             | 2  | expected nothing after the value, found '2'",
                "{} trailing     | 3  | expected nothing after the value, found 'trailing'",
                "NaN             | 0  | expected a value, found 'NaN'",
                "{\"a\":NaN}      | 5  | expected a value, found 'NaN'",
                "-Infinity       | 1  | expected a digit after '-', found 'Infinity'",
                "tru             | 0  | expected a value, found 'tru'",
                "nulls           | 4  | expected nothing after the value, found 's'",
                "01              | 0  | a number must not begin with 0",
                "-01             | 1  | a number must not begin with 0",
                "1.              | 2  | expected a digit after '.', found the end of the text",
                "[1.]            | 3  | expected a digit after '.', found ']'",
                ".5              | 0  | expected a value, found '.'",
                "+1              | 0  | expected a value, found '+'",
                "1e              | 2  | expected a digit in the exponent, found the end of the"
                        + " text",
                "0x10            | 1  | expected nothing after the value, found 'x10'",
                "\"abc           | 4  | expected '\"' at the end of a string, found the end of the"
                        + " text",
                "\"a\\x\"        | 3  | expected one of \" \\ / b f n r t u after '\\', found 'x'",
                "\"\\u12g4\"     | 5  | expected four hex digits after \\u, found 'g4'",
                "// x            | 0  | expected a value, found '/'",
            })
    void refuses_what_is_no_json(String text, int offset, String message) {
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> Document.parse(text))
                .withMessage(message)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }

    @ParameterizedTest
    @CsvSource({
        "22 00 22, 1, byte 0x00 in a string must be escaped",
        "22 09 22, 1, a tab in a string must be escaped",
        "22 0a 22, 1, a line break in a string must be escaped",
        "22 1f 22, 1, byte 0x1f in a string must be escaped",
        "22 80 22, 1, byte 0x80 is not UTF-8",
        "22 c0 80 22, 1, byte 0xc0 is not UTF-8",
        "22 c1 bf 22, 1, byte 0xc1 is not UTF-8",
        "22 e0 80 80 22, 1, byte 0xe0 is not UTF-8",
        "22 f0 80 80 80 22, 1, byte 0xf0 is not UTF-8",
        "22 ed a0 80 22, 1, byte 0xed is not UTF-8",
        "22 f4 90 80 80 22, 1, byte 0xf4 is not UTF-8",
        "22 f5 80 80 80 22, 1, byte 0xf5 is not UTF-8",
        "22 61 c3, 2, byte 0xc3 is not UTF-8",
        "22 e2 82 22, 1, byte 0xe2 is not UTF-8",
        "22 61 61 61 61 61 61 61 61 c3 a9 ff 22, 11, byte 0xff is not UTF-8",
        "ef bb bf 31, 0, 'expected a value, found a byte order mark'",
        "31 a0, 1, 'expected nothing after the value, found byte 0xa0'"
    })
    void refuses_bytes_that_are_no_text(String hex, int offset, String message) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);

        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> Document.parse(bytes))
                .withMessage(message)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, INTEGER",
        "-9223372036854775808, INTEGER",
        "9223372036854775808, BIG",
        "-9223372036854775809, BIG",
        "123456789012345678901234567890, BIG",
        "-0, INTEGER",
        "-0.0, FLOAT",
        "1e2, FLOAT",
        "1.7976931348623157e308, FLOAT",
        "1e309, BIG",
        "-1e400, BIG",
        "1e-400, FLOAT",
        "0e999, FLOAT",
        "0.0001e310, FLOAT"
    })
    void tells_numbers_by_what_can_hold_them(String text, Document.Kind kind) {
        var number = Document.parse(text);

        assertThat(number.kind()).isEqualTo(kind);
        assertThat(number).hasToString(text);
        if (kind == Document.Kind.FLOAT) {
            assertThat(number.asDouble()).isEqualTo(Double.parseDouble(text));
        } else if (kind == Document.Kind.INTEGER) {
            assertThat(number.asLong()).isEqualTo(Long.parseLong(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "1e400"})
    void fails_to_read_a_number_too_large(String text) {
        var number = Document.parse("[" + text + "]");

        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> number.longAt(0))
                .withMessage("the number " + text + " is too large");
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> number.at(0).asDouble())
                .withMessage("the number " + text + " is too large");
    }

    @Test
    void bounds_the_digits_of_a_number() {
        var longest = "1".repeat(1000);

        assertThat(Document.parse(longest)).hasToString(longest);
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> Document.parse(longest + "1"))
                .withMessage("a number has more than 1000 digits");
    }

    @Test
    void reads_escapes() {
        var text = Document.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00e9\\uD83D\\ude00é\"");

        assertThat(text.asString()).isEqualTo("\"\\/\b\f\n\r\t\u0000é😀é");
        assertThat(Document.of(text.asString()))
                .isEqualTo(text)
                .hasSameHashCodeAs(text)
                .hasToString("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000é😀é\"");
    }

    @Test
    void replaces_halves_of_surrogate_pairs_where_they_are_read() {
        var text = Document.parse("\"a\\ud800b\"");

        assertThat(text).hasToString("\"a\\ud800b\"").isEqualTo(Document.of("a\ud800b"));
        assertThat(text.asString()).isEqualTo("a\ufffdb");
        assertThat(Document.of("a\ud800b").asString()).isEqualTo("a\ufffdb");
        assertThat(Document.name("\udc00").text()).isEqualTo("\ufffd");
    }

    @Test
    void counts_the_last_of_two_fields_with_one_name() {
        var twice = Document.parse("{\"a\":1,\"b\":2,\"\\u0061\":3}");

        assertThat(twice.size()).isEqualTo(2);
        assertThat(twice.slot(Document.name("a"))).isZero();
        assertThat(field(twice, "a").asLong()).isEqualTo(3);
        assertThat(twice.name(0)).isEqualTo("a");
        assertThat(twice).hasToString("{\"a\":1,\"b\":2,\"\\u0061\":3}");
        assertThat(twice).isEqualTo(Document.parse("{\"b\":2,\"a\":3}"));
        assertThat(twice.edit().put("b", 4).build()).hasToString("{\"\\u0061\":3,\"b\":4}");
    }

    @Test
    void finds_fields_among_many() {
        var out = new StringBuilder("{");
        for (int i = 0; i < 5000; i++) {
            out.append("\"name%d\":%d,".formatted(i % 4000, i));
        }
        var many = Document.parse(out.append("\"\":0}").toString());

        assertThat(many.size()).isEqualTo(4001);
        for (int i = 0; i < 4000; i++) {
            int slot = many.slot(Document.name("name" + i));
            assertThat(slot).isEqualTo(i);
            assertThat(many.longAt(slot)).isEqualTo(i < 1000 ? i + 4000 : i);
        }
        assertThat(many.slot(Document.name("name4000"))).isEqualTo(-1);
        assertThat(many.slot(Document.name(""))).isEqualTo(4000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void bounds_nesting(String open) {
        var close = open.equals("[") ? "]" : "}";
        var deepest = open.repeat(200) + "0" + close.repeat(200);

        var document = Document.parse(deepest);

        assertThat(document).hasToString(deepest);
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> Document.parse(open.repeat(201) + "0" + close.repeat(201)))
                .withMessage("nested more than 200 deep")
                .satisfies(e -> assertThat(e.offset()).isEqualTo(200 * open.length()));
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> Document.array(List.of(document)))
                .withMessage("nested more than 200 deep");
        assertThat(Document.array(List.of(document.at(0)))).isNotNull();
    }

    @Test
    void builds_on_a_shallow_part_of_a_deep_document() {
        var deep = Document.parse("{\"deep\":" + "[".repeat(199) + "]".repeat(199) + ",\"a\":[]}");
        var shallow = field(deep, "a");

        for (int i = 0; i < 5; i++) {
            shallow = Document.array(List.of(shallow));
        }

        assertThat(shallow).hasToString("[[[[[[]]]]]]");
    }

    @Test
    void writes_what_nobody_changed_as_it_came() throws IOException {
        var text = " { \"a\" : 1.50 ,\t\"b\":[ 1, 2 ],\"c\":\"\\u0041\" }\n";
        var out = new ByteArrayOutputStream();

        Document.parse(text).writeTo(out);

        assertThat(out).hasToString(text.strip());
        assertThat(Document.parse(text).edit().put("d", 1).build())
                .hasToString("{ \"a\" : 1.50 ,\t\"b\":[ 1, 2 ],\"c\":\"\\u0041\" ,\"d\":1}");
        assertThat(Document.parse(text).edit().remove("a").build())
                .hasToString("{\"b\":[ 1, 2 ],\"c\":\"\\u0041\"}");
    }

    @Test
    void writes_a_text_of_several_lines_on_one() {
        var document = Document.parse("\r\n{\"a b\": [1,\n  {\"c\\\" \": \" x \"}\r\n]}\n");

        assertThat(document).hasToString("{\"a b\":[1,{\"c\\\" \":\" x \"}]}");
        assertThat(field(document, "a b").at(1)).hasToString("{\"c\\\" \":\" x \"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1.0 | false",
                "1.0 | 1.00 | true",
                "1.0 | 10e-1 | true",
                "0.0 | -0.0 | true",
                "0 | -0 | true",
                "1e400 | 1e400 | true",
                "1e400 | 10e399 | false",
                "\"a\" | \"\\u0061\" | true",
                "\"1\" | 1 | false",
                "null | false | false",
                "{\"a\":1,\"b\":2} | {\"b\":2, \"a\":1} | true",
                "{\"a\":1} | {\"a\":1,\"b\":2} | false",
                "{\"a\":1} | {\"b\":1} | false",
                "[1,2] | [2,1] | false",
                "[] | {} | false"
            })
    void is_equal_by_kind_and_value(String left, String right, boolean equal) {
        var a = Document.parse(left);
        var b = Document.parse(right);

        assertThat(a.equals(b)).isEqualTo(equal);
        assertThat(b.equals(a)).isEqualTo(equal);
        if (equal) {
            assertThat(a).hasSameHashCodeAs(b);
        }
    }

    @Test
    void weighs_its_bytes_and_a_little() {
        var document = Document.parse("  {\"a\":[1,2,3]}  ");

        int weight = document.weight();
        document.at(0).at(0);

        assertThat(weight).isBetween(13, 13 + 100);
        assertThat(document.weight()).isEqualTo(weight);
    }

    @Test
    void parses_part_of_a_larger_text() {
        byte[] lines = "{\"a\":1}\n{\"a\":x}\n".getBytes(StandardCharsets.UTF_8);

        var first = Document.parse(lines, 0, 7);
        Arrays.fill(lines, 0, 7, (byte) ' ');

        assertThat(first).hasToString("{\"a\":1}");
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> Document.parse(lines, 8, 15))
                .withMessage("expected a value, found 'x'")
                .satisfies(e -> assertThat(e.offset()).isEqualTo(5));
    }

    @Test
    void reads_small_parts_of_a_large_document() {
        var large = Document.parse("{\"text\":\"" + "x".repeat(10_000) + "\",\"a\":[1,{\"b\":2}]}");

        var part = field(large, "a");

        assertThat(part).hasToString("[1,{\"b\":2}]");
        assertThat(field(part.at(1), "b").asLong()).isEqualTo(2);
    }

    @Test
    void writes_what_is_no_number_as_null() {
        assertThat(Document.of(Double.NaN)).isEqualTo(Document.ofNull());
        assertThat(Document.of(Double.NEGATIVE_INFINITY)).hasToString("null");
        assertThat(Document.object().put("a", Double.POSITIVE_INFINITY).build())
                .hasToString("{\"a\":null}");
    }
}
