package io.millrace.engine;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;

/** The expression {@code item.<field>}, by hand. */
record FieldExpression(String field) implements Expression {

    @Override
    public String text() {
        return "item." + field;
    }

    @Override
    public boolean test(Document item, Current current) {
        return evaluate(item, current).asBoolean();
    }

    @Override
    public Document evaluate(Document item, Current current) {
        Document value = item.get(field);
        if (value == null) {
            throw new ExpressionException("no field '" + field + "' in item");
        }
        return value;
    }
}
