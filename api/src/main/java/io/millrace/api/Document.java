package io.millrace.api;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * An immutable JSON value: what the built-in components speak.
 *
 * <p>Objects keep the order of their fields; integers are {@code long}, other numbers {@code
 * double}; a number too large for them is kept as it was written, and fails when it is read. Of two
 * fields with one name the last counts, in the place of the first. Nesting is at most {@value
 * #MAX_DEPTH} deep.
 *
 * <p>A document keeps the bytes it was parsed from and reads what it is asked for; one that nobody
 * changed is written as its bytes were, fields of one name included. Only a text that spans lines
 * is written without its white space, so that a document always takes one line.
 *
 * <p>Fields of an object and elements of an array are its <em>slots</em>, numbered from 0; the
 * methods that take a slot read a child without making a document of it.
 *
 * <p>Safe for any thread. Two documents are equal when they are of one kind and hold equal values,
 * however these are written: 1 and 1.0 differ, 1.0 and 1.00 do not, nor do 0.0 and -0.0. Objects
 * are equal whatever the order of their fields; numbers too large only if written alike.
 *
 * <p>Methods that read a value of one kind throw {@link DocumentException} if this is of another,
 * and {@link IndexOutOfBoundsException} if there is no such slot.
 *
 * @since 0.1
 */
public sealed interface Document permits JsonDocument, RecordDocument {

    /** How deep objects and arrays may be nested. */
    int MAX_DEPTH = 200;

    /** What a document is. */
    enum Kind {
        /** Named fields, in order. */
        OBJECT,
        /** Elements, in order. */
        ARRAY,
        /** Text. */
        STRING,
        /** A whole number within the range of {@code long}. */
        INTEGER,
        /** A number with fraction or exponent, finite as a {@code double}. */
        FLOAT,
        /** An integer beyond the range of {@code long}, or another beyond that of double. */
        BIG,
        /** True or false. */
        BOOLEAN,
        /** JSON's null. */
        NULL
    }

    /** A field's name, prepared so that looking it up in a document costs little. */
    sealed interface Name permits JsonName {
        /** Returns the text. */
        String text();
    }

    /** Returns what this is. */
    Kind kind();

    /** Returns the number of elements, or of fields of different name; 0 for other kinds. */
    int size();

    /**
     * Returns the slot of a field.
     *
     * @return the slot, or -1 if there is no such field or this is no object
     */
    int slot(Name name);

    /** Returns the name of the field in a slot of an object. */
    String name(int slot);

    /** Returns the field or element in a slot. */
    Document at(int slot);

    /** Returns what is in a slot, as {@code at(slot).kind()}. */
    Kind kind(int slot);

    /** Returns the integer in a slot, as {@code at(slot).asLong()}. */
    long longAt(int slot);

    /** Returns the number in a slot, as {@code at(slot).asDouble()}. */
    double doubleAt(int slot);

    /** Returns the boolean in a slot, as {@code at(slot).asBoolean()}. */
    boolean booleanAt(int slot);

    /** Returns whether the slot holds this very text; false if it holds anything but a string. */
    boolean textAt(int slot, Name text);

    /**
     * Returns a field by name.
     *
     * @return the value, or null if there is no such field or this is no object
     */
    @Nullable Document get(String name);

    /** Returns the text of a string, with U+FFFD for an escaped half of a surrogate pair. */
    String asString();

    /** Returns an integer. */
    long asLong();

    /** Returns a number, an integer too. */
    double asDouble();

    /** Returns a boolean. */
    boolean asBoolean();

    /**
     * Returns the bytes this takes on its way, about: what the bound of a stream counts. Never
     * changes.
     */
    int weight();

    /** Writes this as JSON in UTF-8, on one line and without a line break at its end. */
    void writeTo(OutputStream out) throws IOException;

    /** Returns this as JSON on one line. */
    @Override
    String toString();

    /**
     * Starts a copy of this object that can be changed; its untouched fields are copied as they
     * are.
     */
    Builder edit();

    /** Puts an object together, field by field. Not safe for several threads. */
    sealed interface Builder permits JsonBuilder {
        /** Sets a field: in its place if there is one of that name, else at the end. */
        Builder put(String name, Document value);

        /** Sets a text field. */
        Builder put(String name, String value);

        /** Sets an integer field. */
        Builder put(String name, long value);

        /** Sets a number field; not a number and the infinities become null. */
        Builder put(String name, double value);

        /** Sets a boolean field. */
        Builder put(String name, boolean value);

        /** Removes a field; one that is not there is no error. */
        Builder remove(String name);

        /**
         * Renames a field in its place, replacing one of the new name; nothing if it is not there.
         */
        Builder rename(String from, String to);

        /**
         * Returns the object; the builder is not used again.
         *
         * @throws DocumentException if it would be nested too deep
         */
        Document build();
    }

    /**
     * Parses one JSON value.
     *
     * @param json UTF-8, which the document keeps: it must not be changed afterwards
     * @throws DocumentException if it is no JSON, nested too deep, or not UTF-8
     */
    static Document parse(byte[] json) {
        return JsonScanner.parse(json);
    }

    /**
     * Parses one JSON value that is part of a larger text; its bytes are copied.
     *
     * @param json UTF-8
     * @param from where the part begins
     * @param to the position after its last byte
     * @throws DocumentException if it is no JSON, nested too deep, or not UTF-8; its offset counts
     *     from the beginning of the part
     */
    static Document parse(byte[] json, int from, int to) {
        Objects.checkFromToIndex(from, to, json.length);
        return parse(Arrays.copyOfRange(json, from, to));
    }

    /**
     * Parses one JSON value.
     *
     * @throws DocumentException if it is no JSON or nested too deep
     */
    static Document parse(String json) {
        return parse(JsonText.wellFormed(json).getBytes(StandardCharsets.UTF_8));
    }

    /** Starts an object. */
    static Builder object() {
        return new JsonBuilder();
    }

    /**
     * Returns an array of the elements.
     *
     * @throws DocumentException if it would be nested too deep
     */
    static Document array(List<Document> elements) {
        return JsonDocument.array(elements);
    }

    /** Returns a string. */
    static Document of(String text) {
        return JsonDocument.of(text);
    }

    /** Returns an integer. */
    static Document of(long number) {
        return JsonDocument.of(number);
    }

    /** Returns a number; null for not a number and the infinities. */
    static Document of(double number) {
        return JsonDocument.of(number);
    }

    /** Returns a boolean. */
    static Document of(boolean value) {
        return JsonDocument.of(value);
    }

    /**
     * Returns a record as an object: its components are the fields, in order. A null is JSON's
     * null, an {@code Instant} its ISO-8601 text, an enum its name.
     *
     * <p>Numbers are read from the record where it is; its bytes are made when it is written, so
     * that an item which is only computed with costs little.
     *
     * @throws IllegalArgumentException if a component is of another type than numbers, boolean,
     *     text, {@code Instant}, enums, documents, and records of these
     * @throws DocumentException if it would be nested too deep
     * @since 0.2
     */
    static Document of(Record record) {
        return RecordShape.document(record);
    }

    /** Returns JSON's null. */
    static Document ofNull() {
        return JsonDocument.NOTHING;
    }

    /** Prepares a field's name, or a text to compare with. */
    static Name name(String text) {
        return JsonName.of(text);
    }
}
