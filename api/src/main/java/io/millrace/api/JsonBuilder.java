package io.millrace.api;

import java.util.Objects;

/** Puts an object together, as bytes from the start. */
final class JsonBuilder implements Document.Builder {
    /*
     * A field that is put is written behind what is there and noted in the index. As long as fields
     * only come to the end, the bytes are the object; once one has been replaced, renamed or
     * removed, they have gaps, and build() copies the fields in the order of the index.
     */

    private final JsonBytes out;
    private final JsonIndex index;

    /** How deep the object is nested at most. */
    private int depth;

    private boolean gaps;
    private boolean built;

    /** Starts an empty object. */
    JsonBuilder() {
        this(new JsonBytes(120).put('{'), new JsonIndex(6), 1);
    }

    /** Starts with fields that are written already, up to where the closing brace is due. */
    JsonBuilder(JsonBytes fields, JsonIndex index, int depth) {
        this.out = fields;
        this.index = index;
        this.depth = depth;
    }

    @Override
    public Document.Builder put(String name, Document value) {
        JsonDocument document = JsonDocument.written(Objects.requireNonNull(value, "value"));
        var key = JsonName.of(name);
        int start = begin(key);
        document.writeTo(out);
        end(key, start, document.flags());
        depth = Math.max(depth, document.depth() + 1);
        return this;
    }

    @Override
    public Document.Builder put(String name, String value) {
        Objects.requireNonNull(value, "value");
        var key = JsonName.of(name);
        int start = begin(key);
        boolean escaped = out.text(value);
        end(key, start, escaped ? JsonDocument.STRING | JsonDocument.ESCAPED : JsonDocument.STRING);
        return this;
    }

    @Override
    public Document.Builder put(String name, long value) {
        var key = JsonName.of(name);
        int start = begin(key);
        out.number(value);
        end(key, start, JsonDocument.INTEGER);
        return this;
    }

    @Override
    public Document.Builder put(String name, double value) {
        if (!Double.isFinite(value)) {
            return put(name, JsonDocument.NOTHING);
        }
        var key = JsonName.of(name);
        int start = begin(key);
        out.number(value);
        end(key, start, JsonDocument.FLOAT);
        return this;
    }

    @Override
    public Document.Builder put(String name, boolean value) {
        return put(name, JsonDocument.of(value));
    }

    /** Writes what stands before a value; returns where the value begins. */
    private int begin(JsonName name) {
        checkOpen();
        if (index.count() > 0) {
            out.put(',');
        }
        out.put(name.written()).put(':');
        return out.length();
    }

    private void end(JsonName name, int start, int flags) {
        int meta = JsonIndex.meta(name.hash, name.escaped, flags);
        int nameStart = start - name.written().length;
        if (!index.field(out.bytes(), nameStart, start, out.length(), meta)) {
            gaps = true;
        }
    }

    @Override
    public Document.Builder remove(String name) {
        int slot = find(JsonName.of(name));
        if (slot >= 0) {
            index.remove(slot);
            gaps = true;
        }
        return this;
    }

    @Override
    public Document.Builder rename(String from, String to) {
        int slot = find(JsonName.of(from));
        if (slot >= 0 && !from.equals(to)) {
            remove(to);
            rename(find(JsonName.of(from)), JsonName.of(to));
        }
        return this;
    }

    private void rename(int slot, JsonName name) {
        int[] slots = index.slots();
        int valueStart = JsonIndex.start(slots, slot);
        int valueEnd = JsonIndex.end(slots, slot);
        int start = begin(name);
        out.put(out.bytes(), valueStart, valueEnd);
        int meta = JsonIndex.meta(name.hash, name.escaped, JsonIndex.flags(slots, slot));
        index.replace(slot, start - name.written().length, start, out.length(), meta);
        gaps = true;
    }

    private int find(JsonName name) {
        checkOpen();
        byte[] text = name.utf8();
        int meta = JsonIndex.meta(name.hash, false, 0);
        return index.find(out.bytes(), meta, text, 0, text.length);
    }

    /** The document shares what is written here, so that nothing may follow. */
    private void checkOpen() {
        if (built) {
            throw new IllegalStateException("the object has been built already");
        }
    }

    @Override
    public Document build() {
        checkOpen();
        built = true;
        var whole = gaps ? inOrder() : out;
        return JsonDocument.container(whole.put('}'), JsonDocument.OBJECT, depth, index.finish());
    }

    private JsonBytes inOrder() {
        var whole = new JsonBytes(out.length() + 1).put('{');
        byte[] from = out.bytes();
        int[] slots = index.slots();
        for (int slot = 0; slot < index.count(); slot++) {
            if (slot > 0) {
                whole.put(',');
            }
            int name = JsonIndex.name(slots, slot);
            int start = JsonIndex.start(slots, slot);
            int end = JsonIndex.end(slots, slot);
            // from the quote before the name, with the colon as it stands
            int moved = whole.length() + 1 - name;
            whole.put(from, name - 1, end);
            index.move(slot, name + moved, start + moved, end + moved);
        }
        return whole;
    }
}
