package io.millrace.engine.state;

import io.millrace.api.Document;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the records of a section by its schema alone, without the classes they were made of.
 *
 * <p>Records become objects, enums and instants text, byte arrays text in base64; numbers that JSON
 * does not have become null.
 */
public final class RecordText {

    /** Reads one type. */
    @FunctionalInterface
    private interface Reader {
        Document read(Decoder in) throws StateFormatException;
    }

    private static final Map<String, Reader> SIMPLE =
            Map.ofEntries(
                    Map.entry("string", in -> Document.of(in.readText())),
                    Map.entry("enum", in -> Document.of(in.readText())),
                    Map.entry("bytes", in -> base64(in.readBytes())),
                    Map.entry("boolean", in -> Document.of(in.readBoolean())),
                    Map.entry("byte", in -> Document.of(in.readByte())),
                    Map.entry("short", in -> Document.of(Primitives.readShort(in))),
                    Map.entry("char", in -> Document.of("" + Primitives.readChar(in))),
                    Map.entry("int", in -> Document.of(Primitives.readInt(in))),
                    Map.entry("long", in -> Document.of(in.readLong())),
                    Map.entry("float", in -> Document.of(Primitives.readFloat(in))),
                    Map.entry("double", in -> Document.of(Primitives.readDouble(in))),
                    Map.entry("instant", in -> text(Codecs.INSTANT.read(in))),
                    Map.entry("document", Codecs.DOCUMENT::read),
                    Map.entry("any", in -> text(AnyCodec.ANY.read(in))));

    private final String schema;
    private final boolean byKey;
    private final boolean list;
    private final boolean hasEntry;
    private final Reader entry;
    private final Reader value;
    private int at;

    private RecordText(Section section) {
        this.byKey = section.instance() == Section.BY_KEY;
        String perKey = " per key";
        this.schema =
                byKey && section.schema().endsWith(perKey)
                        ? section.schema().substring(0, section.schema().length() - perKey.length())
                        : section.schema();
        boolean map = skip("map ");
        this.list = !map && skip("list ");
        if (map) {
            entry = type();
            need(" -> ");
        } else {
            entry = in -> Document.of(in.readUnsigned());
            if (!list) {
                need("value ");
            }
        }
        this.value = type();
        if (at < schema.length()) {
            throw unreadable();
        }
        this.hasEntry = map || list;
    }

    /**
     * Returns what reads the records of a section.
     *
     * @throws IllegalArgumentException if its schema is none that this version writes
     */
    public static RecordText of(Section section) {
        return new RecordText(section);
    }

    /**
     * Returns what a record is of: {@code key} where the state is per key, {@code entry} where it
     * is a map, {@code index} where it is a list.
     *
     * @throws StateFormatException if it is no key of this section
     */
    public Document key(ByteBuffer key) throws StateFormatException {
        var in = new Decoder(key);
        Document.Builder object = Document.object();
        if (byKey) {
            object.put("key", text(AnyCodec.ANY.read(in)));
        }
        if (hasEntry) {
            object.put(list ? "index" : "entry", entry.read(in));
        }
        in.end();
        return object.build();
    }

    /**
     * Returns what a record holds.
     *
     * @throws StateFormatException if it is no value of this section
     */
    public Document value(ByteBuffer kept) throws StateFormatException {
        var in = new Decoder(kept);
        Envelope.read(in);
        Document document = value.read(in);
        in.end();
        return document;
    }

    // ---- the schema

    private Reader type() {
        if (skip("{")) {
            return object();
        }
        if (skip("list<")) {
            Reader element = optional();
            need(">");
            return in -> elements(in, element);
        }
        int from = at;
        while (at < schema.length() && Character.isLetter(schema.charAt(at))) {
            at++;
        }
        Reader simple = SIMPLE.get(schema.substring(from, at));
        if (simple == null) {
            throw unreadable();
        }
        return simple;
    }

    private Reader optional() {
        Reader type = type();
        return skip("?") ? in -> in.readBoolean() ? type.read(in) : Document.ofNull() : type;
    }

    private Reader object() {
        var fields = new LinkedHashMap<String, Reader>();
        while (!skip("}")) {
            if (!fields.isEmpty()) {
                need(", ");
            }
            int end = schema.indexOf(": ", at);
            if (end < 0) {
                throw unreadable();
            }
            String name = schema.substring(at, end);
            at = end + 2;
            fields.put(name, optional());
        }
        return in -> {
            Document.Builder object = Document.object();
            for (var field : fields.entrySet()) {
                object.put(field.getKey(), field.getValue().read(in));
            }
            return object.build();
        };
    }

    private static Document elements(Decoder in, Reader element) throws StateFormatException {
        int count = in.readCount();
        List<Document> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(element.read(in));
        }
        return Document.array(elements);
    }

    private boolean skip(String text) {
        boolean there = schema.startsWith(text, at);
        if (there) {
            at += text.length();
        }
        return there;
    }

    private void need(String text) {
        if (!skip(text)) {
            throw unreadable();
        }
    }

    private IllegalArgumentException unreadable() {
        return new IllegalArgumentException(
                "'%s' cannot be read from character %d on".formatted(schema, at + 1));
    }

    // ---- values

    private static Document base64(byte[] bytes) {
        return Document.of(Base64.getEncoder().encodeToString(bytes));
    }

    private static Document text(Object value) {
        return switch (value) {
            case Document document -> document;
            case NoKey _ -> Document.ofNull();
            case Boolean flag -> Document.of(flag);
            case Double number -> Document.of(number);
            case Integer number -> Document.of(number);
            case Long number -> Document.of(number);
            case byte[] bytes -> base64(bytes);
            default -> Document.of(value.toString());
        };
    }
}
