package io.millrace.fuzz;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;
import io.millrace.graph.expression.ExpressionSyntaxException;
import io.millrace.graph.expression.Expressions;

import org.jspecify.annotations.Nullable;

/**
 * An expression has the value that dev.cel gives it, or is an error for both; an error has a
 * message and, before the run, a place.
 *
 * <p>An input is an item on the first line and the expression behind it; if there is no item, one
 * that has a bit of everything is taken. {@link Deviations} says what is not compared.
 */
final class ExpressionCheck implements Target.Check {

    private static final Document ITEM =
            Document.parse(
                    """
                    {"a":1,"b":-2.5,"c":null,"list":[1,2.5,"x"],"map":{"a":true},"text":"a b 1"}
                    """);

    private final CelOracle oracle = new CelOracle();

    @Override
    public void check(byte[] input) throws Exception {
        String all = Tokens.text(input);
        int end = all.indexOf('\n');
        Document item = item(end < 0 ? "" : all.substring(0, end));
        String text = all.substring(end + 1);

        String value = Bounds.measured(() -> evaluate(text, item));
        if (Deviations.isComparable(text, value)) {
            String expected = oracle.evaluate(text, item);
            if (!Deviations.isExplained(text, expected, value)) {
                throw new AssertionError(
                        "dev.cel: %s%nhere: %s%nitem: %s".formatted(expected, value, item));
            }
        }
    }

    private static Document item(String line) {
        try {
            Document item = Document.parse(line);
            return item.kind() == Document.Kind.OBJECT ? item : ITEM;
        } catch (DocumentException e) {
            return ITEM;
        }
    }

    /** Returns the value as JSON, or a text that begins with "refused" or "error". */
    private static String evaluate(String text, Document item) {
        Expression expression;
        try {
            expression = Expressions.compile(text, "item");
        } catch (ExpressionSyntaxException e) {
            check(e, text.length());
            return "refused: " + e.getMessage();
        }
        try {
            return expression.evaluate(item, Current.NONE).toString();
        } catch (ExpressionException e) {
            check(e.getMessage());
            return "error: " + e.getMessage();
        }
    }

    private static void check(ExpressionSyntaxException e, int length) {
        check(e.getMessage());
        if (e.offset() < 0 || e.length() < 1 || e.offset() + e.length() > length + 1) {
            throw new AssertionError(
                    "no place: %d+%d of %d".formatted(e.offset(), e.length(), length), e);
        }
    }

    private static void check(@Nullable String message) {
        if (message == null || message.isBlank()) {
            throw new AssertionError("an error that says nothing");
        }
    }
}
