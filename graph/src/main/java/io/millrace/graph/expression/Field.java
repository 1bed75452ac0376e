package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Expression;

import org.jspecify.annotations.Nullable;

/** {@code operand.name}: a field of an object, read where it is. */
class Field extends Node {

    /** It is read once in an evaluation. */
    static final int ONCE = -2;

    /** It is read for each element of something, which is charged. */
    static final int CHARGED = -1;

    private final Node operand;
    private final Document.Name name;
    private final int reading;

    private Field(Node operand, String name, int reading, String source) {
        super(Type.DYN, source);
        this.operand = operand;
        this.name = Document.name(name);
        this.reading = reading;
    }

    /**
     * Returns a node.
     *
     * @param operand the object
     * @param name the field's name
     * @param reading {@link #ONCE}, {@link #CHARGED}, or the place of the scope where its value is
     *     kept, since it is the same for each element of something
     * @param source its text
     */
    static Field of(Node operand, String name, int reading, String source) {
        return operand instanceof Variables.Item && reading == ONCE
                ? new OfItem(operand, name, source)
                : new Field(operand, name, reading, source);
    }

    /** Returns a node as a field of the item itself, or null if it is anything else. */
    static @Nullable OfItem ofItem(Node node) {
        return node instanceof OfItem field ? field : null;
    }

    @Override
    Object eval(Document item, Current current, Scope scope) {
        @Nullable Object kept = reading >= 0 ? scope.kept(reading) : null;
        if (kept != null) {
            return kept;
        }
        Object object = operand.eval(item, current, scope);
        Object value = object instanceof Document d ? Values.at(d, slot(d)) : select(object);
        if (reading >= 0) {
            scope.keep(reading, value);
        }
        return reading == CHARGED ? scope.chargeRead(value) : value;
    }

    /** Returns whether the value is kept: it depends on the item alone. */
    final boolean isKept() {
        return reading >= 0;
    }

    @Override
    boolean test(Document item, Current current, Scope scope) {
        return operand.eval(item, current, scope) instanceof Document d
                ? testAt(d, slot(d))
                : super.test(item, current, scope);
    }

    @Override
    double number(Document item, Current current, Scope scope) {
        return operand.eval(item, current, scope) instanceof Document d
                ? numberAt(d, slot(d))
                : super.number(item, current, scope);
    }

    @Override
    long integer(Document item, Current current, Scope scope) {
        return operand.eval(item, current, scope) instanceof Document d
                ? integerAt(d, slot(d))
                : super.integer(item, current, scope);
    }

    @Override
    boolean isNumber(double number, Document item, Current current, Scope scope) {
        return operand.eval(item, current, scope) instanceof Document d
                ? isNumberAt(number, d, slot(d))
                : super.isNumber(number, item, current, scope);
    }

    @Override
    boolean isText(Document.Name[] texts, Document item, Current current, Scope scope) {
        return operand.eval(item, current, scope) instanceof Document d
                ? isTextAt(texts, d, slot(d))
                : super.isText(texts, item, current, scope);
    }

    @Override
    Document document(Document item, Current current, Scope scope) {
        return operand.eval(item, current, scope) instanceof Document d
                ? d.at(slot(d))
                : super.document(item, current, scope);
    }

    @Override
    void hand(Document item, Current current, Scope scope, Expression.Taker taker) {
        if (operand.eval(item, current, scope) instanceof Document d) {
            handAt(d, slot(d), taker);
        } else {
            super.hand(item, current, scope, taker);
        }
    }

    private static void handAt(Document object, int slot, Expression.Taker taker) {
        switch (object.kind(slot)) {
            case INTEGER -> taker.integer(object.longAt(slot));
            case FLOAT -> taker.number(object.doubleAt(slot));
            case OBJECT, ARRAY, STRING, BIG, BOOLEAN, NULL -> taker.other(object.at(slot));
        }
    }

    /** Returns the value, or null if there is no such field; for {@code .?}. */
    @Nullable Object find(Document item, Current current, Scope scope) {
        Object object = operand.eval(item, current, scope);
        if (Type.of(object) != Type.MAP) {
            throw noFields(object);
        }
        @Nullable Object value = find(object);
        return reading != ONCE && value != null ? scope.chargeRead(value) : value;
    }

