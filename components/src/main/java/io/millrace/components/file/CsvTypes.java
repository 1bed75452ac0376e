package io.millrace.components.file;

import java.util.Arrays;

/**
 * What the values of a CSV file become.
 *
 * @since 0.1
 */
public enum CsvTypes {
    /**
     * What is written like an integer, a decimal number, {@code true} or {@code false} becomes one,
     * an empty value null; the rest and everything in quotes is text.
     */
    AUTO,
    /** Text, all of it. */
    TEXT;

    static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    /** Returns whether a value without quotes is true, false or a number as it stands. */
    static boolean isLiteral(byte[] text, int from, int to) {
        if (from == to) {
            return false;
        }
        return switch (text[from]) {
            case 't' -> Arrays.equals(text, from, to, TRUE, 0, TRUE.length);
            case 'f' -> Arrays.equals(text, from, to, FALSE, 0, FALSE.length);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> isNumber(text, from, to);
            default -> false;
        };
    }

    /**
     * Returns whether a value without quotes is a JSON number as it stands: an optional minus,
     * digits without a leading zero, and optionally a point and digits. An integer beyond the range
     * of {@code long} is text, so that no digit is lost; so is a number with an exponent.
     */
    private static boolean isNumber(byte[] text, int from, int to) {
        int first = text[from] == '-' ? from + 1 : from;
        int i = first;
        while (i < to && isDigit(text[i])) {
            i++;
        }
        int digits = i - first;
        if (digits == 0 || (digits > 1 && text[first] == '0')) {
            return false;
        }
        if (i == to) {
            return digits < 19 || fitsLong(text, from, to);
        }
        int point = i;
        if (text[point] != '.' || digits > 300) {
            return false;
        }
        for (i++; i < to && isDigit(text[i]); ) {
            i++;
        }
        return i == to && i > point + 1;
    }

    private static boolean fitsLong(byte[] text, int from, int to) {
        if (to - from > 20) {
            return false;
        }
        long value = 0; // counted down, since the negative range is the larger one
        boolean negative = text[from] == '-';
        for (int i = negative ? from + 1 : from; i < to; i++) {
            int digit = text[i] - '0';
            if (value < (Long.MIN_VALUE + digit) / 10) {
                return false;
            }
            value = value * 10 - digit;
        }
        return negative || value != Long.MIN_VALUE;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
