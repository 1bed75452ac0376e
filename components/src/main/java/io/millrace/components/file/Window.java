package io.millrace.components.file;

/**
 * A stretch of the input that is held in memory: bytes {@code start} (inclusive) to {@code end}
 * (exclusive) of an array that grows as far as its user needs.
 */
final class Window {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final ByteInput input;
    byte[] bytes;
    int start;
    int end;
    private long base; // how much of the input comes before the array

    Window(ByteInput input) {
        this.input = input;
        this.base = input.offset();
        this.bytes = new byte[input.chunk()];
    }

    /** Returns how many bytes of the input come before {@code start}. */
    long offset() {
        return base + start;
    }

    /**
     * Reads on behind what is held, which is kept but may move: afterwards only its distance from
     * {@code start} is what it was.
     *
     * @return whether there was more
     */
    boolean fill() throws Exception {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            end -= start;
            base += start;
            start = 0;
        } else if (end == bytes.length) {
            byte[] larger = new byte[bytes.length * 2];
            System.arraycopy(bytes, 0, larger, 0, end);
            bytes = larger;
        }
        int n = input.read(bytes, end, bytes.length - end);
        end += Math.max(n, 0);
        return n >= 0;
    }

    /** Skips a byte-order mark; to be called before anything else. */
    void skipByteOrderMark() throws Exception {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            while (end - start <= i) {
                if (!fill()) {
                    return;
                }
            }
            if (bytes[start + i] != BYTE_ORDER_MARK[i]) {
                return;
            }
        }
        start += BYTE_ORDER_MARK.length;
    }
}