    private @Nullable Object find(Object object) {
        if (object instanceof Document d) {
            int slot = d.slot(name);
            return slot < 0 ? null : Values.at(d, slot);
        }
        return Values.find(object, name.text());
    }

    /** Returns whether there is such a field. */
    boolean has(Document item, Current current, Scope scope) {
        Object object = operand.eval(item, current, scope);
        if (object instanceof Document d && d.kind() == Document.Kind.OBJECT) {
            return d.slot(name) >= 0;
        }
        if (Type.of(object) == Type.MAP) {
            return Values.find(object, name.text()) != null;
        }
        throw noFields(object);
    }

    private Object select(Object object) {
        if (Type.of(object) != Type.MAP) {
            throw noFields(object);
        }
        @Nullable Object value = Values.find(object, name.text());
        if (value == null) {
            throw missing();
        }
        return value;
    }

    final int slot(Document object) {
        int slot = object.slot(name);
        if (slot < 0) {
            throw absent(object);
        }
        return slot;
    }

    private Failure absent(Document object) {
        return object.kind() == Document.Kind.OBJECT ? missing() : noFields(Values.of(object));
    }

    // Reading without asking for the kind first saves a lookup; what is of another kind is rare.

    final boolean testAt(Document object, int slot) {
        try {
            return object.booleanAt(slot);
        } catch (DocumentException e) {
            throw mismatch(object, slot, "true or false");
        }
    }

    final double numberAt(Document object, int slot) {
        try {
            return object.doubleAt(slot);
        } catch (DocumentException e) {
            throw mismatch(object, slot, "a number");
        }
    }

    final long integerAt(Document object, int slot) {
        try {
            return object.longAt(slot);
        } catch (DocumentException e) {
            throw mismatch(object, slot, "an int");
        }
    }

    final boolean isNumberAt(double number, Document object, int slot) {
        return switch (object.kind(slot)) {
            case INTEGER, FLOAT -> object.doubleAt(slot) == number;
            case BIG -> throw Values.tooBig(object.at(slot));
            default -> false;
        };
    }

    final boolean isTextAt(Document.Name[] texts, Document object, int slot) {
        for (Document.Name text : texts) {
            if (object.textAt(slot, text)) {
                return true;
            }
        }
        return false;
    }

    private Failure mismatch(Document object, int slot, String needed) {
        return mismatch(Type.of(Values.at(object, slot)), needed);
    }

    private Failure missing() {
        String of = operand.source();
        return new Failure(
                "no field '"
                        + name.text()
                        + "' in "
                        + of
                        + "; use has("
                        + source()
                        + ") or "
                        + of
                        + ".?"
                        + name.text()
                        + ".orValue(…)");
    }

    private Failure noFields(Object object) {
        return new Failure(
                "'"
                        + operand.source()
                        + "' is "
                        + Type.of(object).word()
                        + " and has no field '"
                        + name.text()
                        + "'");
    }

    /** A field of the item: the hot path of most filters, without a node in between. */
    static final class OfItem extends Field {

        OfItem(Node operand, String name, String source) {
            super(operand, name, ONCE, source);
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return Values.at(item, slot(item));
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            return testAt(item, slot(item));
        }

        @Override
        double number(Document item, Current current, Scope scope) {
            return number(item);
        }

        double number(Document item) {
            return numberAt(item, slot(item));
        }

        @Override
        long integer(Document item, Current current, Scope scope) {
            return integerAt(item, slot(item));
        }

        @Override
        boolean isNumber(double number, Document item, Current current, Scope scope) {
            return isNumber(number, item);
        }

        boolean isNumber(double number, Document item) {
            return isNumberAt(number, item, slot(item));
        }

        @Override
        boolean isText(Document.Name[] texts, Document item, Current current, Scope scope) {
            return isText(texts, item);
        }

        boolean isText(Document.Name[] texts, Document item) {
            return isTextAt(texts, item, slot(item));
        }

        @Override
        Document document(Document item, Current current, Scope scope) {
            return item.at(slot(item));
        }

        @Override
        void hand(Document item, Current current, Scope scope, Expression.Taker taker) {
            handAt(item, slot(item), taker);
        }
    }
}
