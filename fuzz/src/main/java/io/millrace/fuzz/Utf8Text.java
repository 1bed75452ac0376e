package io.millrace.fuzz;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text of bytes, by the JDK's strict decoder. */
final class Utf8Text {

    private Utf8Text() {}

    /** Returns the text, or null if the bytes are not UTF-8. */
    static @Nullable String of(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
