package io.millrace.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Numbers as JSON writes them. */
final class JsonNumber {

    private JsonNumber() {}

    /**
     * Returns the kind of a valid number.
     *
     * @param whole where its fraction or exponent begins; its end if it has none
     */
    static int kind(byte[] bytes, int from, int whole, int to) {
        if (whole < to) {
            return Double.isInfinite(readDouble(bytes, from, to))
                    ? JsonDocument.BIG
                    : JsonDocument.FLOAT;
        }
        return fitsLong(bytes, from, to) ? JsonDocument.INTEGER : JsonDocument.BIG;
    }

    private static boolean fitsLong(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        int digits = to - from - (negative ? 1 : 0);
        if (digits != 19) {
            return digits < 19;
        }
        long magnitude = readLong(bytes, negative ? from + 1 : from, to);
        return magnitude >= 0 || (negative && magnitude == Long.MIN_VALUE);
    }

    /** Reads an integer known to fit. */
    static long readLong(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        long magnitude = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            magnitude = 10 * magnitude + (bytes[i] - '0');
        }
        return negative ? -magnitude : magnitude;
    }

    /** Reads a number, rounded to the nearest. */
    static double readDouble(byte[] bytes, int from, int to) {
        return Double.parseDouble(new String(bytes, from, to - from, ISO_8859_1));
    }
}
