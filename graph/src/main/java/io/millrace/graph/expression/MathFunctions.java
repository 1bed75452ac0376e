package io.millrace.graph.expression;

import static io.millrace.graph.expression.Type.BOOL;
import static io.millrace.graph.expression.Type.DOUBLE;
import static io.millrace.graph.expression.Type.DYN;
import static io.millrace.graph.expression.Type.INT;
import static io.millrace.graph.expression.Type.LIST;

import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/** The functions of {@code math}. */
final class MathFunctions {

    private static final double HALF = 0.5;

    private MathFunctions() {}

    static List<Overload> overloads(String name) {
        return switch (name) {
            case "math.greatest" -> List.of(Overload.of(DYN, (a, s) -> most(a[0], 1, s), LIST));
            case "math.least" -> List.of(Overload.of(DYN, (a, s) -> most(a[0], -1, s), LIST));
            case "math.abs" ->
                    List.of(
                            Overload.of(INT, (a, _) -> abs((Long) a[0]), INT),
                            Overload.of(DOUBLE, (a, _) -> Math.abs((Double) a[0]), DOUBLE));
            case "math.sign" ->
                    List.of(
                            Overload.of(INT, (a, _) -> (long) Long.signum((Long) a[0]), INT),
                            Overload.of(DOUBLE, (a, _) -> Math.signum((Double) a[0]), DOUBLE));
            case "math.ceil" -> rounding(Math::ceil);
            case "math.floor" -> rounding(Math::floor);
            case "math.round" -> rounding(MathFunctions::round);
            case "math.trunc" -> rounding(d -> d < 0 ? Math.ceil(d) : Math.floor(d));
            case "math.isNaN" -> asking(Double::isNaN);
            case "math.isInf" -> asking(Double::isInfinite);
            case "math.isFinite" -> asking(Double::isFinite);
            default -> List.of();
        };
    }

    /** An int is rounded already. */
    private static List<Overload> rounding(DoubleUnaryOperator operator) {
        return List.of(
                Overload.of(INT, (a, _) -> a[0], INT),
                Overload.of(DOUBLE, (a, _) -> operator.applyAsDouble((Double) a[0]), DOUBLE));
    }

    private static List<Overload> asking(DoublePredicate predicate) {
        return List.of(
                Overload.of(BOOL, (a, _) -> predicate.test((double) (Long) a[0]), INT),
                Overload.of(BOOL, (a, _) -> predicate.test((Double) a[0]), DOUBLE));
    }

    /** Rounds half away from zero. */
    private static double round(double number) {
        double whole = Math.floor(Math.abs(number));
        double rounded = Math.abs(number) - whole >= HALF ? whole + 1 : whole;
        return Math.copySign(rounded, number);
    }

    private static long abs(long number) {
        if (number == Long.MIN_VALUE) {
            throw new Failure("the result is out of the range of int");
        }
        return Math.abs(number);
    }

    private static Object most(Object list, int sign, Scope scope) {
        int size = Values.size(list);
        if (size == 0) {
            throw new Failure("an empty list has no greatest or least number");
        }
        scope.charge(size);
        Object most = number(Values.element(list, 0));
        for (int i = 1; i < size; i++) {
            Object next = number(Values.element(list, i));
            int order = Values.compare(next, most);
            most = order != Values.UNORDERED && order * sign > 0 ? next : most;
        }
        return most;
    }

    private static Object number(Object value) {
        if (!Type.of(value).isNumber()) {
            throw new Failure(
                    "a list with " + Type.of(value).word() + " has no greatest or least number");
        }
        return value;
    }
}
