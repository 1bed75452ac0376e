package io.millrace.components.file;

import io.millrace.api.DocumentException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes as text, without putting up with bytes that are none. */
final class Utf8 {

    private Utf8() {}

    /**
     * Returns the text that the bytes are.
     *
     * @throws MalformedItem if they are not UTF-8
     */
    static String text(byte[] bytes) throws MalformedItem {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0 && !isUtf8(bytes)) {
            throw new MalformedItem(bytes, new DocumentException("this is not UTF-8", -1));
        }
        return text;
    }

    /** Returns the text that the bytes are, or the bytes themselves if they are not UTF-8. */
    static Object textOrBytes(byte[] bytes) {
        try {
            return text(bytes);
        } catch (MalformedItem e) {
            return e.raw();
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
