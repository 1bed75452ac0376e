package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;

import java.util.ArrayList;
import java.util.List;

/** The nodes of {@code + - * / %} and of the minus sign. An overflow is a failure. */
final class Arithmetic {

    private Arithmetic() {}

    /** An operation on values of types only known at run time. */
    static final class Binary extends Node {

        private final Operator operator;
        private final Node left;
        private final Node right;

        Binary(Operator operator, Node left, Node right, Type type, String source) {
            super(type, source);
            this.operator = operator;
            this.left = left;
            this.right = right;
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            Object a = left.eval(item, current, scope);
            return apply(operator, a, right.eval(item, current, scope), scope);
        }
    }

    /** An operation on two integers. */
    static final class Integers extends Node {

        private final Operator operator;
        private final Node left;
        private final Node right;

        Integers(Operator operator, Node left, Node right, String source) {
            super(Type.INT, source);
            this.operator = operator;
            this.left = left;
            this.right = right;
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return integer(item, current, scope);
        }

        @Override
        long integer(Document item, Current current, Scope scope) {
            long a = left.integer(item, current, scope);
            return apply(operator, a, right.integer(item, current, scope));
        }

        @Override
        double number(Document item, Current current, Scope scope) {
            return integer(item, current, scope);
        }
    }

    /** An operation on two numbers, at least one of them a double. */
    static final class Doubles extends Node {

        private final Operator operator;
        private final Node left;
        private final Node right;

        Doubles(Operator operator, Node left, Node right, String source) {
            super(Type.DOUBLE, source);
            this.operator = operator;
            this.left = left;
            this.right = right;
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return number(item, current, scope);
        }

        @Override
        double number(Document item, Current current, Scope scope) {
            double a = left.number(item, current, scope);
            return apply(operator, a, right.number(item, current, scope));
        }
    }

    /** The negative of a number. */
    static final class Negative extends Node {

        private final Node operand;

        Negative(Node operand, String source) {
            super(operand.type(), source);
            this.operand = operand;
        }

        @Override
        Object eval(Document item, Current current, Scope scope) {
            return switch (operand.eval(item, current, scope)) {
                case Long l -> apply(Operator.SUBTRACT, 0, l);
                case Double d -> -d;
                case Object other -> throw operand.mismatch(Type.of(other), "a number");
            };
        }
    }

    /** Returns what is known of the type of a result; null if no values of these types have one. */
    static Type type(Operator operator, Type a, Type b) {
        if (operator == Operator.REMAINDER) {
            return Type.INT.admits(a) && Type.INT.admits(b) ? Type.INT : Type.NULL;
        }
        if (a == Type.DYN || b == Type.DYN) {
            return unknown(operator, a == Type.DYN ? b : a);
        }
        if (a.isNumber() && b.isNumber()) {
            return a == b ? a : Type.DOUBLE;
        }
        return switch (operator) {
            case ADD ->
                    switch (a) {
                        case STRING, BYTES, LIST, DURATION -> a == b ? a : timeSum(a, b);
                        default -> timeSum(a, b);
                    };
            case SUBTRACT ->
                    a == Type.TIMESTAMP && b == Type.DURATION
                            ? Type.TIMESTAMP
                            : a == b && (a == Type.TIMESTAMP || a == Type.DURATION)
                                    ? Type.DURATION
                                    : Type.NULL;
            default -> Type.NULL;
        };
    }

    private static Type timeSum(Type a, Type b) {
        boolean sum =
                (a == Type.TIMESTAMP && b == Type.DURATION)
                        || (a == Type.DURATION && b == Type.TIMESTAMP);
        return sum ? Type.TIMESTAMP : Type.NULL;
    }

    /** Returns the type where one side is of a type known at run time only. */
    private static Type unknown(Operator operator, Type known) {
        return switch (known) {
            case DOUBLE -> Type.DOUBLE;
            case INT, DYN -> Type.DYN;
            case STRING, BYTES, LIST -> operator == Operator.ADD ? known : Type.NULL;
            case TIMESTAMP, DURATION ->
                    operator == Operator.ADD || operator == Operator.SUBTRACT
                            ? Type.DYN
                            : Type.NULL;
            case BOOL, MAP, NULL, OPTIONAL, TYPE -> Type.NULL;
        };
    }

    static Object apply(Operator operator, Object a, Object b, Scope scope) {
        return switch (a) {
            case Long x when b instanceof Long y -> apply(operator, x.longValue(), y.longValue());
            case Long x when b instanceof Double y -> apply(operator, (double) x, y.doubleValue());
            case Double x when b instanceof Long y -> apply(operator, x.doubleValue(), (double) y);
            case Double x when b instanceof Double y ->
                    apply(operator, x.doubleValue(), y.doubleValue());
            default ->
                    switch (operator) {
                        case ADD -> add(a, b, scope);
                        case SUBTRACT -> Times.subtract(a, b);
                        default -> throw mismatch(operator, a, b);
                    };
        };
    }

    private static long apply(Operator operator, long a, long b) {
        try {
            return switch (operator) {
                case ADD -> Math.addExact(a, b);
                case SUBTRACT -> Math.subtractExact(a, b);
                case MULTIPLY -> Math.multiplyExact(a, b);
                case DIVIDE -> Math.divideExact(a, nonZero(b));
                default -> a % nonZero(b);
            };
        } catch (ArithmeticException e) {
            throw new Failure("the result is out of the range of int");
        }
    }

    private static long nonZero(long divisor) {
        if (divisor == 0) {
            throw new Failure("division by zero");
        }
        return divisor;
    }

    private static double apply(Operator operator, double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            default -> throw mismatch(operator, a, b);
        };
    }

    private static Object add(Object a, Object b, Scope scope) {
        if (a instanceof String x && b instanceof String y) {
            scope.chargeLength((long) x.length() + y.length());
            return x + y;
        }
        if (a instanceof Bytes x && b instanceof Bytes y) {
            scope.chargeLength((long) x.size() + y.size());
            return x.concat(y);
        }
        if (Type.of(a) == Type.LIST && Type.of(b) == Type.LIST) {
            return joined(a, b, scope);
        }
        return Times.add(a, b);
    }

    private static List<Object> joined(Object a, Object b, Scope scope) {
        scope.charge((long) Values.size(a) + Values.size(b));
        var both = new ArrayList<Object>(Values.size(a) + Values.size(b));
        for (int i = 0; i < Values.size(a); i++) {
            both.add(Values.element(a, i));
        }
        for (int i = 0; i < Values.size(b); i++) {
            both.add(Values.element(b, i));
        }
        return both;
    }

    static Failure mismatch(Operator operator, Object a, Object b) {
        return new Failure(refusal(operator, Type.of(a), Type.of(b)));
    }

    /** Says in words that there is no such operation. */
    static String refusal(Operator operator, Type a, Type b) {
        String x = a.word();
        String y = b.word();
        return switch (operator) {
            case ADD -> "cannot add " + x + " and " + y;
            case SUBTRACT -> "cannot subtract " + y + " from " + x;
            case MULTIPLY -> "cannot multiply " + x + " by " + y;
            case DIVIDE -> "cannot divide " + x + " by " + y;
            default -> "cannot take the remainder of " + x + " by " + y + ": it is for ints";
        };
    }
}
