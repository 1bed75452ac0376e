package io.millrace.engine.state;

import static io.millrace.engine.state.NoKey.NO_KEY;

import io.millrace.api.Document;

import java.time.Instant;
import java.util.List;

/** Values of several types: a byte before each says which. What a key of an item is. */
final class AnyCodec extends Codec<Object> {

    static final AnyCodec ANY = new AnyCodec();

    /** By the byte that stands for it; 0 is no key. Bytes are never given another meaning. */
    private static final List<Kind<?>> KINDS =
            List.of(
                    new Kind<>(NoKey.class, new NoKeyCodec()),
                    new Kind<>(String.class, Codecs.TEXT),
                    new Kind<>(Long.class, Codecs.LONG),
                    new Kind<>(Double.class, Codecs.DOUBLE),
                    new Kind<>(Boolean.class, Codecs.BOOLEAN),
                    new Kind<>(Document.class, Codecs.DOCUMENT),
                    new Kind<>(Integer.class, Codecs.INT),
                    new Kind<>(Instant.class, Codecs.INSTANT),
                    new Kind<>(byte[].class, Codecs.BYTES));

    private record Kind<T>(Class<T> type, Codec<T> codec) {
        boolean is(Object value) {
            return type.isInstance(value);
        }

        void write(Object value, Encoder out) {
            codec.write(type.cast(value), out);
        }
    }

    /** Returns whether a value is of a type that this keeps. */
    boolean canKeep(Object value) {
        return KINDS.stream().anyMatch(kind -> kind.is(value));
    }

    @Override
    String schema() {
        return "any";
    }

    @Override
    void write(Object value, Encoder out) {
        for (int i = 0; i < KINDS.size(); i++) {
            if (KINDS.get(i).is(value)) {
                out.write(i);
                KINDS.get(i).write(value, out);
                return;
            }
        }
        throw new IllegalArgumentException(value.getClass().getName() + " cannot be kept");
    }

    @Override
    Object read(Decoder in) throws StateFormatException {
        byte kind = in.readByte();
        if (kind < 0 || kind >= KINDS.size()) {
            throw in.bad("there is no type " + kind);
        }
        return KINDS.get(kind).codec.read(in);
    }

    /** Nothing is needed. */
    private static final class NoKeyCodec extends Codec<NoKey> {
        @Override
        String schema() {
            return "none";
        }

        @Override
        void write(NoKey value, Encoder out) {}

        @Override
        NoKey read(Decoder in) {
            return NO_KEY;
        }
    }
}
