package io.millrace.engine.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads what an {@link Encoder} has written, and believes nothing. */
final class Decoder {

    private static final char REPLACED = '\uFFFD';

    private final byte[] from;
    private final int begin;
    private final int end;
    private int at;

    /** Creates one for what remains of bytes on the heap, which are not copied. */
    Decoder(ByteBuffer bytes) {
        from = bytes.array();
        begin = bytes.arrayOffset() + bytes.position();
        end = begin + bytes.remaining();
        at = begin;
    }

    byte readByte() throws StateFormatException {
        need(1);
        return from[at++];
    }

    /** Reads a byte that is 0 or 1. */
    boolean readBoolean() throws StateFormatException {
        byte value = readByte();
        if (value >>> 1 != 0) {
            throw bad("a byte of 0 or 1 is " + value);
        }
        return value == 1;
    }

    long readLong() throws StateFormatException {
        long value = readUnsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** Reads a number within bounds. */
    long readLong(long least, long most) throws StateFormatException {
        long value = readLong();
        if (value < least || value > most) {
            throw bad(value + " is not between " + least + " and " + most);
        }
        return value;
    }

    long readUnsigned() throws StateFormatException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = readByte();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                if (shift == 63 && next > 1) {
                    break;
                }
                return value;
            }
        }
        throw bad("a number has more than 64 bits");
    }

    long readFixed() throws StateFormatException {
        need(Long.BYTES);
        long value = ByteBuffer.wrap(from).getLong(at);
        at += Long.BYTES;
        return value;
    }

    byte[] readBytes() throws StateFormatException {
        return take(readCount());
    }

    String readText() throws StateFormatException {
        long header = readUnsigned();
        int length = within(header >>> 1);
        int first = at;
        at += length;
        if ((header & 1) != 0) {
            return ByteBuffer.wrap(from, first, length).asCharBuffer().toString();
        }
        var text = new String(from, first, length, UTF_8);
        if (text.indexOf(REPLACED) >= 0 && !isEncoded(text, first)) {
            throw bad("a text is not UTF-8");
        }
        return text;
    }

    /** Returns whether a text is what was read last. */
    private boolean isEncoded(String text, int first) {
        byte[] encoded = text.getBytes(UTF_8);
        return Arrays.equals(encoded, 0, encoded.length, from, first, at);
    }

    /** Reads how many follow; each of them takes a byte at least. */
    int readCount() throws StateFormatException {
        return within(readUnsigned());
    }

    /** Reads bytes whose length was not known when they were begun. */
    byte[] readPart() throws StateFormatException {
        need(Integer.BYTES);
        int length = ByteBuffer.wrap(from).getInt(at);
        at += Integer.BYTES;
        return take(within(Integer.toUnsignedLong(length)));
    }

    /** Returns how many bytes have been read. */
    int position() {
        return at - begin;
    }

    /** Gives all that is left, as it is. */
    void rest(Encoder out) {
        out.write(from, at, end - at);
        at = end;
    }

    /** Sees to it that nothing is left. */
    void end() throws StateFormatException {
        if (at < end) {
            throw bad(end - at + " bytes are left over");
        }
    }

    StateFormatException bad(String what) {
        return new StateFormatException(what + " (at byte " + position() + ")");
    }

    StateFormatException bad(String what, Throwable cause) {
        return new StateFormatException(what + " (at byte " + position() + ")", cause);
    }

    private byte[] take(int length) {
        byte[] taken = Arrays.copyOfRange(from, at, at + length);
        at += length;
        return taken;
    }

    private void need(int count) throws StateFormatException {
        within(count);
    }

    private int within(long count) throws StateFormatException {
        if (count < 0 || count > end - at) {
            throw bad("%d bytes are needed, and %d left".formatted(count, end - at));
        }
        return (int) count;
    }
}
