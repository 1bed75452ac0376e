package io.millrace.engine.state;

import java.nio.ByteBuffer;

/** Writes items as bytes, each with its type. Not safe for several threads. */
public final class KeptItems {

    /** Creates one. */
    public KeptItems() {}

    private final Encoder encoder = new Encoder();

    /**
     * Returns an item as bytes, valid until the next call.
     *
     * @throws IllegalArgumentException if items of its type cannot be kept
     */
    public ByteBuffer encode(Object item) {
        if (!AnyCodec.ANY.canKeep(item)) {
            throw new IllegalArgumentException(
                    "an item of type '%s' cannot be kept; send a Document, a text, bytes, a number, a boolean or a time"
                            .formatted(item.getClass().getSimpleName()));
        }
        AnyCodec.ANY.write(item, encoder.reset());
        return encoder.written();
    }

    /**
     * Returns an item again.
     *
     * @throws StateFormatException if the bytes are none
     */
    public static Object decode(ByteBuffer bytes) throws StateFormatException {
        var decoder = new Decoder(bytes);
        Object item = AnyCodec.ANY.read(decoder);
        decoder.end();
        return item;
    }
}
