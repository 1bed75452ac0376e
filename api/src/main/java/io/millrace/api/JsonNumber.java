package io.millrace.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Numbers as JSON writes them. */
final class JsonNumber {

    /** A number of so many digits before the point is finite. */
    private static final int MOST_DIGITS = 308;

    /** Every whole number up to this is a double. */
    private static final long LARGEST_EXACT = 1L << 53;

    /** The powers of ten that are doubles. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    private JsonNumber() {}

    /**
     * Returns the kind of a valid number.
     *
     * @param whole where its fraction or exponent begins; its end if it has none
     */
    static int kind(byte[] bytes, int from, int whole, int to) {
        if (whole == to) {
            return to - from < 19 || fitsLong(bytes, from, to)
                    ? JsonDocument.INTEGER
                    : JsonDocument.BIG;
        }
        return isFinite(bytes, from, whole, to) ? JsonDocument.FLOAT : JsonDocument.BIG;
    }

    private static boolean isFinite(byte[] bytes, int from, int whole, int to) {
        int at = whole;
        while (at < to && (bytes[at] | 0x20) != 'e') {
            at++;
        }
        boolean surely = whole - from + exponent(bytes, at, to) <= MOST_DIGITS;
        return surely || !Double.isInfinite(readDouble(bytes, from, to));
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
        boolean negative = bytes[from] == '-';
        int at = negative ? from + 1 : from;
        long digits = 0;
        int point = to;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                if (digits > LARGEST_EXACT / 10) {
                    return readSlowly(bytes, from, to);
                }
                digits = 10 * digits + digit;
            } else if (bytes[at] == '.') {
                point = at + 1;
            } else {
                break;
            }
        }
        int power = exponent(bytes, at, to) - Math.max(0, at - point);
        if (Math.abs(power) >= POWERS.length) {
            return readSlowly(bytes, from, to);
        }
        // both are exact, so that the one operation rounds once
        double magnitude = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
        return negative ? -magnitude : magnitude;
    }

    /** Reads an exponent with its letter, if there is one; a large one may come out smaller. */
    private static int exponent(byte[] bytes, int from, int to) {
        if (from == to) {
            return 0;
        }
        boolean negative = bytes[from + 1] == '-';
        int exponent = 0;
        for (int at = from + 1; at < to; at++) {
            if (bytes[at] >= '0' && exponent < 100_000) {
                exponent = 10 * exponent + (bytes[at] - '0');
            }
        }
        return negative ? -exponent : exponent;
    }

    private static double readSlowly(byte[] bytes, int from, int to) {
        return Double.parseDouble(new String(bytes, from, to - from, ISO_8859_1));
    }
}
