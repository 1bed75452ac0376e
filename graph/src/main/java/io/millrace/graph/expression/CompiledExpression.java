package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.DocumentException;
import io.millrace.api.Expression;
import io.millrace.api.ExpressionException;

/** An expression as a tree of nodes. */
final class CompiledExpression implements Expression {

    private final String text;
    private final Node root;
    private final int locals;
    private final int kept;
    private final boolean metered;

    CompiledExpression(String text, Node root, Compiler compiler) {
        this.text = text;
        this.root = root;
        locals = compiler.mostLocals();
        kept = compiler.mostKept();
        metered = compiler.isMetered();
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean test(Document item, Current current) {
        try {
            return root.test(item, current, scope());
        } catch (Failure | Exhausted | DocumentException e) {
            throw failed(e);
        }
    }

    @Override
    public Document evaluate(Document item, Current current) {
        try {
            return root.document(item, current, scope());
        } catch (Failure | Exhausted | DocumentException e) {
            throw failed(e);
        }
    }

    @Override
    public void evaluate(Document item, Current current, Taker taker) {
        try {
            root.hand(item, current, scope(), taker);
        } catch (Failure | Exhausted | DocumentException e) {
            throw failed(e);
        }
    }

    private Scope scope() {
        return metered ? Scope.of(locals, kept) : Scope.NONE;
    }

    private ExpressionException failed(RuntimeException cause) {
        return new ExpressionException(
                cause.getMessage() + "  (in: " + Texts.shortened(text) + ")");
    }

    @Override
    public String toString() {
        return text;
    }
}
