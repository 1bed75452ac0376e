package io.millrace.components.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that become more. */
final class ByteList {

    private byte[] bytes = new byte[256];
    private int size;

    int size() {
        return size;
    }

    /** Returns the array that holds the bytes, until more are added. */
    byte[] array() {
        return bytes;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    void clear() {
        size = 0;
    }

    void put(byte b) {
        reserve(1);
        bytes[size++] = b;
    }

    void put(byte[] other) {
        put(other, 0, other.length);
    }

    void put(byte[] other, int from, int to) {
        reserve(to - from);
        System.arraycopy(other, from, bytes, size, to - from);
        size += to - from;
    }

    /** Adds UTF-8 text as a JSON string. */
    void putString(byte[] text, int from, int to) {
        put((byte) '"');
        int copied = from;
        for (int i = from; i < to; i++) {
            byte c = text[i];
            if (c == '"' || c == '\\' || (c >= 0 && c < ' ')) {
                put(text, copied, i);
                put(escape(c));
                copied = i + 1;
            }
        }
        put(text, copied, to);
        put((byte) '"');
    }

    private static byte[] escape(byte c) {
        String escape =
                switch (c) {
                    case '"', '\\' -> "\\" + (char) c;
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    default -> "\\u00" + HexFormat.of().toHexDigits(c);
                };
        return escape.getBytes(StandardCharsets.US_ASCII);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
