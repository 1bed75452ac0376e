package io.millrace.engine.state;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds how the values of a type are kept. */
final class Codecs {

    /** Writes what a codec can write. */
    @FunctionalInterface
    private interface Writer<T> {
        void write(T value, Encoder out);
    }

    /** Reads what a codec has written. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(Decoder in) throws StateFormatException;
    }

    static final Codec<String> TEXT =
            simple("string", (v, out) -> out.writeText(v), Decoder::readText);
    static final Codec<byte[]> BYTES =
            simple("bytes", (v, out) -> out.writeBytes(v), Decoder::readBytes);
    static final Codec<Boolean> BOOLEAN =
            simple("boolean", Primitives::write, Primitives::readBoolean);
    static final Codec<Integer> INT = simple("int", Primitives::write, Primitives::readInt);
    static final Codec<Long> LONG = simple("long", Primitives::write, Primitives::readLong);
    static final Codec<Double> DOUBLE = simple("double", Primitives::write, Primitives::readDouble);
    static final Codec<Instant> INSTANT =
            simple("instant", Codecs::writeInstant, Codecs::readInstant);
    static final Codec<Document> DOCUMENT =
            simple("document", Codecs::writeDocument, Codecs::readDocument);

    private static final Map<Class<?>, Codec<?>> BY_CLASS =
            Map.ofEntries(
                    Map.entry(String.class, TEXT),
                    Map.entry(byte[].class, BYTES),
                    Map.entry(Document.class, DOCUMENT),
                    Map.entry(Instant.class, INSTANT),
                    Map.entry(Boolean.class, BOOLEAN),
                    Map.entry(Long.class, LONG),
                    Map.entry(Integer.class, INT),
                    Map.entry(Double.class, DOUBLE),
                    Map.entry(
                            Float.class,
                            Codecs.<Float>simple(
                                    "float", Primitives::write, Primitives::readFloat)),
                    Map.entry(
                            Short.class,
                            Codecs.<Short>simple(
                                    "short", Primitives::write, Primitives::readShort)),
                    Map.entry(
                            Byte.class,
                            Codecs.<Byte>simple("byte", Primitives::write, Primitives::readByte)),
                    Map.entry(
                            Character.class,
                            Codecs.<Character>simple(
                                    "char", Primitives::write, Primitives::readChar)));

    private Codecs() {}

    /**
     * Returns how the values of a type are kept.
     *
     * @throws IllegalArgumentException if they cannot be
     */
    static Codec<?> of(Type type) {
        return of(type, new HashSet<>());
    }

    /**
     * Returns how keys of a type are kept, which have {@code equals}.
     *
     * @throws IllegalArgumentException if they cannot be
     */
    static Codec<?> ofKey(Class<?> type) {
        Codec<?> codec = of(type);
        if (codec.schema().contains(BYTES.schema())) {
            throw new IllegalArgumentException(
                    type.getSimpleName()
                            + " as a key: of two byte arrays, none is equal to the other; a String"
                            + " would do");
        }
        return codec;
    }

    /**
     * Returns how the values of a type are kept.
     *
     * @param within the records that the type is part of
     */
    static Codec<?> of(Type type, Set<Class<?>> within) {
        if (type instanceof Class<?> simple) {
            Codec<?> known = BY_CLASS.get(simple);
            if (known != null) {
                return known;
            }
            if (simple.isEnum()) {
                return new EnumCodec(simple);
            }
            if (simple.isRecord()) {
                return new RecordCodec(simple, within);
            }
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return new ListCodec(of(list.getActualTypeArguments()[0], within));
        }
        throw new IllegalArgumentException(
                type.getTypeName()
                        + " cannot be kept; what can: Document, String, byte[], boxed primitives,"
                        + " Instant, and records, enums and List<...> of these, a list within a"
                        + " record");
    }

    private static <T> Codec<T> simple(String schema, Writer<T> writer, Reader<T> reader) {
        return new Codec<>() {
            @Override
            String schema() {
                return schema;
            }

            @Override
            void write(T value, Encoder out) {
                writer.write(value, out);
            }

            @Override
            T read(Decoder in) throws StateFormatException {
                return reader.read(in);
            }
        };
    }

    private static void writeInstant(Instant instant, Encoder out) {
        out.writeLong(instant.getEpochSecond());
        out.writeUnsigned(instant.getNano());
    }

    private static Instant readInstant(Decoder in) throws StateFormatException {
        long seconds = in.readLong();
        long nanos = in.readUnsigned();
        if (nanos < 0 || nanos >= 1_000_000_000) {
            throw in.bad("a second has no nanosecond " + nanos);
        }
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException e) {
            throw in.bad("no instant", e);
        }
    }

    private static void writeDocument(Document document, Encoder out) {
        int begin = out.beginPart();
        try {
            (out.isKey() ? KeyDocument.of(document) : document).writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from memory
        }
        out.endPart(begin);
    }

    private static Document readDocument(Decoder in) throws StateFormatException {
        byte[] json = in.readPart();
        try {
            return Document.parse(json);
        } catch (DocumentException e) {
            throw in.bad("no document", e);
        }
    }
}
