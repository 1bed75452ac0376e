package io.millrace.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A text in the forms in which documents hold it. */
final class JsonName implements Document.Name {

    private static final int LONGEST_RECENT = 64;

    /** Names by the hash of their text; a race over a place loses nothing but time. */
    private static final @Nullable JsonName[] RECENT = new JsonName[256];

    /** Makes it hard to write many names with one hash on purpose. */
    private static final long SEED = new SplittableRandom().nextLong();

    private final String text;

    /** The text in UTF-8. */
    private final byte[] utf8;

    /** Where the text with a quote behind it has at most eight bytes: these. */
    private final long head;

    /** The bits of head that count; 0 where it is not used. */
    private final long mask;

    /** The text as it is written in JSON, with its quotes. */
    private final byte[] written;

    /** What {@link #hash(byte[], int, int, boolean)} gives for the text. */
    final int hash;

    /** Whether the text is written with escapes. */
    final boolean escaped;

    /** Where the field was found last: a guess, which threads may overwrite as they like. */
    int likelySlot;

    private JsonName(String text) {
        this.text = JsonText.wellFormed(text);
        this.utf8 = this.text.getBytes(UTF_8);
        var out = new JsonBytes(utf8.length + 2);
        this.escaped = out.text(this.text);
        this.written = out.copy();
        boolean isShort = utf8.length < 8;
        this.head = isShort ? JsonText.word(written, 1, written.length) : 0;
        this.mask = isShort ? -1L >>> (8 * (7 - utf8.length)) : 0;
        this.hash = hash(utf8, 0, utf8.length);
    }

    /** Returns a name; one used often is made only once. */
    static JsonName of(String text) {
        int hash = text.hashCode();
        int place = (hash ^ (hash >>> 8)) & (RECENT.length - 1);
        var recent = RECENT[place];
        if (recent != null && recent.text.equals(text)) {
            return recent;
        }
        var name = new JsonName(text);
        if (text.length() <= LONGEST_RECENT) {
            RECENT[place] = name;
        }
        return name;
    }

    @Override
    public String text() {
        return text;
    }

    byte[] utf8() {
        return utf8;
    }

    /** Returns the text as it is written in JSON, with its quotes. */
    byte[] written() {
        return written;
    }

    /** Returns whether what begins here, behind a quote, is this text and a quote. */
    boolean isAt(byte[] bytes, int at, boolean textEscaped) {
        if (textEscaped || escaped) {
            return textEscaped && text.equals(JsonText.read(bytes, at));
        }
        return (at + 8 <= bytes.length && mask != 0)
                ? (JsonText.word(bytes, at) & mask) == head
                : isAtSlowly(bytes, at);
    }

    private boolean isAtSlowly(byte[] bytes, int at) {
        int end = at + written.length - 1;
        return end <= bytes.length && Arrays.equals(bytes, at, end, written, 1, written.length);
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
        long hash = SEED;
        int at = from;
        while (to - at > 8) {
            hash = mix(hash ^ JsonText.word(bytes, at));
            at += 8;
        }
        return (int) mix(hash ^ JsonText.word(bytes, at, to));
    }

    private static long mix(long hash) {
        long product = hash * 0x9e3779b97f4a7c15L;
        return product ^ (product >>> 32);
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
