package io.millrace.graph.expression;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A value of type {@code bytes}. */
final class Bytes implements Comparable<Bytes> {

    private final byte[] bytes;

    /** Takes the bytes, which must not be changed afterwards. */
    Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    int size() {
        return bytes.length;
    }

    Bytes concat(Bytes other) {
        byte[] both = Arrays.copyOf(bytes, bytes.length + other.bytes.length);
        System.arraycopy(other.bytes, 0, both, bytes.length, other.bytes.length);
        return new Bytes(both);
    }

    /** Returns the text these are in UTF-8. */
    String decode() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Failure("the bytes are no UTF-8");
        }
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
