package io.millrace.engine.state;

/**
 * What stands before a kept value: a byte that says what follows, then that.
 *
 * @param ofKey where its key stands among the keys of the table; {@link #NONE} if that is not kept
 * @param sequence where it stands among the entries of its key, likewise
 * @param written when it was written, likewise
 */
record Envelope(long ofKey, long sequence, long written) {

    static final long NONE = Long.MIN_VALUE;

    private static final int OF_KEY = 1;
    private static final int SEQUENCE = 2;
    private static final int WRITTEN = 4;

    static void write(long ofKey, long sequence, long written, Encoder out) {
        out.write(
                (ofKey == NONE ? 0 : OF_KEY)
                        | (sequence == NONE ? 0 : SEQUENCE)
                        | (written == NONE ? 0 : WRITTEN));
        writeIf(ofKey, out);
        writeIf(sequence, out);
        writeIf(written, out);
    }

    private static void writeIf(long value, Encoder out) {
        if (value != NONE) {
            out.writeLong(value);
        }
    }

    static Envelope read(Decoder in) throws StateFormatException {
        int what = in.readByte();
        if ((what & ~(OF_KEY | SEQUENCE | WRITTEN)) != 0) {
            throw in.bad("nothing is known of what begins with " + what);
        }
        return new Envelope(
                readIf((what & OF_KEY) != 0, in),
                readIf((what & SEQUENCE) != 0, in),
                readIf((what & WRITTEN) != 0, in));
    }

    private static long readIf(boolean there, Decoder in) throws StateFormatException {
        return there ? in.readLong() : NONE;
    }
}
