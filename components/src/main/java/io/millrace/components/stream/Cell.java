package io.millrace.components.stream;

import io.millrace.api.Document;

/**
 * What one aggregate of a window has come to; part of the state of {@link Windowing}.
 *
 * @param isWhole of a number: whether it is whole
 * @param whole a whole number, the sum of the whole ones, or the time of the value
 * @param decimal another number, or the sum of those that are not whole
 * @param rest what the digits of {@code decimal} had no room for
 * @param value a value that is no number; null as JSON has it, if there is none
 */
record Cell(boolean isWhole, long whole, double decimal, double rest, Document value) {

    static Cell of(long whole) {
        return new Cell(true, whole, 0, 0, Document.ofNull());
    }

    static Cell of(double decimal) {
        return new Cell(false, 0, decimal, 0, Document.ofNull());
    }

    static Cell of(long time, Document value) {
        return new Cell(true, time, 0, 0, value);
    }

    boolean isText() {
        return value.kind() == Document.Kind.STRING;
    }

    /** Returns the number as JSON; not one of those that hold a time. */
    Document number() {
        return isWhole ? Document.of(whole) : Document.of(sum());
    }

    double sum() {
        return whole + (decimal + rest);
    }

    /** Adds a whole number; a sum beyond 64 bits is whole no more. */
    Cell plus(long number) {
        long sum = whole + number;
        return ((whole ^ sum) & (number ^ sum)) < 0
                ? new Cell(false, 0, decimal, rest, value)
                        .plus((double) whole)
                        .plus((double) number)
                : new Cell(isWhole, sum, decimal, rest, value);
    }

    /** Adds a number that is not whole (Neumaier's summation). */
    Cell plus(double number) {
        double sum = decimal + number;
        double lost =
                Math.abs(decimal) >= Math.abs(number)
                        ? (decimal - sum) + number
                        : (number - sum) + decimal;
        return new Cell(false, whole, sum, rest + lost, value);
    }

    /** Adds the numbers of another. */
    Cell plus(Cell other) {
        Cell sum = plus(other.whole);
        return other.isWhole ? sum : sum.plus(other.decimal).plus(other.rest);
    }
}
