package io.millrace.graph;

import io.millrace.api.Expression;
import io.millrace.api.Handler;
import io.millrace.api.Source;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;

import org.jspecify.annotations.Nullable;

/**
 * A component while its graph is checked.
 *
 * @param name its name
 * @param spec what it is, or null if it has problems of its own
 * @param options what was written beside its configuration
 * @param scope where it is declared
 */
record Node(Scalar name, @Nullable ComponentSpec spec, Mapping options, Scope scope) {

    /** Returns a copy that gives items a key. */
    Node withKey(ComponentSpec old, Expression key) {
        var spec =
                new ComponentSpec(
                        old.name(),
                        old.type(),
                        old.config(),
                        old.options().withKey(key),
                        old.position(),
                        old.folder());
        return new Node(name, spec, options, scope);
    }

    /** Adds a problem of the component. */
    void report(Diagnostic problem) {
        scope.problems().add(problem);
    }

    /** Returns where an option was written. */
    Position at(String option) {
        ConfigValue value = options.get(option);
        return value == null ? name.position() : value.position();
    }

    /** Returns where the key of an option was written. */
    Position atKey(String option) {
        for (ConfigValue.Field field : options.fields()) {
            if (field.key().text().equals(option)) {
                return field.key().position();
            }
        }
        return name.position();
    }

    /** Returns whether it owns its loop, and so takes from its inputs as it likes. */
    boolean ownsItsLoop() {
        return spec != null && !isSource() && !is(Handler.class);
    }

    boolean isSource() {
        return is(Source.class);
    }

    private boolean is(Class<?> shape) {
        return spec != null && shape.isAssignableFrom(spec.type().implementation());
    }
}
