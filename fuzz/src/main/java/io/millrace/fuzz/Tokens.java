package io.millrace.fuzz;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Reads bytes that are not UTF-8 as tokens: each byte above 127 stands for one. To change a byte is
 * then to change a token, and far more of what is tried can be parsed.
 */
final class Tokens {

    private static final List<String> ALL =
            List.of(
                    "item.a",
                    "item.b",
                    "item.c",
                    "item.list",
                    "item.map",
                    "item.text",
                    "item.none",
                    "item.?a",
                    "item.?none",
                    "item",
                    "0",
                    "1",
                    "2",
                    "-1",
                    "7",
                    "1.5",
                    "0.0",
                    "2.0",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "1e300",
                    "true",
                    "false",
                    "null",
                    "\"\"",
                    "\"a\"",
                    "\"ab\"",
                    "\"b c\"",
                    "\"\\u00e9\"",
                    "\"\\U0001F600\"",
                    "b\"a\"",
                    "r\"\\\\d\"",
                    "[]",
                    "[1, 2]",
                    "[1.0, \"a\"]",
                    "{}",
                    "{\"a\": 1}",
                    "timestamp(\"2026-05-17T08:30:00Z\")",
                    "duration(\"90m\")",
                    "(",
                    "(",
                    ")",
                    ")",
                    "[",
                    "]",
                    "{",
                    "}",
                    ", ",
                    " + ",
                    " + ",
                    " - ",
                    " * ",
                    " / ",
                    " % ",
                    " == ",
                    " == ",
                    " != ",
                    " < ",
                    " <= ",
                    " > ",
                    " >= ",
                    " in ",
                    " && ",
                    " && ",
                    " || ",
                    " || ",
                    " ? ",
                    " : ",
                    "!",
                    "-",
                    ".size()",
                    "size(",
                    ".contains(",
                    ".startsWith(",
                    ".endsWith(",
                    ".indexOf(",
                    ".lastIndexOf(",
                    ".substring(",
                    ".replace(",
                    ".split(",
                    ".join(",
                    ".trim()",
                    ".charAt(",
                    ".lowerAscii()",
                    ".upperAscii()",
                    ".matches(",
                    ".map(x, ",
                    ".filter(x, ",
                    ".all(x, ",
                    ".exists(x, ",
                    ".exists_one(x, ",
                    "x",
                    "x",
                    "x + 1",
                    "x > 1",
                    "has(item.a)",
                    "has(item.none)",
                    "int(",
                    "double(",
                    "string(",
                    "bool(",
                    "bytes(",
                    "type(",
                    "dyn(",
                    "timestamp(",
                    "duration(",
                    ".getHours()",
                    ".getFullYear()",
                    ".getDayOfWeek(\"UTC\")",
                    "math.greatest(",
                    "math.least(",
                    "math.abs(",
                    "math.round(",
                    "math.sign(",
                    ".orValue(",
                    ".or(",
                    ".hasValue()",
                    ".value()",
                    "optional.of(",
                    "optional.none()",
                    "optional.ofNonZeroValue(",
                    "[0]",
                    "[\"a\"]",
                    "[?0]",
                    "[?\"a\"]",
                    ".a",
                    ".?a");

    private Tokens() {}

    static String text(byte[] bytes) {
        @Nullable String text = Utf8Text.of(bytes);
        if (text != null) {
            return text;
        }
        var tokens = new StringBuilder();
        for (byte b : bytes) {
            if (b >= 0) {
                tokens.append((char) b);
            } else {
                tokens.append(ALL.get((b & 0x7F) % ALL.size()));
            }
        }
        return tokens.toString();
    }
}
