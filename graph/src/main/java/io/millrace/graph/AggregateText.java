package io.millrace.graph;

import io.millrace.api.Aggregate;
import io.millrace.api.Aggregate.Function;
import io.millrace.api.Expression;
import io.millrace.graph.ConfigValue.Scalar;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An aggregate as it is written: {@code sum(item.amount)}.
 *
 * @param function the name of the function
 * @param argument what stands between the parentheses
 */
record AggregateText(Scalar function, Scalar argument) {

    private static final Pattern CALL =
            Pattern.compile("\\s*(\\w+)\\s*\\(\\s*(.*?)\\s*\\)\\s*", Pattern.DOTALL);

    /** Makes an expression of the argument, or returns null if there was a problem. */
    @FunctionalInterface
    interface Compiler {
        @Nullable Object compile(Scalar argument);
    }

    /** Returns the parts of a text, or null if it is no call. */
    static @Nullable AggregateText of(Scalar text) {
        Matcher call = CALL.matcher(text.text());
        return call.matches()
                ? new AggregateText(
                        text.part(call.start(1), call.end(1)),
                        text.part(call.start(2), call.end(2)))
                : null;
    }

    /**
     * Returns the aggregate, or null if there was a problem.
     *
     * @param subject whose it is, as a message says it
     */
    @Nullable Aggregate bound(String subject, Compiler compiler, List<Diagnostic> problems) {
        Function known = known();
        if (known == null) {
            List<String> names = Arrays.stream(Function.values()).map(AggregateText::name).toList();
            problems.add(
                    Problem.NOT_ALLOWED
                            .at(
                                    function.position(),
                                    "%s: there is no aggregate '%s'"
                                            .formatted(subject, function.text()))
                            .withNote("aggregates: " + String.join(", ", names))
                            .withFix(NearestName.question(function.text(), names)));
            return null;
        }
        boolean isEmpty = argument.text().isEmpty();
        if (known == Function.COUNT && isEmpty) {
            return new Aggregate(known, null);
        }
        if (isEmpty || known == Function.COUNT) {
            problems.add(
                    Problem.BAD_EXPRESSION
                            .at(
                                    isEmpty ? function.position() : argument.position(),
                                    subject
                                            + (isEmpty
                                                    ? ": '" + name(known) + "' is of something"
                                                    : ": 'count' counts the items"))
                            .withFix(
                                    isEmpty
                                            ? "write " + name(known) + "(item.…)"
                                            : "write count()"));
            return null;
        }
        return compiler.compile(argument) instanceof Expression of
                ? new Aggregate(known, of)
                : null;
    }

    private @Nullable Function known() {
        for (Function each : Function.values()) {
            if (name(each).equals(function.text())) {
                return each;
            }
        }
        return null;
    }

    private static String name(Function function) {
        return function.name().toLowerCase(Locale.ROOT);
    }
}
