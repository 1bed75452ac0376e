package io.millrace.graph.expression;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes random expressions, of a type each, over the fields of {@link RandomItems}. They mix no
 * int with a double, and keep literals apart from each other by {@code dyn}, since what this
 * language computes before the run and what it mixes is where it differs from the oracle.
 */
final class RandomExpressions {

    private static final List<String> INTS =
            List.of("0", "1", "2", "-3", "7", "9223372036854775807", "-9223372036854775808");
    private static final List<String> DOUBLES = List.of("0.0", "1.5", "-2.25", "1e300", "3.0");
    private static final List<String> TEXTS =
            List.of("''", "\"a\"", "'abc'", "'b'", "\"ä😀\"", "r'\\d'", "'12'", "'true'");
    private static final List<String> TIMES =
            List.of("'2026-05-17T08:30:00Z'", "'1999-12-31T23:59:59.5-10:00'");
    private static final List<String> LENGTHS = List.of("'90m'", "'-1.5s'", "'0s'", "'1h1ms'");
    private static final List<String> FIELDS =
            List.of("i", "j", "d", "e", "s", "r", "b", "n", "l", "w", "m", "o", "any", "gone");

    private final SplittableRandom random;
    private int locals;

    RandomExpressions(SplittableRandom random) {
        this.random = random;
    }

