package io.millrace.engine.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads what an {@link Encoder} has written, and believes nothing. */
final class Decoder {

    private static final char REPLACED = '\uFFFD';

    private final ByteBuffer from;

    Decoder(ByteBuffer from) {
        this.from = from.slice().order(ByteOrder.BIG_ENDIAN);
    }

    byte readByte() throws StateFormatException {
        need(1);
        return from.get();
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
        return from.getLong();
    }

    byte[] readBytes() throws StateFormatException {
        return take(readCount());
    }

    String readText() throws StateFormatException {
        long header = readUnsigned();
        byte[] encoded = take(within(header >>> 1));
        if ((header & 1) != 0) {
            return ByteBuffer.wrap(encoded).asCharBuffer().toString();
        }
        var text = new String(encoded, UTF_8);
        if (text.indexOf(REPLACED) >= 0 && !Arrays.equals(text.getBytes(UTF_8), encoded)) {
            throw bad("a text is not UTF-8");
        }
        return text;
    }

    /** Reads how many follow; each of them takes a byte at least. */
    int readCount() throws StateFormatException {
        return within(readUnsigned());
    }

    /** Reads bytes whose length was not known when they were begun. */
    byte[] readPart() throws StateFormatException {
        need(Integer.BYTES);
        return take(within(Integer.toUnsignedLong(from.getInt())));
    }

    /** Returns how many bytes have been read. */
    int position() {
        return from.position();
    }

    /** Gives all that is left, as it is. */
    void rest(Encoder out) {
        byte[] rest = new byte[from.remaining()];
        from.get(rest);
        out.write(rest, 0, rest.length);
    }

    /** Sees to it that nothing is left. */
    void end() throws StateFormatException {
        if (from.hasRemaining()) {
            throw bad(from.remaining() + " bytes are left over");
        }
    }

    StateFormatException bad(String what) {
        return new StateFormatException(what + " (at byte " + from.position() + ")");
    }

    StateFormatException bad(String what, Throwable cause) {
        return new StateFormatException(what + " (at byte " + from.position() + ")", cause);
    }

    private byte[] take(int length) {
        byte[] taken = new byte[length];
        from.get(taken);
        return taken;
    }

    private void need(int count) throws StateFormatException {
        within(count);
    }

    private int within(long count) throws StateFormatException {
        if (count < 0 || count > from.remaining()) {
            throw bad("%d bytes are needed, and %d left".formatted(count, from.remaining()));
        }
        return (int) count;
    }
}
