package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * The nodes of {@code == != < <= > >= in}. Those with a constant do not box and make no text, and
 * call a field of the item directly: one call less that depends on what else runs in the JVM.
 */
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
        private final Field.@Nullable OfItem field;
        private final double number;

        EqualNumber(Node left, double number, String source) {
            super(source);
            this.left = left;
            field = Field.ofItem(left);
            this.number = number;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            return field == null
                    ? left.isNumber(number, item, current, scope)
                    : field.isNumber(number, item);
        }
    }

    /** Equal to one of a few texts. */
    static final class EqualText extends Condition {

        private final Node left;
        private final Field.@Nullable OfItem field;
        private final Document.Name[] texts;

        EqualText(Node left, Set<String> texts, String source) {
            super(source);
            this.left = left;
            field = Field.ofItem(left);
            this.texts = texts.stream().map(Document::name).toArray(Document.Name[]::new);
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            return field == null
                    ? left.isText(texts, item, current, scope)
                    : field.isText(texts, item);
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
        private final Order order;
        private final Node right;

        Ordered(Order order, Node left, Node right, String source) {
            super(source);
            this.left = left;
            this.order = order;
            this.right = right;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            Object a = left.eval(item, current, scope);
            return switch (Values.compare(a, right.eval(item, current, scope))) {
                case -1 -> order.less();
                case 0 -> order.equal();
                case 1 -> order.greater();
                default -> false;
            };
        }
    }

    /** Before or after a number that no integer is rounded to. */
    static final class OrderedNumber extends Condition {

        private final Node left;
        private final Field.@Nullable OfItem field;
        private final boolean less;
        private final boolean equal;
        private final boolean greater;
        private final double number;

        OrderedNumber(Order order, Node left, double number, String source) {
            super(source);
            this.left = left;
            field = Field.ofItem(left);
            less = order.less();
            equal = order.equal();
            greater = order.greater();
            this.number = number;
        }

        @Override
        boolean test(Document item, Current current, Scope scope) {
            double value = field == null ? left.number(item, current, scope) : field.number(item);
            return value < number ? less : value > number ? greater : value == number && equal;
        }
    }

    /**
     * Which orders of left and right meet a comparison; none does where one is not a number (NaN).
     *
     * @param less whether left may be less
     * @param equal whether they may be equal
     * @param greater whether left may be greater
     */
    record Order(boolean less, boolean equal, boolean greater) {

        static Order of(Operator operator) {
            boolean less = operator == Operator.LESS || operator == Operator.LESS_EQUAL;
            boolean equal = operator == Operator.LESS_EQUAL || operator == Operator.GREATER_EQUAL;
            return new Order(less, equal, !less);
        }

        /** Returns the same with left and right exchanged. */
        Order reversed() {
            return new Order(greater, equal, less);
        }
    }
}
