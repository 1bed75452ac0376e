package io.millrace.graph;

import io.millrace.api.Registered;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Kind;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Ready;
import io.millrace.graph.ConfigValue.Scalar;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The types that share one name, and the choice between them that a configuration makes by {@code
 * variant}.
 *
 * @param types at least one, each of another variant
 */
record Variants(List<ComponentType> types) {

    /** The key by which a configuration chooses. */
    static final String KEY = "variant";

    /**
     * What was chosen.
     *
     * @param config the options of that type, without what only made the choice
     */
    record Chosen(ComponentType type, ConfigValue config) {}

    /** Returns whether a configuration may choose another variant than the default. */
    static boolean isAsked(ConfigValue config) {
        return config instanceof Ready
                || (config instanceof Mapping options && options.get(KEY) != null);
    }

    /** Returns the names of the variants, the default first. */
    List<String> names() {
        var names = new ArrayList<String>(types.size());
        for (ComponentType type : types) {
            names.add(type.variant());
        }
        return names;
    }

    /**
     * Makes the choice.
     *
     * @param owner whose configuration it is, as a message says it
     * @param isStrict whether a variant that there is not is an error; else the default runs
     * @param position where a missing choice is reported
     * @param problems what is found is added here
     * @return the choice, or null if there is none to make
     */
    @Nullable Chosen chosen(
            ConfigValue config,
            String owner,
            boolean isStrict,
            Position position,
            List<Diagnostic> problems) {
        if (config instanceof Ready ready) {
            return new Chosen(ofRecord(ready.value()), config);
        }
        ComponentType standard = find(Registered.DEFAULT_VARIANT);
        ConfigValue given = config instanceof Mapping options ? options.get(KEY) : null;
        if (given == null || (given instanceof Scalar s && s.kind() == Kind.NULL)) {
            if (standard == null) {
                problems.add(
                        Problem.MISSING_OPTION
                                .at(position, owner + " needs 'variant'")
                                .withNote(listed())
                                .withFix("add 'variant: " + names().getFirst() + "' to 'config'"));
                return null;
            }
            return new Chosen(
                    standard, given == null || declares(standard) ? config : rest(config));
        }
        ComponentType named = given instanceof Scalar name ? find(name.text()) : null;
        if (named != null) {
            return new Chosen(named, declares(named) ? config : rest(config));
        }
        if (standard != null && declares(standard)) {
            return new Chosen(standard, config);
        }
        if (!(given instanceof Scalar name)) {
            problems.add(
                    Problem.WRONG_TYPE.at(
                            given.position(),
                            "'variant' of %s must be a text, not %s"
                                    .formatted(owner, given.describe())));
            return null;
        }
        if (isStrict || standard == null) {
            problems.add(
                    unknown(Problem.UNKNOWN_VARIANT, name)
                            .withFix(NearestName.question(name.text(), names())));
            return null;
        }
        problems.add(unknown(Problem.ASSUMED_VARIANT, name).withNote("the default runs"));
        return new Chosen(standard, rest(config));
    }

    private Diagnostic unknown(Problem problem, Scalar name) {
        return problem.at(
                        name.position(),
                        "component type '%s' has no variant '%s'"
                                .formatted(types.getFirst().name(), name.text()))
                .withNote(listed());
    }

    private String listed() {
        return "variants: " + Problem.listed(names());
    }

    private @Nullable ComponentType find(String variant) {
        for (ComponentType type : types) {
            if (type.variant().equals(variant)) {
                return type;
            }
        }
        return null;
    }

    /** Returns the type whose configuration this is; the first one if it is that of none. */
    private ComponentType ofRecord(Object config) {
        for (ComponentType type : types) {
            RecordDescription options = Specs.declared(type);
            if (options != null && options.type().isInstance(config)) {
                return type;
            }
        }
        return types.getFirst();
    }

    private static boolean declares(ComponentType type) {
        RecordDescription options = Specs.declared(type);
        return options != null && options.has(KEY);
    }

    private static ConfigValue rest(ConfigValue config) {
        var fields = new ArrayList<Field>();
        for (Field field : ((Mapping) config).fields()) {
            if (!field.key().text().equals(KEY)) {
                fields.add(field);
            }
        }
        return new Mapping(fields, config.position());
    }
}
