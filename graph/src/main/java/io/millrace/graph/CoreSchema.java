package io.millrace.graph;

import io.millrace.graph.ConfigValue.Kind;

/**
 * What an unquoted scalar is, by the core schema of YAML 1.2: {@code no} and {@code 12:30} are
 * text.
 *
 * @since 0.1
 */
public final class CoreSchema {

    private CoreSchema() {}

    /** Returns what an unquoted text is. */
    public static Kind kindOf(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> Kind.NULL;
            case "true", "True", "TRUE", "false", "False", "FALSE" -> Kind.BOOLEAN;
            case ".nan", ".NaN", ".NAN" -> Kind.FLOAT;
            default -> number(text);
        };
    }

    private static Kind number(String text) {
        char first = text.charAt(0);
        if (text.startsWith("0x")) {
            return areDigits(text, 2, 16) ? Kind.INTEGER : Kind.TEXT;
        }
        if (text.startsWith("0o")) {
            return areDigits(text, 2, 8) ? Kind.INTEGER : Kind.TEXT;
        }
        int start = first == '+' || first == '-' ? 1 : 0;
        switch (text.substring(start)) {
            case ".inf", ".Inf", ".INF" -> {
                return Kind.FLOAT;
            }
            default -> {}
        }
        int whole = skipDigits(text, start);
        if (whole == text.length()) {
            return whole > start ? Kind.INTEGER : Kind.TEXT;
        }
        int at = whole;
        boolean digits = whole > start;
        if (text.charAt(at) == '.') {
            int fraction = skipDigits(text, at + 1);
            digits |= fraction > at + 1;
            at = fraction;
        }
        if (!digits) {
            return Kind.TEXT;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int exponent = skipDigits(text, at);
            return exponent > at && exponent == text.length() ? Kind.FLOAT : Kind.TEXT;
        }
        return at == text.length() ? Kind.FLOAT : Kind.TEXT;
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static boolean areDigits(String text, int from, int radix) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), radix) < 0) {
                return false;
            }
        }
        return text.length() > from;
    }
}
