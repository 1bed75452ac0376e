package io.millrace.components.flow;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;
import io.millrace.api.Mapping;

import java.util.function.Function;
import java.util.function.Predicate;

/** Expressions made of functions, so that these tests need no compiler. */
public final class Expressions {

    private Expressions() {}

    private record Made(String text, Function<Document, Document> value) implements Expression {
        @Override
        public boolean test(Document item, Current current) {
            return value.apply(item).asBoolean();
        }

        @Override
        public Document evaluate(Document item, Current current) {
            return value.apply(item);
        }
    }

    /** Returns the field of an item, which fails where it is missing. */
    public static Expression field(String name) {
        return new Made(
                "item." + name,
                item -> {
                    Document value = item.get(name);
                    if (value == null) {
                        throw new ExpressionException("no field '" + name + "'");
                    }
                    return value;
                });
    }

    /** Returns a condition on an integer field. */
    public static Expression when(String name, Predicate<Long> condition) {
        Expression field = field(name);
        return new Made(
                field.text() + " meets a condition",
                item -> Document.of(condition.test(field.evaluate(item, Current.NONE).asLong())));
    }

    /** Returns the mapping with one field. */
    public static Mapping mapping(String name, Function<Document, Document> value) {
        return (item, _) -> Document.object().put(name, value.apply(item)).build();
    }

    /** Parses an item; quotes may be written as apostrophes. */
    public static Document item(String json) {
        return Document.parse(json.replace('\'', '"'));
    }

    /** Returns text with apostrophes for quotes. */
    public static String apostrophes(Object text) {
        return text.toString().replace('"', '\'');
    }
}
