package io.millrace.graph.expression;

import io.millrace.api.Current;
import io.millrace.api.Document;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A call of a function; which of its overloads is decided by the values. */
final class Call extends Node {

    private final String function;
    private final Overload[] overloads;
    private final Node[] arguments;

    /**
     * Creates one.
     *
     * @param function the name
     * @param overloads those that the arguments may fit, at least one
     * @param arguments the arguments, a receiver first
     * @param source its text
     */
    Call(String function, List<Overload> overloads, List<Node> arguments, String source) {
        super(resultOf(overloads), source);
        this.function = function;
        this.overloads = overloads.toArray(Overload[]::new);
        this.arguments = arguments.toArray(Node[]::new);
    }

    private static Type resultOf(List<Overload> overloads) {
        Type first = overloads.getFirst().result();
        return overloads.stream().allMatch(o -> o.result() == first) ? first : Type.DYN;
    }

    @Override
    Object eval(Document item, Current current, Scope scope) {
        var values = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i].eval(item, current, scope);
        }
        for (Overload overload : overloads) {
            if (overload.accepts(values)) {
                return overload.body().call(values, scope);
            }
        }
        throw new Failure(refusal(function, Arrays.stream(values).map(Type::of).toList()));
    }

    /** Says in words that a function does not take such arguments. */
    static String refusal(String function, List<Type> types) {
        return function
                + "() does not take "
                + types.stream().map(Type::word).collect(Collectors.joining(" and "));
    }
}
