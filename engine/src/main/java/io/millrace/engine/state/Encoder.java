package io.millrace.engine.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes being put together. Whole numbers take 7 bits a byte, the lowest first. */
final class Encoder extends OutputStream {

    private static final int LEAST = 256;
    private static final int KEPT = 1 << 20;

    private byte[] bytes = new byte[LEAST];
    private ByteBuffer view = ByteBuffer.wrap(bytes);
    private int size;
    private boolean isKey;

    /** Begins anew. */
    Encoder reset() {
        size = 0;
        isKey = false;
        if (bytes.length > KEPT) {
            use(new byte[LEAST]);
        }
        return this;
    }

    /** Begins anew, with what is found again by its bytes: of equal keys they are the same. */
    Encoder resetForKey() {
        reset();
        isKey = true;
        return this;
    }

    boolean isKey() {
        return isKey;
    }

    /** Returns what was written, for good. */
    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    /** Returns what was written, valid until the next write: the same buffer each time. */
    ByteBuffer written() {
        return view.clear().limit(size);
    }

    @Override
    public void write(int b) {
        if (size == bytes.length) {
            makeRoom(1);
        }
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        makeRoom(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /** Writes a number; one near zero takes few bytes, whatever its sign. */
    void writeLong(long value) {
        writeUnsigned(value << 1 ^ value >> 63);
    }

    /** Writes a number that is not negative, or any as 64 bits. */
    void writeUnsigned(long value) {
        makeRoom(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Writes 64 bits as they are. */
    void writeFixed(long value) {
        makeRoom(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void writeBytes(byte[] value) {
        writeUnsigned(value.length);
        write(value, 0, value.length);
    }

    /** Writes UTF-8, or all characters in 16 bits if that would not bring the text back. */
    void writeText(String text) {
        boolean whole = isWellFormed(text);
        byte[] encoded = whole ? text.getBytes(UTF_8) : characters(text);
        writeUnsigned((long) encoded.length << 1 | (whole ? 0 : 1));
        write(encoded, 0, encoded.length);
    }

    private static byte[] characters(String text) {
        var bytes = ByteBuffer.allocate(Math.multiplyExact(text.length(), Character.BYTES));
        bytes.asCharBuffer().put(text);
        return bytes.array();
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return UTF_8.newEncoder().canEncode(text);
            }
        }
        return true;
    }

    /** Leaves room for a length that is not known yet, and returns where. */
    int beginPart() {
        makeRoom(Integer.BYTES);
        size += Integer.BYTES;
        return size;
    }

    /** Says that the part ends here. */
    void endPart(int begin) {
        ByteBuffer.wrap(bytes).putInt(begin - Integer.BYTES, size - begin);
    }

    private void makeRoom(int more) {
        if (bytes.length - size < more) {
            use(Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2)));
        }
    }

    private void use(byte[] array) {
        bytes = array;
        view = ByteBuffer.wrap(array);
    }
}
