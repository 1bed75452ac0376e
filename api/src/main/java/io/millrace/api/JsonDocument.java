package io.millrace.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A JSON value as a range of valid bytes on one line, read when it is asked for. */
final class JsonDocument implements Document {
    /*
     * Flags are the kind in bits 0 to 2, and bit 3 for a string that has escapes. The index of an
     * object's fields comes with the document where it was parsed or built; that of an array, or of
     * an object inside another, is made when first needed. It is published by release and acquire,
     * so that a document may reach another thread by a race.
     */

    static final int OBJECT = 0;
    static final int ARRAY = 1;
    static final int STRING = 2;
    static final int INTEGER = 3;
    static final int FLOAT = 4;
    static final int BIG = 5;
    static final int BOOLEAN = 6;
    static final int NULL = 7;
    static final int ESCAPED = 8;

    private static final Kind[] KINDS = {
        Kind.OBJECT, Kind.ARRAY, Kind.STRING, Kind.INTEGER,
        Kind.FLOAT, Kind.BIG, Kind.BOOLEAN, Kind.NULL
    };
    private static final int[] NO_SLOTS = {0};

    /** What a document takes beside its bytes, about. */
    static final int OVERHEAD = 64;

    /** Of a document larger than this, small parts get bytes of their own. */
    private static final int LARGE = 4096;

    private static final VarHandle INDEX;

    static {
        try {
            INDEX = MethodHandles.lookup().findVarHandle(JsonDocument.class, "index", int[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static final JsonDocument NOTHING = constant("null", NULL);
    static final JsonDocument TRUE = constant("true", BOOLEAN);
    static final JsonDocument FALSE = constant("false", BOOLEAN);

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final int flags;

    /** How deep this is nested at most; 0 for what is neither object nor array. */
    private final int depth;

    @SuppressWarnings("UnusedVariable") // read through the handle
    private int @Nullable [] index;

    /**
     * The object or array inside that was last asked for, with its index: one field of it is seldom
     * read alone. Safe to reach another thread by a race, since its own fields are final.
     */
    private @Nullable JsonDocument inner;

    JsonDocument(byte[] bytes, int from, int to, int flags, int depth, int @Nullable [] index) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.flags = flags;
        this.depth = depth;
        INDEX.setRelease(this, index);
    }

    private static JsonDocument constant(String text, int kind) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return new JsonDocument(bytes, 0, bytes.length, kind, 0, null);
    }

    static JsonDocument of(String text) {
        var out = new JsonBytes(text.length() + 2);
        boolean escaped = out.text(text);
        return scalar(out, escaped ? STRING | ESCAPED : STRING);
    }

    static JsonDocument of(long number) {
        return scalar(new JsonBytes(20).number(number), INTEGER);
    }

    static JsonDocument of(double number) {
        return Double.isFinite(number) ? scalar(new JsonBytes(24).number(number), FLOAT) : NOTHING;
    }

    static JsonDocument of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Returns a document as bytes. */
    static JsonDocument written(Document document) {
        return switch (document) {
            case JsonDocument bytes -> bytes;
            case RecordDocument record -> record.written();
        };
    }

    private static JsonDocument scalar(JsonBytes out, int flags) {
        return new JsonDocument(out.bytes(), 0, out.length(), flags, 0, null);
    }

    static JsonDocument array(List<Document> elements) {
        var out = new JsonBytes(16 * elements.size() + 2).put('[');
        int depth = 0;
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            JsonDocument element = written(elements.get(i));
            element.writeTo(out);
            depth = Math.max(depth, element.depth);
        }
        return container(out.put(']'), ARRAY, depth + 1, null);
    }

    /** Returns a new object or array, which is refused if it is nested too deep. */
    static JsonDocument container(JsonBytes out, int kind, int depth, int @Nullable [] index) {
        if (depth > MAX_DEPTH) {
            // an inner value's depth may be less than it says
            return JsonScanner.parse(out.copy());
        }
        byte[] bytes = out.length() < out.bytes().length / 2 ? out.copy() : out.bytes();
        return new JsonDocument(bytes, 0, out.length(), kind, depth, index);
    }

    @Override
    public Kind kind() {
        return KINDS[flags & 7];
    }

    @Override
    public int size() {
        return JsonIndex.size(index());
    }

    @Override
    public int slot(Name name) {
        return (flags & 7) == OBJECT ? JsonIndex.find(index(), bytes, (JsonName) name) : -1;
    }

    @Override
    public String name(int slot) {
        if ((flags & 7) == ARRAY) {
            throw new DocumentException("the elements of an array have no names", -1);
        }
        int[] slots = indexWith(slot);
        return JsonText.read(
                bytes,
                JsonIndex.name(slots, slot),
                JsonIndex.nameEnd(bytes, JsonIndex.start(slots, slot)),
                JsonIndex.nameEscaped(slots, slot));
    }

    @Override
    public JsonDocument at(int slot) {
        int[] slots = indexWith(slot);
        int start = JsonIndex.start(slots, slot);
        int end = JsonIndex.end(slots, slot);
        int child = JsonIndex.flags(slots, slot);
        int childDepth = (child & 7) <= ARRAY ? depth - 1 : 0;
        if (bytes.length > LARGE && end - start < bytes.length / 8) {
            // so that who keeps a small part does not keep the whole
            return new JsonDocument(
                    Arrays.copyOfRange(bytes, start, end), 0, end - start, child, childDepth, null);
        }
        if ((child & 7) > ARRAY) {
            return new JsonDocument(bytes, start, end, child, childDepth, null);
        }
        JsonDocument last = inner;
        if (last == null || last.from != start) {
            last = new JsonDocument(bytes, start, end, child, childDepth, null);
            inner = last;
        }
        return last;
    }

    @Override
    public Kind kind(int slot) {
        return KINDS[JsonIndex.flags(indexWith(slot), slot) & 7];
    }

    @Override
    public long longAt(int slot) {
        int[] slots = indexWith(slot);
        return asLong(
                JsonIndex.start(slots, slot),
                JsonIndex.end(slots, slot),
                JsonIndex.flags(slots, slot));
    }

    @Override
    public double doubleAt(int slot) {
        int[] slots = indexWith(slot);
        return asDouble(
                JsonIndex.start(slots, slot),
                JsonIndex.end(slots, slot),
                JsonIndex.flags(slots, slot));
    }

    @Override
    public boolean booleanAt(int slot) {
        int[] slots = indexWith(slot);
        return asBoolean(JsonIndex.start(slots, slot), JsonIndex.flags(slots, slot));
    }

    @Override
    public boolean textAt(int slot, Name text) {
        int[] slots = indexWith(slot);
        int child = JsonIndex.flags(slots, slot);
        return (child & 7) == STRING
                && ((JsonName) text)
                        .isAt(bytes, JsonIndex.start(slots, slot) + 1, (child & ESCAPED) != 0);
    }

    @Override
    public @Nullable Document get(String name) {
        int slot = slot(JsonName.of(name));
        return slot < 0 ? null : at(slot);
    }

    @Override
    public String asString() {
        if ((flags & 7) != STRING) {
            throw mismatch("a string", flags);
        }
        return JsonText.read(bytes, from + 1, to - 1, (flags & ESCAPED) != 0);
    }

    @Override
    public long asLong() {
        return asLong(from, to, flags);
    }

    @Override
    public double asDouble() {
        return asDouble(from, to, flags);
    }

    @Override
    public boolean asBoolean() {
        return asBoolean(from, flags);
    }

    private long asLong(int start, int end, int what) {
        if ((what & 7) != INTEGER) {
            throw mismatch("an integer", start, end, what);
        }
        return JsonNumber.readLong(bytes, start, end);
    }

    private double asDouble(int start, int end, int what) {
        int kind = what & 7;
        if (kind == FLOAT) {
            return JsonNumber.readDouble(bytes, start, end);
        }
        if (kind == INTEGER) {
            return JsonNumber.readLong(bytes, start, end);
        }
        throw mismatch("a number", start, end, what);
    }

    private boolean asBoolean(int start, int what) {
        if ((what & 7) != BOOLEAN) {
            throw mismatch("true or false", what);
        }
        return bytes[start] == 't';
    }

    private DocumentException mismatch(String expected, int start, int end, int what) {
        if ((what & 7) != BIG) {
            return mismatch(expected, what);
        }
        var number = new String(bytes, start, Math.min(end - start, 30), ISO_8859_1);
        var rest = end - start > 30 ? "…" : "";
        return new DocumentException("the number %s%s is too large".formatted(number, rest), -1);
    }

    private static DocumentException mismatch(String expected, int what) {
        var found =
                switch (KINDS[what & 7]) {
                    case OBJECT -> "an object";
                    case ARRAY -> "an array";
                    case STRING -> "a string";
                    case INTEGER -> "an integer";
                    case FLOAT -> "a number with a fraction or exponent";
                    case BIG -> "a number too large";
                    case BOOLEAN -> "a boolean";
                    case NULL -> "null";
                };
        return new DocumentException("expected %s, found %s".formatted(expected, found), -1);
    }

    @Override
    public int weight() {
        return to - from + OVERHEAD;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, from, to - from);
    }

