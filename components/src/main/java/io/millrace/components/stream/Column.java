package io.millrace.components.stream;

import io.millrace.api.Aggregate;
import io.millrace.api.Aggregate.Function;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Expression;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * One aggregate of the windows, and its value for the item that is being taken.
 *
 * <p>What cannot be aggregated fails in {@link #read}, before any window has changed; the other
 * methods never do.
 */
abstract class Column implements Expression.Taker {

    private final Aggregate aggregate;
    private final Expression expression;
    boolean isWhole;
    long whole;
    double decimal;
    Document value = Document.ofNull();
    long time;

    private Column(Aggregate aggregate) {
        this.aggregate = aggregate;
        this.expression = aggregate.expression();
    }

    static Column of(Aggregate aggregate) {
        return switch (aggregate.function()) {
            case SUM, AVG -> new Sum(aggregate);
            case MIN, MAX -> new Extreme(aggregate);
            case FIRST, LAST -> new Edge(aggregate);
            case COUNT, COLLECT -> throw new IllegalArgumentException("it needs no cell");
        };
    }

    /** Takes the value of an item. */
    final void read(Document item, Context context, long at) {
        time = at;
        value = Document.ofNull();
        expression.evaluate(item, context, this);
    }

    /** Returns what the value makes alone. */
    abstract Cell alone();

    /** Returns what a cell becomes by the value: the same one if it does not change. */
    abstract Cell plus(Cell cell);

    /** Returns what two cells are together. */
    abstract Cell merged(Cell one, Cell other);

    /** Returns the result over so many items. */
    abstract Document result(Cell cell, long count);

    final boolean is(Function function) {
        return aggregate.function() == function;
    }

    @Override
    public void integer(long number) {
        isWhole = true;
        whole = number;
    }

    @Override
    public void number(double number) {
        isWhole = false;
        decimal = number;
    }

    @Override
    public void other(Document other) {
        throw wrong("a number of 64 bits", other);
    }

    final DocumentException wrong(String wanted, Document given) {
        String text = given.toString();
        return new DocumentException(
                "the value is %s, not %s"
                        .formatted(
                                text.length() <= 100 ? text : text.substring(0, 100) + " …",
                                wanted),
                -1);
    }

    /** Returns a value that holds no more than itself of the item it was taken from. */
    static Document own(Document value) {
        return switch (value.kind()) {
            case STRING -> Document.of(value.asString());
            case INTEGER -> Document.of(value.asLong());
            case FLOAT -> Document.of(value.asDouble());
            case BOOLEAN -> Document.of(value.asBoolean());
            case NULL -> Document.ofNull();
            case OBJECT, ARRAY, BIG -> {
                Keys.checkDepth(value);
                yield Document.parse(value.toString());
            }
        };
    }

    /** {@code sum} and {@code avg}. */
    private static final class Sum extends Column {

        Sum(Aggregate aggregate) {
            super(aggregate);
        }

        @Override
        Cell alone() {
            return isWhole ? Cell.of(whole) : Cell.of(decimal);
        }

        @Override
        Cell plus(Cell cell) {
            return isWhole ? cell.plus(whole) : cell.plus(decimal);
        }

        @Override
        Cell merged(Cell one, Cell other) {
            return one.plus(other);
        }

        @Override
        Document result(Cell cell, long count) {
            return is(Function.AVG) ? Document.of(cell.sum() / count) : cell.number();
        }
    }

    /** {@code min} and {@code max}: of numbers, of texts; a number is less than a text. */
    private static final class Extreme extends Column {

        Extreme(Aggregate aggregate) {
            super(aggregate);
        }

        @Override
        public void other(Document other) {
            if (other.kind() != Document.Kind.STRING) {
                throw wrong("a number of 64 bits or a text", other);
            }
            value = own(other);
        }

        @Override
        Cell alone() {
            if (value.kind() == Document.Kind.STRING) {
                return Cell.of(0, value);
            }
            return isWhole ? Cell.of(whole) : Cell.of(decimal);
        }

        @Override
        Cell plus(Cell cell) {
            boolean isNumber = !cell.isText() && value.kind() != Document.Kind.STRING;
            if (isNumber && isWhole && cell.isWhole()) {
                boolean stays = is(Function.MIN) ? cell.whole() <= whole : cell.whole() >= whole;
                return stays ? cell : Cell.of(whole);
            }
            return merged(cell, alone());
        }

        @Override
        Cell merged(Cell one, Cell other) {
            int order = compare(one, other);
            return (is(Function.MIN) ? order <= 0 : order >= 0) ? one : other;
        }

        private static int compare(Cell a, Cell b) {
            if (a.isText() || b.isText()) {
                return a.isText() && b.isText()
                        ? a.value().asString().compareTo(b.value().asString())
                        : Boolean.compare(a.isText(), b.isText());
            }
            if (a.isWhole() && b.isWhole()) {
                return Long.compare(a.whole(), b.whole());
            }
            return a.isWhole() || b.isWhole()
                    ? exact(a).compareTo(exact(b))
                    : Double.compare(a.decimal(), b.decimal());
        }

        private static BigDecimal exact(Cell cell) {
            return cell.isWhole()
                    ? BigDecimal.valueOf(cell.whole())
                    : new BigDecimal(cell.decimal());
        }

        @Override
        Document result(Cell cell, long count) {
            return cell.isText() ? cell.value() : cell.number();
        }
    }

    /** {@code first} and {@code last}: by time; of one time, by arrival. */
    private static final class Edge extends Column {

        Edge(Aggregate aggregate) {
            super(aggregate);
        }

        @Override
        public void integer(long number) {
            value = Document.of(number);
        }

        @Override
        public void number(double number) {
            value = Document.of(number);
        }

        @Override
        public void other(Document other) {
            value = own(other);
        }

        @Override
        Cell alone() {
            return Cell.of(time, value);
        }

        @Override
        Cell plus(Cell cell) {
            boolean stays = is(Function.FIRST) ? cell.whole() <= time : cell.whole() > time;
            return stays ? cell : alone();
        }

        @Override
        Cell merged(Cell one, Cell other) {
            boolean isFirst = one.whole() <= other.whole();
            return isFirst == is(Function.FIRST) ? one : other;
        }

        @Override
        Document result(Cell cell, long count) {
            return Objects.requireNonNull(cell.value(), "value");
        }
    }
}
