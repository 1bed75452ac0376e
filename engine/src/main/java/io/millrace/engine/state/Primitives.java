package io.millrace.engine.state;

/** Writes and reads the primitives of records, as the codecs of their boxes do. */
final class Primitives {

    private Primitives() {}

    static void write(boolean value, Encoder out) {
        out.write(value ? 1 : 0);
    }

    static void write(byte value, Encoder out) {
        out.write(value);
    }

    static void write(short value, Encoder out) {
        out.writeLong(value);
    }

    static void write(char value, Encoder out) {
        out.writeLong(value);
    }

    static void write(int value, Encoder out) {
        out.writeLong(value);
    }

    static void write(long value, Encoder out) {
        out.writeLong(value);
    }

    static void write(float value, Encoder out) {
        out.writeLong(Float.floatToIntBits(value));
    }

    static void write(double value, Encoder out) {
        out.writeFixed(Double.doubleToLongBits(value));
    }

    static boolean readBoolean(Decoder in) throws StateFormatException {
        return in.readBoolean();
    }

    static byte readByte(Decoder in) throws StateFormatException {
        return in.readByte();
    }

    static short readShort(Decoder in) throws StateFormatException {
        return (short) in.readLong(Short.MIN_VALUE, Short.MAX_VALUE);
    }

    static char readChar(Decoder in) throws StateFormatException {
        return (char) in.readLong(0, Character.MAX_VALUE);
    }

    static int readInt(Decoder in) throws StateFormatException {
        return (int) in.readLong(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static long readLong(Decoder in) throws StateFormatException {
        return in.readLong();
    }

    static float readFloat(Decoder in) throws StateFormatException {
        return Float.intBitsToFloat(readInt(in));
    }

    static double readDouble(Decoder in) throws StateFormatException {
        return Double.longBitsToDouble(in.readFixed());
    }
}