    /** Writes this into the bytes of a larger document. */
    void writeTo(JsonBytes out) {
        out.put(bytes, from, to);
    }

    @Override
    public Builder edit() {
        if ((flags & 7) != OBJECT) {
            throw mismatch("an object", flags);
        }
        var fields = new JsonBytes(to - from + 64).put(bytes, from, to - 1);
        return new JsonBuilder(fields, new JsonIndex(index(), -from), depth);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Document document && isSame(written(document));
    }

    private boolean isSame(JsonDocument other) {
        return (flags & 7) == (other.flags & 7)
                && (sameBytes(other) || JsonEquality.same(this, other));
    }

    /** Returns whether this is written as another is. */
    private boolean sameBytes(JsonDocument other) {
        return Arrays.equals(bytes, from, to, other.bytes, other.from, other.to);
    }

    @Override
    public int hashCode() {
        return JsonEquality.hash(this);
    }

    @Override
    public String toString() {
        return new String(bytes, from, to - from, UTF_8);
    }

    int flags() {
        return flags;
    }

    int depth() {
        return depth;
    }

    private int[] indexWith(int slot) {
        int[] slots = index();
        Objects.checkIndex(slot, JsonIndex.size(slots));
        return slots;
    }

    private int[] index() {
        var known = (int[]) INDEX.getAcquire(this);
        return known == null ? makeIndex() : known;
    }

    private int[] makeIndex() {
        if ((flags & 7) > ARRAY) {
            return NO_SLOTS;
        }
        int[] made = JsonScanner.index(bytes, from, to);
        INDEX.setRelease(this, made);
        return made;
    }
}
