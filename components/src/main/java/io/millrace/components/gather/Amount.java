package io.millrace.components.gather;

import io.millrace.api.Document;
import io.millrace.api.DocumentException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Pattern;

/**
 * A number that does not lose digits while it is added to: whole if all it was made of is.
 *
 * <p>Sums are exact. A product that is not whole keeps 34 digits.
 *
 * @param value the number
 * @param whole whether it stays within 64 bits, and is written without a point
 */
record Amount(BigDecimal value, boolean whole) {

    static final Amount ZERO = new Amount(BigDecimal.ZERO, true);
    static final Amount ONE = new Amount(BigDecimal.ONE, true);

    private static final int MOST_DIGITS = 400;
    private static final int MOST_SHOWN = 100;
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /**
     * An amount as state keeps it.
     *
     * @param value all its digits
     * @param whole as {@link Amount#whole}
     */
    record Kept(String value, boolean whole) {
        Amount amount() {
            return new Amount(new BigDecimal(value), whole);
        }
    }

    Kept kept() {
        return new Kept(value.toString(), whole);
    }

    /** Returns a number, or null if it is none, or too large to count with. */
    static @Nullable Amount of(Document number) {
        return switch (number.kind()) {
            case INTEGER -> new Amount(BigDecimal.valueOf(number.asLong()), true);
            case FLOAT -> new Amount(BigDecimal.valueOf(number.asDouble()), false);
            case OBJECT, ARRAY, STRING, BIG, BOOLEAN, NULL -> null;
        };
    }

    /** Returns a number that may be written as a text, or null if it is none. */
    static @Nullable Amount read(Document number) {
        if (number.kind() != Document.Kind.STRING) {
            return of(number);
        }
        String text = number.asString().strip();
        if (text.length() > MOST_DIGITS) {
            return null;
        }
        if (INTEGER.matcher(text).matches()) {
            var value = new BigDecimal(text);
            return fits(value) ? new Amount(value, true) : null;
        }
        double value = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        return Double.isFinite(value) ? new Amount(BigDecimal.valueOf(value), false) : null;
    }

    /**
     * Adds.
     *
     * @throws DocumentException if the sum is out of range
     */
    Amount plus(Amount other) {
        return checked(value.add(other.value), whole && other.whole, "sum");
    }

    /**
     * Multiplies.
     *
     * @throws DocumentException if the product is out of range
     */
    Amount times(Amount other) {
        boolean stays = whole && other.whole;
        BigDecimal product = value.multiply(other.value);
        return checked(stays ? product : product.round(MathContext.DECIMAL128), stays, "product");
    }

    private static Amount checked(BigDecimal value, boolean whole, String what) {
        if (whole && !fits(value)) {
            throw new DocumentException("the " + what + " " + value + " is beyond 64 bits", -1);
        }
        if (!whole && Double.isInfinite(value.doubleValue())) {
            throw new DocumentException(
                    "the " + what + " is beyond the range of a 64-bit number", -1);
        }
        return new Amount(value, whole);
    }

    /** Returns what is meant by so much per item. */
    Document dividedBy(long count) {
        return Document.of(
                value.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue());
    }

    /** Returns this as an item's value: an integer, or the nearest 64-bit number. */
    Document document() {
        return whole ? Document.of(value.longValueExact()) : Document.of(value.doubleValue());
    }

    /** Returns a value as a message shows it. */
    static String shown(Document value) {
        String text = value.kind() == Document.Kind.STRING ? value.asString() : value.toString();
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + " …";
    }

    private static boolean fits(BigDecimal whole) {
        return whole.toBigInteger().bitLength() < Long.SIZE;
    }
}
