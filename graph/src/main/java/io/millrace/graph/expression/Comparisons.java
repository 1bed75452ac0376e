package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;

import java.util.Set;

/** The nodes of {@code == != < <= > >= in}. Those with a constant do not box and make no text. */
final class Comparisons {

    private Comparisons() {}

    static final class Equal extends Condition {

        private final Node left;
        private final Node right;

        Equal(Node left, Node right, String source) {
            super(source);
            this.left = left;
            this.right = right;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            Object a = left.eval(item, current, scope);
            return Values.equal(a, right.eval(item, current, scope), scope);
        }
    }

    /** Equal to a number that no integer is rounded to. */
    static final class EqualNumber extends Condition {

        private final Node left;
        private final double number;

        EqualNumber(Node left, double number, String source) {
            super(source);
            this.left = left;
            this.number = number;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            return left.isNumber(number, item, current, scope);
        }
    }

    /** Equal to one of a few texts. */
    static final class EqualText extends Condition {

        private final Node left;
        private final Document.Name[] texts;

        EqualText(Node left, Set<String> texts, String source) {
            super(source);
            this.left = left;
            this.texts = texts.stream().map(Document::name).toArray(Document.Name[]::new);
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            return left.isText(texts, item, current, scope);
        }
    }

    /** In a list of many constant texts. */
    static final class InTexts extends Condition {

        private final Node left;
        private final Set<String> texts;

        InTexts(Node left, Set<String> texts, String source) {
            super(source);
            this.left = left;
            this.texts = Set.copyOf(texts);
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            return left.eval(item, current, scope) instanceof String s && texts.contains(s);
        }
    }

    static final class In extends Condition {

        private final Node left;
        private final Node container;

        In(Node left, Node container, String source) {
            super(source);
            this.left = left;
            this.container = container;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            Object value = left.eval(item, current, scope);
            Object list = container.eval(item, current, scope);
            if (Values.size(list) < 0) {
                throw container.mismatch(Type.of(list), "a list or a map");
            }
            return Values.contains(list, value, scope);
        }
    }

    /** Before or after, of any two values that have an order. */
    static final class Ordered extends Condition {

        private final Node left;
        private final Operator operator;
        private final Node right;

        Ordered(Operator operator, Node left, Node right, String source) {
            super(source);
            this.left = left;
            this.operator = operator;
            this.right = right;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            Object a = left.eval(item, current, scope);
            int order = Values.compare(a, right.eval(item, current, scope));
            return switch (operator) {
                case LESS -> order < 0;
                case LESS_EQUAL -> order <= 0;
                case GREATER -> order == 1;
                default -> order == 0 || order == 1;
            };
        }
    }

    /** Before or after a number that no integer is rounded to. */
    static final class OrderedNumber extends Condition {

        private final Node left;
        private final Operator operator;
        private final double number;

        OrderedNumber(Operator operator, Node left, double number, String source) {
            super(source);
            this.left = left;
            this.operator = operator;
            this.number = number;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            double value = left.number(item, current, scope);
            return switch (operator) {
                case LESS -> value < number;
                case LESS_EQUAL -> value <= number;
                case GREATER -> value > number;
                default -> value >= number;
            };
        }
    }
}
