package io.millrace.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What is in a file. Copies share the bytes until one of them changes. */
final class DiskBytes {

    private byte[] bytes;
    private int size;
    private boolean isShared;

    DiskBytes() {
        this(new byte[0], 0);
    }

    private DiskBytes(byte[] bytes, int size) {
        this.bytes = bytes;
        this.size = size;
    }

    DiskBytes copy() {
        isShared = true;
        var copy = new DiskBytes(bytes, size);
        copy.isShared = true;
        return copy;
    }

    int size() {
        return size;
    }

    /** Writes over what is there, or behind it; a gap is filled with zeros. */
    void write(long at, byte[] source) {
        int end = Math.toIntExact(at + source.length);
        if (source.length == 0) {
            return; // as on a real disk: no gap either
        }
        own(end);
        System.arraycopy(source, 0, bytes, (int) at, source.length);
        size = Math.max(size, end);
    }

    /** Sets the size; what is new is zero. */
    void resize(long to) {
        int end = Math.toIntExact(to);
        own(end);
        if (end < size) {
            Arrays.fill(bytes, end, size, (byte) 0);
        }
        size = end;
    }

    private void own(int room) {
        if (isShared || room > bytes.length) {
            int length = room > bytes.length ? Math.max(room, 2 * size) : bytes.length;
            bytes = Arrays.copyOf(bytes, length);
            isShared = false;
        }
    }

    /** Returns how many bytes were read; -1 at the end. */
    int read(long at, ByteBuffer target) {
        if (at >= size) {
            return target.hasRemaining() ? -1 : 0;
        }
        int n = (int) Math.min(target.remaining(), size - at);
        target.put(bytes, (int) at, n);
        return n;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }
}
