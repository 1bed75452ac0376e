package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;

/** A node whose value is always true or false. */
abstract class Condition extends Node {

    Condition(String source) {
        super(Type.BOOL, source);
    }

    @Override
    final Object eval(Document item, Current current, Scope scope) {
        return test(item, current, scope);
    }

    @Override
    abstract boolean test(Document item, Current current, Scope scope);
}
