package io.millrace.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A text in the forms in which documents hold it. */
final class JsonName implements Document.Name {

    private final String text;

    /** The text in UTF-8. */
    private final byte[] utf8;

    /** The text as it is written in JSON, with its quotes. */
    private final byte[] written;

    /** What {@link #hash(byte[], int, int, boolean)} gives for the text. */
    final int hash;

    JsonName(String text) {
        this.text = JsonText.wellFormed(text);
        this.utf8 = this.text.getBytes(UTF_8);
        this.written = new JsonBytes(utf8.length + 2).text(this.text).copy();
        this.hash = hash(utf8, 0, utf8.length);
    }

    @Override
    public String text() {
        return text;
    }

    /** Returns the text as it is written in JSON, with its quotes. */
    byte[] written() {
        return written;
    }

    /** Returns whether what stands between two quotes is this text. */
    boolean isWritten(byte[] bytes, int from, int to, boolean escaped) {
        if (escaped) {
            return text.equals(JsonText.read(bytes, from, to, true));
        }
        return Arrays.equals(bytes, from, to, utf8, 0, utf8.length);
    }

    /** Returns a hash of the text that stands between two quotes, however it is written. */
    static int hash(byte[] bytes, int from, int to, boolean escaped) {
        if (escaped) {
            byte[] plain = JsonText.read(bytes, from, to, true).getBytes(UTF_8);
            return hash(plain, 0, plain.length);
        }
        return hash(bytes, from, to);
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash * 0x9e3779b9;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonName name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return text;
    }
}
