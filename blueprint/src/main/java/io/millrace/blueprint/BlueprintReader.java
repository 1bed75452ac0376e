package io.millrace.blueprint;

import io.millrace.blueprint.SubBlueprints.Use;
import io.millrace.graph.ConfigValue;
import io.millrace.graph.ConfigValue.Broken;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Kind;
import io.millrace.graph.ConfigValue.Mapping;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.ConfigValue.Sequence;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;
import io.millrace.graph.GraphBuilder.End;
import io.millrace.graph.NearestName;
import io.millrace.graph.Problem;
import io.millrace.graph.Problems;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Interprets the values of one blueprint into calls of the graph builder. */
final class BlueprintReader {

    private static final List<String> TOP =
            List.of(
                    "system",
                    "name",
                    "description",
                    "schema_version",
                    "strict_variants",
                    "parameters",
                    "delivery",
                    "checkpoint",
                    "state",
                    "inputs",
                    "outputs",
                    "components",
                    "bindings");
    private static final List<String> SETTINGS = List.of("delivery", "checkpoint", "state");
    private static final List<String> LATER = List.of("resources", "console");

    private final Blueprint blueprint;
    private final SubBlueprints used;
    private final SourceText source;
    private final Use use;
    private final Path folder;
    private final @Nullable GivenParameters given;
    private final Problems problems = new Problems();

    /**
     * Creates one.
     *
     * @param used reads the blueprints that this one uses
     * @param use how this one comes to be read
     * @param folder what relative paths in it are relative to
     * @param given the parameters it is given; null if it is no component
     */
    BlueprintReader(
            Blueprint blueprint,
            SubBlueprints used,
            SourceText source,
            Use use,
            Path folder,
            @Nullable GivenParameters given) {
        this.blueprint = blueprint;
        this.used = used;
        this.source = source;
        this.use = use;
        this.folder = folder;
        this.given = given;
    }

    Graph graph() {
        var found = new Problems();
        return builder(new YamlReader(source, found).read(), found).build();
    }

    /**
     * Interprets the values of the blueprint.
     *
     * @param root all of it, or null if it could not be read
     * @param found what is wrong with it already
     */
    GraphBuilder builder(@Nullable ConfigValue root, List<Diagnostic> found) {
        found.forEach(problems::add);
        if (!(root instanceof Mapping top)) {
            if (root != null) {
                problems.add(
                        Problem.WRONG_SHAPE
                                .at(
                                        root.position(),
                                        "a blueprint is a mapping, not " + root.describe())
                                .withFix("begin with 'components:' and 'bindings:'"));
            }
            GraphBuilder nothing = Graph.builder(nameOfFile());
            problems.forEach(nothing::problem);
            return nothing;
        }
        Mapping whole = withReferencesReplaced(flattened(top));
        GraphBuilder builder =
                Graph.builder(name(whole))
                        .folder(folder)
                        .at(source.whole())
                        .registry(blueprint.registry())
                        .strictVariants(isStrict(whole.get("strict_variants")))
                        .settings(settings(whole));
        reportUnknown(whole);
        exposed(whole.get("inputs"), "input", builder::input);
        exposed(whole.get("outputs"), "output", builder::output);
        components(whole, builder);
        bindings(whole, builder);
        problems.forEach(builder::problem);
        return builder;
    }

    /** Returns the classic form, with all in a block {@code system}, as the short one. */
    private Mapping flattened(Mapping top) {
        if (!(top.get("system") instanceof Mapping system)) {
            return top;
        }
        var fields = new ArrayList<Field>();
        for (Field field : top.fields()) {
            if (!field.key().text().equals("system")) {
                fields.add(field);
            }
        }
        for (Field field : system.fields()) {
            String key = field.key().text();
            if (top.get(key) != null) {
                problems.add(
                        Problem.DUPLICATE_KEY.at(
                                field.key().position(),
                                "'" + key + "' is given here and beside 'system'"));
            } else {
                fields.add(field);
            }
        }
        return new Mapping(fields, top.position());
    }

    private Mapping withReferencesReplaced(Mapping top) {
        Map<String, String> settings = given == null ? blueprint.settings() : given.values();
        var parameters = new Parameters(settings, blueprint.environment(), problems);
        Map<String, String> defaults = parameters.read(top.get("parameters"));
        if (given != null && use.type() != null) {
            given.check(use.type(), parameters.declared(), defaults.keySet());
        }
        var references =
                new References(
                        settings,
                        defaults,
                        given == null ? Set.of() : given.unknown(),
                        blueprint.environment(),
                        problems);
        var fields = new ArrayList<Field>();
        for (Field field : top.fields()) {
            boolean isDone = field.key().text().equals("parameters");
            fields.add(isDone ? field : new Field(field.key(), references.replaced(field.value())));
        }
        for (String setting : given == null ? settings.keySet() : Set.<String>of()) {
            if (!parameters.names().contains(setting) && !references.used().contains(setting)) {
                problems.add(
                        Problem.UNUSED_SETTING
                                .at(
                                        source.whole(),
                                        "--set %s: the blueprint has no parameter '%s'"
                                                .formatted(setting, setting))
                                .withFix(NearestName.question(setting, parameters.names())));
            }
        }
        return new Mapping(fields, top.position());
    }

