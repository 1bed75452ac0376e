package io.millrace.blueprint;

import io.millrace.graph.ConfigValue;
import io.millrace.graph.ConfigValue.Broken;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Kind;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.NearestName;
import io.millrace.graph.Problem;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parameters that a component's {@code config} gives to the blueprint that it is. */
final class GivenParameters {

    private final Scalar component;
    private final Map<String, Scalar> keys = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final List<Diagnostic> problems;

    /**
     * Reads them.
     *
     * @param component its name
     * @param problems what is found is added here
     */
    GivenParameters(Scalar component, ConfigValue config, List<Diagnostic> problems) {
        this.component = component;
        this.problems = problems;
        if (config instanceof Mapping mapping) {
            mapping.fields().forEach(this::add);
        } else if (!(config instanceof Broken)
                && !(config instanceof Scalar s && s.kind() == Kind.NULL)) {
            problems.add(
                    Problem.WRONG_TYPE.at(
                            config.position(),
                            "'config' of component '%s' must be a mapping of parameters, not %s"
                                    .formatted(component.text(), config.describe())));
        }
    }

    private void add(Field field) {
        String name = field.key().text();
        keys.put(name, field.key());
        if (field.value() instanceof Scalar scalar) {
            if (scalar.kind() != Kind.NULL) {
                values.put(name, scalar.text());
            }
            return;
        }
        unknown.add(name);
        if (!(field.value() instanceof Broken)) {
            problems.add(
                    Problem.WRONG_TYPE.at(
                            field.value().position(),
                            "parameter '%s' of component '%s' must be a text or a number, not %s"
                                    .formatted(name, component.text(), field.value().describe())));
        }
    }

    /** Returns the values by name. */
    Map<String, String> values() {
        return values;
    }

    /** Returns the names whose values are missing for a reason that is told. */
    Set<String> unknown() {
        return unknown;
    }

    /**
     * Compares them with what the blueprint declares.
     *
     * @param type what names the blueprint
     * @param declared its parameters
     * @param defaults those that have a default
     */
    void check(Scalar type, Set<String> declared, Set<String> defaults) {
        String note =
                declared.isEmpty()
                        ? "'" + type.text() + "' has no parameters"
                        : "parameters of '" + type.text() + "': " + String.join(", ", declared);
        keys.forEach(
                (name, key) -> {
                    if (!declared.contains(name)) {
                        problems.add(
                                Problem.UNKNOWN_OPTION
                                        .at(
                                                key.position(),
                                                "component '%s' has no parameter '%s'"
                                                        .formatted(component.text(), name))
                                        .withNote(note)
                                        .withFix(NearestName.question(name, declared)));
                    }
                });
        for (String name : declared) {
            if (!defaults.contains(name) && !values.containsKey(name) && unknown.add(name)) {
                problems.add(
                        Problem.MISSING_OPTION
                                .at(
                                        component.position(),
                                        "component '%s' needs the parameter '%s'"
                                                .formatted(component.text(), name))
                                .withNote(note)
                                .withFix("write 'config: { " + name + ": … }'"));
            }
        }
    }
}
