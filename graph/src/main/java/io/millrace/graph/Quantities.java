package io.millrace.graph;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Reads numbers as the core schema writes them, and amounts with a unit.
 *
 * @since 0.1
 */
public final class Quantities {

    static final String DURATION_FORM = "a duration: 250ms, 5s, 1m30s, 2h, 1d, or seconds";
    static final String BYTES_FORM = "a number of bytes: 512B, 64KiB, 8MiB, 1GiB";

    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
    private static final int LONGEST_NUMBER = 40;

    private Quantities() {}

    /** Returns a whole number; null if it does not fit. */
    static @Nullable Long integer(String text) {
        try {
            if (text.startsWith("0x")) {
                return Long.parseLong(text, 2, text.length(), 16);
            }
            if (text.startsWith("0o")) {
                return Long.parseLong(text, 2, text.length(), 8);
            }
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns a number that the schema says is one. */
    static double number(String text) {
        if (text.startsWith("0x") || text.startsWith("0o")) {
            int radix = text.charAt(1) == 'x' ? 16 : 8;
            return new BigInteger(text.substring(2), radix).doubleValue();
        }
        int start = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
        if (text.length() == start + 4 && text.charAt(start) == '.') {
            char kind = Character.toLowerCase(text.charAt(start + 1));
            if (kind == 'n') {
                return Double.NaN;
            }
            if (kind == 'i') {
                return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
        }
        return Double.parseDouble(text);
    }

    /** Returns {@code 1m30s}, {@code 250ms} or a number of seconds; null if it is none. */
    public static @Nullable Duration duration(String text) {
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < text.length()) {
            int unit = numberEnd(text, at);
            int end = unitEnd(text, unit);
            BigDecimal size = nanosOf(text.substring(unit, end));
            if (unit == at || size == null || (end == unit && (at > 0 || end < text.length()))) {
                return null;
            }
            BigDecimal number = decimal(text.substring(at, unit));
            if (number == null) {
                return null;
            }
            nanos = nanos.add(number.multiply(size));
            at = end;
        }
        try {
            return at == 0 ? null : Duration.ofNanos(nanos.longValueExact());
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** Returns a duration as {@link #duration} reads it: {@code 1m30s}, {@code 250ms}. */
    public static String text(Duration time) {
        if (time.isZero()) {
            return "0s";
        }
        var text = new StringBuilder();
        BigDecimal rest = BigDecimal.valueOf(time.toNanos());
        for (String unit : List.of("d", "h", "m", "s", "ms", "us", "ns")) {
            BigDecimal[] parts = rest.divideAndRemainder(Objects.requireNonNull(nanosOf(unit)));
            if (parts[0].signum() > 0) {
                text.append(parts[0].toPlainString()).append(unit);
            }
            rest = parts[1];
        }
        return text.toString();
    }

    /** Returns {@code 64KiB} or a number of bytes; null if it is none. */
    static @Nullable Long bytes(String text) {
        int unit = numberEnd(text, 0);
        BigDecimal number = decimal(text.substring(0, unit));
        BigDecimal size =
                switch (text.substring(unit)) {
                    case "", "B" -> BigDecimal.ONE;
                    case "kB" -> BigDecimal.valueOf(1_000);
                    case "MB" -> BigDecimal.valueOf(1_000_000);
                    case "GB" -> BigDecimal.valueOf(1_000_000_000);
                    case "KiB" -> BigDecimal.valueOf(1L << 10);
                    case "MiB" -> BigDecimal.valueOf(1L << 20);
                    case "GiB" -> BigDecimal.valueOf(1L << 30);
                    default -> null;
                };
        if (number == null || size == null) {
            return null;
        }
        try {
            return number.multiply(size).longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable BigDecimal nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> BigDecimal.ONE;
            case "us" -> BigDecimal.valueOf(1_000);
            case "ms" -> BigDecimal.valueOf(1_000_000);
            case "", "s" -> NANOS_PER_SECOND;
            case "m" -> BigDecimal.valueOf(60).multiply(NANOS_PER_SECOND);
            case "h" -> BigDecimal.valueOf(3_600).multiply(NANOS_PER_SECOND);
            case "d" -> BigDecimal.valueOf(86_400).multiply(NANOS_PER_SECOND);
            default -> null;
        };
    }

    private static @Nullable BigDecimal decimal(String digits) {
        if (digits.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static int numberEnd(String text, int from) {
        int at = from;
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        return at;
    }

    private static int unitEnd(String text, int from) {
        int at = from;
        while (at < text.length() && !isDigit(text.charAt(at)) && text.charAt(at) != '.') {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
