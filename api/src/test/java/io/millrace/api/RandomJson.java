package io.millrace.api;

import java.util.SplittableRandom;

/** Writes random valid JSON: every kind, odd names, escapes, white space. */
final class RandomJson {

    private static final String[] PIECES = {
        "a",
        "b",
        "id",
        "name with space",
        "é",
        "€",
        "😀",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u0000",
        "\\u00e9",
        "\\ud83d\\ude00",
        "0123456789abcdef",
        "\u007f",
        "\u2028",
        "\\ud800",
        "\\udc00x"
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "-0.0",
        "1e2",
        "1E+2",
        "1e-2",
        "9007199254740993",
        "9007199254740993.0",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "1e400",
        "-1e400",
        "1e-400",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "4.9e-324",
        "0e99999999999",
        "123456789012345678901234567890",
        "0.1",
        "0.30000000000000004",
        "1e22",
        "1e23"
    };
    private static final String[] SPACES = {" ", "\t", "\n", "\r\n", "  "};

    private final SplittableRandom random;
    private final boolean spaced;
    private final int pieces;

    /**
     * @param halves whether to escape halves of surrogate pairs, too
     */
    RandomJson(SplittableRandom random, boolean halves) {
        this.pieces = halves ? PIECES.length : PIECES.length - 2;
        this.random = random;
        this.spaced = random.nextInt(3) == 0;
    }

    String document() {
        var out = new StringBuilder();
        value(out, 0);
        return out.toString();
    }

    /** Returns JSON text of a string, with its quotes. */
    String string() {
        var out = new StringBuilder("\"");
        for (int i = random.nextInt(5); i > 0; i--) {
            out.append(PIECES[random.nextInt(pieces)]);
        }
        return out.append('"').toString();
    }

    private void value(StringBuilder out, int depth) {
        space(out);
        switch (random.nextInt(depth < 4 ? 9 : 6)) {
            case 0, 1 -> out.append(string());
            case 2 -> out.append(random.nextInt(2) == 0 ? "true" : "false");
            case 3 -> out.append("null");
            case 4 -> out.append(number());
            case 5 -> out.append(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 6 -> array(out, depth);
            default -> object(out, depth);
        }
        space(out);
    }

    private String number() {
        return switch (random.nextInt(4)) {
            case 0 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 1 -> Double.toString(random.nextDouble() * Math.pow(10, random.nextInt(40) - 20));
            case 2 -> finite(Double.longBitsToDouble(random.nextLong()));
            default -> random.nextInt(1000) + "." + random.nextInt(100) + "e" + random.nextInt(25);
        };
    }

    private static String finite(double number) {
        return Double.isFinite(number) ? Double.toString(number) : "0.0";
    }

    private void array(StringBuilder out, int depth) {
        out.append('[');
        for (int i = random.nextInt(5); i > 0; i--) {
            value(out, depth + 1);
            out.append(i > 1 ? "," : "");
        }
        space(out);
        out.append(']');
    }

    private void object(StringBuilder out, int depth) {
        out.append('{');
        int most = depth == 0 && random.nextInt(8) == 0 ? 100 : 8;
        for (int i = random.nextInt(most); i > 0; i--) {
            space(out);
            out.append(random.nextBoolean() ? string() : "\"f" + random.nextInt(100) + '"');
            space(out);
            out.append(':');
            value(out, depth + 1);
            out.append(i > 1 ? "," : "");
        }
        space(out);
        out.append('}');
    }

    private void space(StringBuilder out) {
        if (spaced && random.nextInt(3) == 0) {
            out.append(SPACES[random.nextInt(SPACES.length)]);
        }
    }
}