    private String name(Mapping top) {
        ConfigValue given = top.get("system") == null ? top.get("name") : top.get("system");
        if (given instanceof Scalar name && name.kind() != Kind.NULL) {
            if (!GraphBuilder.isName(name.text())) {
                problems.add(
                        Problem.BAD_NAME
                                .at(name.position(), "'" + name.text() + "' cannot name a system")
                                .withNote(GraphBuilder.NAME_RULE));
            }
            return name.text();
        }
        if (given != null) {
            shape(given, "'system'", "a name");
        }
        return nameOfFile();
    }

    /** Makes a name of the file's: other characters become '_', and it begins with a letter. */
    private String nameOfFile() {
        String file = use.shown();
        String name = file.substring(file.replace('\\', '/').lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        var made = new StringBuilder();
        for (char c : (dot > 0 ? name.substring(0, dot) : name).toCharArray()) {
            boolean isKept = c == '-' || GraphBuilder.isName("a" + c);
            made.append(isKept ? c : '_');
        }
        String result = made + (made.toString().endsWith("-") ? "_" : "");
        return GraphBuilder.isName(result) ? result : "system_" + result;
    }

    private void reportUnknown(Mapping top) {
        for (Field field : top.fields()) {
            String key = field.key().text();
            if (LATER.contains(key)) {
                problems.add(
                        Problem.NOT_AVAILABLE.at(
                                field.key().position(),
                                "'" + key + "' is not available in this version"));
            } else if (!TOP.contains(key)) {
                problems.add(unknown(field.key(), "a blueprint", TOP));
            }
        }
    }

    private static Mapping settings(Mapping top) {
        return new Mapping(
                top.fields().stream().filter(f -> SETTINGS.contains(f.key().text())).toList(),
                top.position());
    }

    private boolean isStrict(@Nullable ConfigValue strict) {
        if (strict instanceof Scalar scalar && scalar.kind() == Kind.BOOLEAN) {
            return scalar.text().equalsIgnoreCase("true");
        }
        if (strict != null) {
            shape(strict, "'strict_variants'", "true or false");
        }
        return true;
    }

    private void components(Mapping top, GraphBuilder builder) {
        ConfigValue components = top.get("components");
        if (components instanceof Mapping byName) {
            for (Field field : byName.fields()) {
                component(field.key(), field.value(), builder);
            }
        } else if (components instanceof Sequence list) {
            for (ConfigValue element : list.elements()) {
                listed(element, builder);
            }
        } else if (components != null) {
            shape(components, "'components'", "a mapping of names, or a list");
        } else {
            problems.add(
                    Problem.MISSING_KEY
                            .at(source.whole(), "'components' is missing")
                            .withFix("add 'components:' with a component at least"));
        }
    }

    private void listed(ConfigValue element, GraphBuilder builder) {
        if (!(element instanceof Mapping component)) {
            shape(element, "a component", "a mapping with 'name' and 'type'");
            return;
        }
        Scalar name = text(component, "name", "a component");
        if (name != null) {
            component(name, without(component, "name"), builder);
        }
    }

    private void component(Scalar name, ConfigValue value, GraphBuilder builder) {
        used.count(use);
        String owner = "component '" + name.text() + "'";
        if (!(value instanceof Mapping fields)) {
            shape(value, owner, "a mapping with 'type'");
            builder.component(name, null, Mapping.EMPTY, Mapping.EMPTY);
            return;
        }
        Scalar type = text(fields, "type", owner);
        ConfigValue given = fields.get("config");
        ConfigValue config = given == null ? new Mapping(List.of(), name.position()) : given;
        Mapping options = without(fields, "type", "config");
        if (type == null || !SubBlueprints.isBlueprint(type.text())) {
            builder.component(name, type, config, options);
            return;
        }
        var parameters = new GivenParameters(name, config, problems);
        GraphBuilder graph = used.read(type, use, folder, parameters, blueprint, problems);
        if (graph == null) {
            builder.component(name, null, Mapping.EMPTY, options);
        } else {
            builder.component(name, type, graph, options);
        }
    }

    /** Names an input or output that the blueprint has as a component. */
    @FunctionalInterface
    private interface Exposing {
        GraphBuilder add(Scalar name, List<Scalar> ends);
    }

    private void exposed(@Nullable ConfigValue value, String what, Exposing exposing) {
        if (value instanceof Mapping byName) {
            for (Field field : byName.fields()) {
                String owner = what + " '" + field.key().text() + "'";
                exposing.add(field.key(), texts(field.value(), owner));
            }
        } else if (value != null && !isNothing(value)) {
            for (Scalar end : texts(value, "'" + what + "s'")) {
                int dot = end.text().indexOf('.');
                String name = dot < 0 ? what : end.text().substring(dot + 1);
                exposing.add(Scalar.text(name, end.position()), List.of(end));
            }
        }
    }

    /** Returns a text, or the texts of a list. */
    private List<Scalar> texts(ConfigValue value, String owner) {
        List<ConfigValue> elements =
                value instanceof Sequence list ? list.elements() : List.of(value);
        var texts = new ArrayList<Scalar>(elements.size());
        for (ConfigValue element : elements) {
            if (element instanceof Scalar text && text.kind() != Kind.NULL) {
                texts.add(text);
            } else {
                shape(element, owner, "a component or one with its port, as 'a.b', or a list");
            }
        }
        return texts;
    }

    private void bindings(Mapping top, GraphBuilder builder) {
        ConfigValue bindings = top.get("bindings");
        if (bindings instanceof Sequence list) {
            for (ConfigValue element : list.elements()) {
                if (element instanceof Scalar chain && chain.kind() == Kind.TEXT) {
                    builder.bind(chain, Mapping.EMPTY);
                } else if (element instanceof Mapping binding) {
                    binding(binding, builder);
                } else {
                    shape(element, "a binding", "'a -> b', or a mapping");
                }
            }
        } else if (bindings != null && !isNothing(bindings)) {
            shape(bindings, "'bindings'", "a list");
        }
    }

    private static boolean isNothing(ConfigValue value) {
        return value instanceof Scalar scalar && scalar.kind() == Kind.NULL;
    }

    private void binding(Mapping binding, GraphBuilder builder) {
        if (binding.get("from_component") != null || binding.get("to_component") != null) {
            classicBinding(binding, builder);
            return;
        }
        Scalar from = text(binding, "from", "a binding");
        Mapping options = without(binding, "from", "to");
        if (binding.get("to") instanceof Sequence list) {
            for (ConfigValue element : list.elements()) {
                if (!(element instanceof Scalar to)) {
                    shape(element, "'to' of a binding", "a text or a list of texts");
                } else if (from != null) {
                    builder.bind(from, to, options);
                }
            }
            return;
        }
        Scalar to = text(binding, "to", "a binding");
        if (from != null && to != null) {
            builder.bind(from, to, options);
        }
    }

    private void classicBinding(Mapping binding, GraphBuilder builder) {
        Scalar from = text(binding, "from_component", "a binding");
        Scalar to = text(binding, "to_component", "a binding");
        Scalar fromPort = optionalText(binding, "from_port");
        Scalar toPort = optionalText(binding, "to_port");
        Scalar stream = optionalText(binding, "stream_name");
        Mapping options =
                without(
                        binding,
                        "from_component",
                        "to_component",
                        "from_port",
                        "to_port",
                        "stream_name");
        if (from == null || to == null) {
            return;
        }
        if (stream != null && fromPort == null && toPort == null) {
            builder.bindByName(from, to, stream, options);
        } else {
            builder.bind(new End(from, fromPort), new End(to, toPort), options);
        }
    }

    private @Nullable Scalar optionalText(Mapping mapping, String key) {
        return mapping.get(key) == null ? null : text(mapping, key, "a binding");
    }

    /** Returns a text that must be there; null if it is not. */
    private @Nullable Scalar text(Mapping mapping, String key, String owner) {
        ConfigValue value = mapping.get(key);
        if (value == null) {
            Diagnostic problem =
                    Problem.MISSING_KEY.at(mapping.position(), owner + " needs '" + key + "'");
            String similar = NearestName.of(key, keys(mapping));
            problems.add(
                    similar == null
                            ? problem
                            : problem.withFix("write '" + key + "' for '" + similar + "'"));
            return null;
        }
        if (value instanceof Scalar scalar && scalar.kind() != Kind.NULL) {
            return scalar;
        }
        shape(value, "'" + key + "' of " + owner, "a text");
        return null;
    }

    private void shape(ConfigValue value, String what, String wanted) {
        if (value instanceof Broken) {
            return;
        }
        problems.add(
                Problem.WRONG_SHAPE.at(
                        value.position(),
                        what + " must be " + wanted + ", not " + value.describe()));
    }

    static Diagnostic unknown(Scalar key, String owner, List<String> known) {
        return Problem.UNKNOWN_KEY
                .at(key.position(), owner + " has no key '" + key.text() + "'")
                .withNote("keys: " + String.join(", ", known))
                .withFix(NearestName.question(key.text(), known));
    }

    private static List<String> keys(Mapping mapping) {
        var keys = new ArrayList<String>(mapping.fields().size());
        for (Field field : mapping.fields()) {
            keys.add(field.key().text());
        }
        return keys;
    }

    private static Mapping without(Mapping mapping, String... keys) {
        var fields = new ArrayList<Field>(mapping.fields().size());
        for (Field field : mapping.fields()) {
            if (!List.of(keys).contains(field.key().text())) {
                fields.add(field);
            }
        }
        return new Mapping(fields, mapping.position());
    }
}
