package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;

/**
 * The nodes that decide. {@code &&} and {@code ||} are the same whatever side comes first: where
 * one side decides, a failure of the other does not matter.
 */
final class Logic {

    private Logic() {}

    static final class And extends Condition {

        private final Node left;
        private final Node right;

        And(Node left, Node right, String source) {
            super(source);
            this.left = left;
            this.right = right;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            boolean first;
            try {
                first = left.test(item, current, scope);
            } catch (Failure e) {
                if (right.test(item, current, scope)) {
                    throw e;
                }
                return false;
            }
            return first && right.test(item, current, scope);
        }
    }

    static final class Or extends Condition {

        private final Node left;
        private final Node right;

        Or(Node left, Node right, String source) {
            super(source);
            this.left = left;
            this.right = right;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            boolean first;
            try {
                first = left.test(item, current, scope);
            } catch (Failure e) {
                if (!right.test(item, current, scope)) {
                    throw e;
                }
                return true;
            }
            return first || right.test(item, current, scope);
        }
    }

    static final class Not extends Condition {

        private final Node operand;

        Not(Node operand, String source) {
            super(source);
            this.operand = operand;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            return !operand.test(item, current, scope);
        }
    }

    /** {@code condition ? then : otherwise}. */
    static final class Choice extends Node {

        private final Node condition;
        private final Node then;
        private final Node otherwise;

        Choice(Node condition, Node then, Node otherwise, String source) {
            super(then.type() == otherwise.type() ? then.type() : Type.DYN, source);
            this.condition = condition;
            this.then = then;
            this.otherwise = otherwise;
        }

        private Node chosen(Document item, Current current, Scope scope) {
            return condition.test(item, current, scope) ? then : otherwise;
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return chosen(item, current, scope).eval(item, current, scope);
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            return chosen(item, current, scope).test(item, current, scope);
        }

        @Override
        double number(Document item, Current current, Scope scope) {
            return chosen(item, current, scope).number(item, current, scope);
        }

        @Override
        Document document(Document item, Current current, Scope scope) {
            return chosen(item, current, scope).document(item, current, scope);
        }
    }
}
