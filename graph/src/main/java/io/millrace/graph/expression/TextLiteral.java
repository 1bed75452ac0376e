package io.millrace.graph.expression;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads one text or bytes literal: prefix, quotes, escapes. */
final class TextLiteral {

    private final String text;
    private final int start;
    private final boolean bytes;
    private final boolean raw;
    private final String quote;
    private final StringBuilder chars = new StringBuilder();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private int at;

    /** Starts at the prefix or quote of a literal. */
    TextLiteral(String text, int start) {
        this.text = text;
        this.start = start;
        int i = start;
        bytes = "bB".indexOf(text.charAt(i)) >= 0;
        i += bytes ? 1 : 0;
        raw = "rR".indexOf(text.charAt(i)) >= 0;
        i += raw ? 1 : 0;
        String one = text.substring(i, i + 1);
        quote = text.startsWith(one.repeat(3), i) ? one.repeat(3) : one;
        at = i + quote.length();
    }

    /** Returns the character after the literal, once it was read. */
    int end() {
        return at;
    }

    /** Returns the text, or the {@link Bytes}. */
    Object read() {
        while (!text.startsWith(quote, at)) {
            if (at >= text.length()
                    || (quote.length() == 1 && "\r\n".indexOf(text.charAt(at)) >= 0)) {
                int line = text.indexOf('\n', start);
                int end = quote.length() == 1 && line >= 0 ? line : text.length();
                throw error("the text does not end", start, end, "close it with " + quote);
            }
            if (text.charAt(at) == '\\' && !raw) {
                escape();
            } else {
                int c = text.codePointAt(at);
                append(c, at, at + Character.charCount(c));
                at += Character.charCount(c);
            }
        }
        at += quote.length();
        return bytes ? new Bytes(octets.toByteArray()) : chars.toString();
    }

    private void escape() {
        int from = at;
        char c = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
        at += 2;
        switch (c) {
            case 'a' -> append('\u0007', from, at);
            case 'b' -> append('\b', from, at);
            case 'f' -> append('\f', from, at);
            case 'n' -> append('\n', from, at);
            case 'r' -> append('\r', from, at);
            case 't' -> append('\t', from, at);
            case 'v' -> append('\u000b', from, at);
            case '\\', '?', '"', '\'', '`' -> append(c, from, at);
            case 'x', 'X' -> octet(digits(from, 2, 16), from);
            case 'u' -> codePoint(digits(from, 4, 16), from);
            case 'U' -> codePoint(digits(from, 8, 16), from);
            case '0', '1', '2', '3' -> {
                at--;
                octet(digits(from, 3, 8), from);
            }
            default ->
                    throw error(
                            "no escape: " + text.substring(from, Math.min(at, text.length())),
                            from,
                            at,
                            "write \\\\ for a backslash, or r" + quote + "…" + quote);
        }
    }

    /** Reads the digits of an escape. */
    private long digits(int from, int count, int radix) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), radix) : -1;
            if (digit < 0) {
                throw error(
                        "the escape is cut short: " + text.substring(from, at),
                        from,
                        at,
                        "it takes " + count + (radix == 16 ? " hex" : " octal") + " digits");
            }
            value = value * radix + digit;
            at++;
        }
        return value;
    }

    private void octet(long value, int from) {
        if (bytes) {
            octets.write((int) value);
        } else {
            codePoint(value, from);
        }
    }

    private void codePoint(long value, int from) {
        if (bytes && value > 0x7f) {
            throw error(
                    "no byte: " + text.substring(from, at), from, at, "write \\x and two digits");
        }
        if (value > Character.MAX_CODE_POINT) {
            throw error("no character: " + text.substring(from, at), from, at, null);
        }
        append((int) value, from, at);
    }

    private void append(int codePoint, int from, int to) {
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            throw error("half of a surrogate pair is no character", from, to, null);
        }
        if (bytes) {
            octets.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        } else {
            chars.appendCodePoint(codePoint);
        }
    }

    private static ExpressionSyntaxException error(
            String message, int from, int to, @Nullable String hint) {
        return new ExpressionSyntaxException(message, from, to - from, hint);
    }
}