    /** Returns an expression of any type. */
    String any(int depth) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> integer(depth);
            case 2 -> real(depth);
            case 3 -> text(depth);
            case 4 -> list(depth);
            case 5 -> "{" + text(depth - 1) + ": " + any(depth - 1) + "}";
            case 6 -> time(depth);
            case 7 -> length(depth);
            default -> "(" + condition(depth) + " ? true : false)";
        };
    }

    /** Returns a condition. */
    String condition(int depth) {
        if (depth <= 0) {
            return pick(
                    List.of(
                            "item.b",
                            "dyn(true)",
                            "dyn(false)",
                            "item.any",
                            "has(item.any)",
                            "item.gone"));
        }
        int d = depth - 1;
        return switch (random.nextInt(24)) {
            case 0, 1, 2 -> "(" + condition(d) + " && " + condition(d) + ")";
            case 3, 4, 5 -> "(" + condition(d) + " || " + condition(d) + ")";
            case 6 -> "!(" + condition(d) + ")";
            case 7 -> choice(depth, condition(d), condition(d));
            case 8, 9 -> integer(d) + order() + integer(d);
            case 10 -> real(d) + order() + real(d);
            case 11 -> text(d) + order() + text(d);
            case 12 -> dyn(d) + pick(List.of(" == ", " != ")) + dyn(d);
            case 13 -> (random.nextBoolean() ? integer(d) : text(d)) + " in " + list(d);
            case 14 -> text(d) + " in item." + pick(List.of("m", "o", "any"));
            case 15 -> "has(item." + pick(FIELDS) + ")";
            case 16 -> "has(item." + pick(List.of("m", "o")) + "." + pick(FIELDS) + ")";
            case 17 -> macro(list(d), pick(List.of("all", "exists", "exists_one")), d);
            case 18 ->
                    text(d)
                            + pick(List.of(".contains(", ".startsWith(", ".endsWith("))
                            + text(d)
                            + ")";
            case 19 -> text(d) + ".matches(" + pick(PATTERNS) + ")";
            case 20 -> time(d) + order() + time(d);
            case 21 -> length(d) + order() + length(d);
            case 22 ->
                    "type(" + dyn(d) + ") == " + pick(List.of("int", "double", "string", "list"));
            default -> "item.?" + pick(FIELDS) + ".hasValue()";
        };
    }

    private static final List<String> PATTERNS =
            List.of("'a'", "'^a.c$'", "r'\\d+'", "'(a|b)*c'", "'[a-c]{2}'", "'^$'", "'ä.'");

    private String macro(String range, String name, int depth) {
        String x = "x" + locals;
        locals++;
        String body =
                switch (random.nextInt(4)) {
                    case 0 -> x + order() + integer(depth - 1);
                    case 1 -> x + pick(List.of(" == ", " != ")) + dyn(depth - 1);
                    case 2 -> integer(depth - 1) + " % " + x + " == 1";
                    default -> condition(depth - 1);
                };
        locals--;
        return range + "." + name + "(" + x + ", " + body + ")";
    }

    private String dyn(int depth) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> "item." + pick(FIELDS);
            case 2 -> list(depth - 1) + "[" + integer(depth - 1) + "]";
            default -> "dyn(" + any(depth - 1) + ")";
        };
    }

    private String integer(int depth) {
        if (depth <= 0) {
            return random.nextInt(3) == 0
                    ? "dyn(" + pick(INTS) + ")"
                    : pick(List.of("item.i", "item.j", "item.any", "item.m.i", "item.l[0]"));
        }
        int d = depth - 1;
        return switch (random.nextInt(12)) {
            case 0, 1, 2 ->
                    "(" + integer(d) + pick(List.of(" + ", " - ", " * ")) + integer(d) + ")";
            case 3 -> "(" + integer(d) + pick(List.of(" / ", " % ")) + integer(d) + ")";
            case 4 -> "(-" + integer(d) + ")";
            case 5 -> "size(" + (random.nextBoolean() ? text(d) : list(d)) + ")";
            case 6 -> choice(depth, integer(d), integer(d));
            case 7 -> "item.l[" + integer(d) + "]";
            case 8 -> "int(" + (random.nextBoolean() ? text(d) : real(d)) + ")";
            case 9 -> "int(" + time(d) + ")";
            case 10 -> time(d) + pick(GETTERS) + (random.nextBoolean() ? "()" : "('+02:00')");
            default -> "('x' + " + text(d) + ").indexOf(" + text(d) + ")";
        };
    }

    private static final List<String> GETTERS =
            List.of(
                    ".getFullYear",
                    ".getMonth",
                    ".getDate",
                    ".getDayOfMonth",
                    ".getDayOfWeek",
                    ".getDayOfYear",
                    ".getHours",
                    ".getMinutes",
                    ".getSeconds",
                    ".getMilliseconds");

    /** Returns a floating-point number, never -0.0: the oracle takes that for another than 0. */
    private String real(int depth) {
        if (depth <= 0) {
            return random.nextInt(3) == 0
                    ? "dyn(" + pick(DOUBLES) + ")"
                    : pick(List.of("item.d", "item.e", "item.m.d"));
        }
        int d = depth - 1;
        return switch (random.nextInt(7)) {
            case 0, 1 -> "(" + real(d) + pick(List.of(" + ", " - ")) + real(d) + ")";
            case 2 -> "(" + real(d) + pick(List.of(" * ", " / ")) + real(d) + " + dyn(0.0))";
            case 3 -> "(-" + real(d) + " + dyn(0.0))";
            case 4 -> choice(depth, real(d), real(d));
            case 5 -> "double(" + (random.nextBoolean() ? text(d) : integer(d)) + ")";
            default -> "item.?" + pick(List.of("d", "gone")) + ".orValue(" + real(d) + ")";
        };
    }

    private String text(int depth) {
        if (depth <= 0) {
            return random.nextInt(2) == 0
                    ? "dyn(" + pick(TEXTS) + ")"
                    : pick(List.of("item.s", "item.r", "item.any", "item.w[0]", "item.o.s"));
        }
        int d = depth - 1;
        return switch (random.nextInt(12)) {
            case 0, 1 -> "(" + text(d) + " + " + text(d) + ")";
            case 2 -> choice(depth, text(d), text(d));
            case 3 -> "string(" + (random.nextBoolean() ? integer(d) : condition(d)) + ")";
            case 4 -> text(d) + pick(List.of(".lowerAscii()", ".upperAscii()", ".trim()"));
            case 5 -> text(d) + ".replace(" + text(d) + ", " + text(d) + ")";
            case 6 -> text(d) + ".substring(" + integer(d) + ")";
            case 7 -> text(d) + ".charAt(" + integer(d) + ")";
            case 8 -> "item.w.join(" + text(d) + ")";
            case 9 -> "item[" + text(d) + "]";
            default -> text(0);
        };
    }

    private String list(int depth) {
        if (depth <= 0) {
            return pick(List.of("item.l", "item.w", "item.any", "dyn([])", "dyn([1, 2])"));
        }
        int d = depth - 1;
        return switch (random.nextInt(8)) {
            case 0 -> "[" + dyn(d) + ", " + dyn(d) + "]";
            case 1 -> "(" + list(d) + " + " + list(d) + ")";
            case 2 -> macro(list(d), "filter", d);
            case 3 -> list(d) + ".map(y, y)";
            case 4 -> list(d) + ".map(y, " + dyn(d) + ")";
            case 5 -> text(d) + ".split(" + text(d) + ")";
            default -> list(0);
        };
    }

    private String time(int depth) {
        if (depth <= 0) {
            return "timestamp(dyn(" + pick(TIMES) + "))";
        }
        return switch (random.nextInt(4)) {
            case 0 -> "(" + time(depth - 1) + " + " + length(depth - 1) + ")";
            case 1 -> "(" + time(depth - 1) + " - " + length(depth - 1) + ")";
            default -> time(0);
        };
    }

    private String length(int depth) {
        if (depth <= 0) {
            return "duration(dyn(" + pick(LENGTHS) + "))";
        }
        return switch (random.nextInt(4)) {
            case 0 -> choice(depth, length(depth - 1), length(depth - 1));
            case 1 -> "(" + time(depth - 1) + " - " + time(depth - 1) + ")";
            default -> length(0);
        };
    }

    private String choice(int depth, String then, String otherwise) {
        return "(" + condition(depth - 1) + " ? " + then + " : " + otherwise + ")";
    }

    private String order() {
        return pick(List.of(" < ", " <= ", " > ", " >= ", " == ", " != "));
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
