package io.millrace.graph.expression;

import java.util.List;

/**
 * What a function does for arguments of certain types.
 *
 * @param parameters the types, a receiver first; {@link Type#DYN} takes any
 * @param result the type of what it returns
 * @param body what it does
 */
record Overload(List<Type> parameters, Type result, Body body) {

    /** What a function does. */
    interface Body {
        /**
         * Returns the value for arguments of the right types.
         *
         * @throws Failure if there is none
         */
        Object call(Object[] arguments, Scope scope);
    }

    static Overload of(Type result, Body body, Type... parameters) {
        return new Overload(List.of(parameters), result, body);
    }

    /** Whether values of these types may be arguments. */
    boolean mayTake(List<Type> types) {
        if (types.size() != parameters.size()) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            if (!parameters.get(i).admits(types.get(i))) {
                return false;
            }
        }
        return true;
    }

    boolean accepts(Object[] values) {
        for (int i = 0; i < values.length; i++) {
            Type parameter = parameters.get(i);
            if (parameter != Type.DYN && parameter != Type.of(values[i])) {
                return false;
            }
        }
        return true;
    }
}
