package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

/** What may be null: a byte before it says. */
final class NullableCodec {

    private final Codec<Object> codec;

    @SuppressWarnings("unchecked") // it is given what it is for: the type it was made of
    NullableCodec(Codec<?> codec) {
        this.codec = (Codec<Object>) codec;
    }

    String schema() {
        return codec.schema() + "?";
    }

    void write(@Nullable Object value, Encoder out) {
        if (value == null) {
            out.write(0);
        } else {
            out.write(1);
            codec.write(value, out);
        }
    }

    @Nullable Object read(Decoder in) throws StateFormatException {
        return in.readBoolean() ? codec.read(in) : null;
    }
}
