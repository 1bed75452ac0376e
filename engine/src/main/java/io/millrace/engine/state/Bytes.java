package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Bytes that are compared one by one. */
final class Bytes {

    final byte[] array;

    Bytes(byte[] array) {
        this.array = array;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }
}
