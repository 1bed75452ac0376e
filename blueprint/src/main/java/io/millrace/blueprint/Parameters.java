package io.millrace.blueprint;

import io.millrace.blueprint.Blueprint.Environment;
import io.millrace.graph.ConfigValue;
import io.millrace.graph.ConfigValue.Broken;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Kind;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Problem;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the block {@code parameters}: names with a default, or with a mapping that has one. */
final class Parameters {

    private static final List<String> KEYS = List.of("default", "description");

    private final References references;
    private final List<Diagnostic> problems;
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> declared = new LinkedHashSet<>();

    Parameters(Map<String, String> settings, Environment environment, List<Diagnostic> problems) {
        this.references = new References(settings, Map.of(), Set.of(), environment, problems);
        this.problems = problems;
    }

    /** Returns the names declared, and those their defaults refer to; after {@link #read}. */
    Set<String> names() {
        return names;
    }

    /** Returns the names declared; after {@link #read}. */
    Set<String> declared() {
        return declared;
    }

    /** Returns the defaults by name. */
    Map<String, String> read(@Nullable ConfigValue block) {
        var defaults = new HashMap<String, String>();
        if (block instanceof Mapping parameters) {
            for (Field parameter : parameters.fields()) {
                String name = parameter.key().text();
                names.add(name);
                declared.add(name);
                ConfigValue value = value(name, parameter.value());
                ConfigValue replaced = value == null ? null : references.replaced(value);
                if (replaced instanceof Scalar scalar) {
                    if (scalar.kind() != Kind.NULL) {
                        defaults.put(name, scalar.text());
                    }
                } else if (value != null && !(replaced instanceof Broken)) {
                    shape(value, "parameter '" + name + "'", "a text or a number");
                }
            }
        } else if (block != null) {
            shape(block, "'parameters'", "a mapping of names with defaults");
        }
        names.addAll(references.used());
        return defaults;
    }

    /** Returns the default, or null where a mapping has none. */
    private @Nullable ConfigValue value(String name, ConfigValue value) {
        if (!(value instanceof Mapping fields)) {
            return value;
        }
        for (Field field : fields.fields()) {
            if (!KEYS.contains(field.key().text())) {
                problems.add(
                        BlueprintReader.unknown(field.key(), "parameter '" + name + "'", KEYS));
            }
        }
        return fields.get("default");
    }

    private void shape(ConfigValue value, String what, String wanted) {
        problems.add(
                Problem.WRONG_SHAPE.at(
                        value.position(),
                        what + " must be " + wanted + ", not " + value.describe()));
    }
}
