package io.millrace.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** A growing array of bytes, to write JSON into. */
final class JsonBytes {

    private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

    private byte[] bytes;
    private int length;

    JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    /** Returns the bytes, of which {@link #length} count. */
    byte[] bytes() {
        return bytes;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    JsonBytes put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    JsonBytes put(byte[] from, int start, int end) {
        reserve(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    JsonBytes put(byte[] from) {
        return put(from, 0, from.length);
    }

    JsonBytes number(long number) {
        return put(Long.toString(number).getBytes(ISO_8859_1));
    }

    JsonBytes number(double number) {
        return put(Double.toString(number).getBytes(ISO_8859_1));
    }

    /**
     * Writes a text in quotes; half of a surrogate pair becomes U+FFFD.
     *
     * @return whether there are escapes in what has been written
     */
    boolean text(String text) {
        reserve(text.length() + 2);
        bytes[length++] = '"';
        boolean escaped = false;
        int end = text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c < 0x80 && c >= ' ' && c != '"' && c != '\\') {
                bytes[length++] = (byte) c;
                continue;
            }
            reserve(6 + end - i);
            if (c < 0x80) {
                escape(c);
                escaped = true;
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xc0 | (c >> 6));
                last(c);
            } else if (i + 1 < end && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                int both = Character.toCodePoint(c, text.charAt(++i));
                bytes[length++] = (byte) (0xf0 | (both >> 18));
                last(both >> 12);
                last(both >> 6);
                last(both);
            } else {
                int whole = Character.isSurrogate(c) ? 0xfffd : c;
                bytes[length++] = (byte) (0xe0 | (whole >> 12));
                last(whole >> 6);
                last(whole);
            }
        }
        bytes[length++] = '"';
        return escaped;
    }

    private void last(int bits) {
        bytes[length++] = (byte) (0x80 | (bits & 0x3f));
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\b' -> bytes[length++] = 'b';
            case '\f' -> bytes[length++] = 'f';
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 15];
            }
        }
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
