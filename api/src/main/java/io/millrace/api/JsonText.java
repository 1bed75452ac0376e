package io.millrace.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Text inside JSON: UTF-8, and the escapes in strings and names. */
final class JsonText {

    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    /** Of what is no JSON, a message quotes at most so many bytes. */
    private static final int LONGEST_WORD = 20;

    private JsonText() {}

    /**
     * Returns where the next byte is that does not stand for itself in a string: a quote, a
     * backslash, a control character or one that is not ASCII; or the end.
     */
    static int special(byte[] bytes, int from, int end) {
        int at = from;
        while (at + 8 <= bytes.length) {
            long word = word(bytes, at);
            long quotes = word ^ ONES * '"';
            long backslashes = word ^ ONES * '\\';
            // the lowest byte found is right, those above it may be wrong
            long found = (quotes - ONES) | (backslashes - ONES) | (word - ONES * ' ') | word;
            found &= HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >> 3);
            }
            at += 8;
        }
        while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Returns eight bytes, the first lowest. */
    static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    /** Returns at most eight bytes, the first lowest, with zeros for what is missing. */
    static long word(byte[] bytes, int from, int to) {
        if (from == to) {
            return 0;
        }
        if (from + 8 <= bytes.length) {
            return word(bytes, from) & (-1L >>> (8 * (8 + from - to)));
        }
        long word = 0;
        for (int at = to - 1; at >= from; at--) {
            word = (word << 8) | (bytes[at] & 0xff);
        }
        return word;
    }

    /**
     * Returns how many bytes the character that begins here takes.
     *
     * @return 1 to 4, or 0 if no valid UTF-8 begins here
     */
    static int lengthOfCharacter(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (lead < 0xc2 || lead > 0xf4 || at + length > end) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** Returns what is at a position, as a message names it: a word whole. */
    static String describe(byte[] bytes, int at, int end) {
        if (at >= end) {
            return "the end of the text";
        }
        int length = lengthOfCharacter(bytes, at, end);
        if (length == 0) {
            return byteAt(bytes, at);
        }
        while (at + length < Math.min(end, at + LONGEST_WORD)
                && Character.isLetter(bytes[at])
                && Character.isLetterOrDigit(bytes[at + length])) {
            length++;
        }
        var text = new String(bytes, at, length, UTF_8);
        return switch (text) {
            case "\ufeff" -> "a byte order mark";
            case "\n", "\r" -> "a line break";
            case "\t" -> "a tab";
            default -> Character.isISOControl(text.charAt(0)) ? byteAt(bytes, at) : quoted(text);
        };
    }

    private static String byteAt(byte[] bytes, int at) {
        return "byte 0x%02x".formatted(bytes[at] & 0xff);
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    /** Returns the text that begins here, behind a quote, and ends before the next. */
    static String read(byte[] bytes, int from) {
        int to = from;
        while (bytes[to] != '"') {
            to += bytes[to] == '\\' ? 2 : 1;
        }
        return read(bytes, from, to, true);
    }

    /** Returns the text that stands between two quotes. */
    static String read(byte[] bytes, int from, int to, boolean escaped) {
        return escaped
                ? wellFormed(unescape(bytes, from, to))
                : new String(bytes, from, to - from, UTF_8);
    }

    /** Returns whether two texts, each as it is written, are the same. */
    static boolean same(
            byte[] left,
            int leftFrom,
            int leftTo,
            boolean leftEscaped,
            byte[] right,
            int rightFrom,
            int rightTo,
            boolean rightEscaped) {
        if (!leftEscaped && !rightEscaped) {
            return Arrays.equals(left, leftFrom, leftTo, right, rightFrom, rightTo);
        }
        return read(left, leftFrom, leftTo, leftEscaped)
                .equals(read(right, rightFrom, rightTo, rightEscaped));
    }

    /** Returns the text with U+FFFD in the place of each half of a surrogate pair. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaceHalves(text);
            }
        }
        return text;
    }

    private static String replaceHalves(String text) {
        var result = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .forEach(result::appendCodePoint);
        return result.toString();
    }

    private static String unescape(byte[] bytes, int from, int to) {
        var result = new StringBuilder(to - from);
        int plain = from;
        int at = from;
        while (at < to) {
            if (bytes[at] != '\\') {
                at++;
                continue;
            }
            result.append(new String(bytes, plain, at - plain, UTF_8));
            char letter = (char) bytes[at + 1];
            at += 2;
            switch (letter) {
                case 'b' -> result.append('\b');
                case 'f' -> result.append('\f');
                case 'n' -> result.append('\n');
                case 'r' -> result.append('\r');
                case 't' -> result.append('\t');
                case 'u' -> {
                    int unit = 0;
                    for (int i = 0; i < 4; i++) {
                        unit = (unit << 4) | Character.digit(bytes[at++], 16);
                    }
                    result.append((char) unit);
                }
                default -> result.append(letter);
            }
            plain = at;
        }
        return result.append(new String(bytes, plain, to - plain, UTF_8)).toString();
    }

    /** Returns valid JSON without the white space between its tokens. */
    static byte[] withoutSpace(byte[] bytes, int from, int to) {
        byte[] result = new byte[to - from];
        int length = 0;
        boolean inString = false;
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            if (inString && b == '\\') {
                result[length++] = b;
                b = bytes[++at];
            } else if (b == '"') {
                inString = !inString;
            }
            if (inString || b < 0 || b > ' ') {
                result[length++] = b;
            }
        }
        return Arrays.copyOf(result, length);
    }
}
