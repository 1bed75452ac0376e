package io.millrace.graph;

import io.millrace.graph.ComponentSpec.Options;
import io.millrace.graph.ConfigValue.Field;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.GraphBuilder.Declared;
import io.millrace.graph.GraphBuilder.Exposed;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one builder declares, where it is used: as the graph itself, or in the place of a component.
 * Names and problems are those of its own text; the path before its names tells uses apart.
 */
final class Scope {

    /** The options that mean something on a component that is a graph. */
    private static final Set<String> TAKEN = Set.of("key", "buffer", "renamed_from", "description");

    private final GraphBuilder builder;
    private final @Nullable Scope outer;
    private final @Nullable Declared use;
    private final String path;
    private final Options options;
    private final Map<String, Scope> inner = new LinkedHashMap<>();
    private final Problems problems;
    private @Nullable ComponentRegistry registry;

    private Scope(GraphBuilder builder, @Nullable Scope outer, @Nullable Declared use) {
        this.builder = builder;
        this.outer = outer;
        this.use = use;
        this.path =
                outer == null || use == null
                        ? ""
                        : outer.path + use.name().text() + ComponentSpec.WITHIN;
        this.options = outer == null || use == null ? Options.DEFAULT : outer.options(use);
        this.problems = new Problems(builder.problems());
    }

    /** Returns the scope of a graph that is not a component. */
    static Scope of(GraphBuilder builder) {
        return new Scope(builder, null, null);
    }

    /** Opens the scope of a graph that is a component here. */
    Scope open(Declared use, GraphBuilder graph) {
        var scope = new Scope(graph, this, use);
        if (graph.inputs().isEmpty() && graph.outputs().isEmpty() && !scope.isBroken()) {
            Scalar type = scope.type();
            problems.add(
                    Problem.NO_ENDS
                            .at(
                                    type.position(),
                                    "'%s' names neither inputs nor outputs".formatted(type.text()))
                            .withNote("so it is a whole, and cannot be a component of another")
                            .withFix(
                                    "add 'inputs: [a]' or 'outputs: [b]' to it, with the names of"
                                            + " components in it"));
        }
        inner.put(use.name().text(), scope);
        return scope;
    }

    /** Binds the options of a component that is a graph. */
    private Options options(Declared declared) {
        String name = declared.name().text();
        for (Field field : declared.options().fields()) {
            String key = field.key().text();
            if (CommonOptions.isKnown(key) && !TAKEN.contains(key)) {
                String type = declared.typeName() == null ? name : declared.typeName().text();
                problems.add(
                        Problem.NO_EFFECT
                                .at(
                                        field.key().position(),
                                        "'%s' has no effect on component '%s'".formatted(key, name))
                                .withNote(
                                        "it is a blueprint, whose components have each their own"
                                                + " '"
                                                + key
                                                + "'")
                                .withFix(
                                        "say it in '%s', by a parameter if uses differ"
                                                .formatted(type)));
            }
        }
        return CommonOptions.component(
                declared.options(),
                "component '" + name + "'",
                declared.name().position(),
                problems);
    }

    GraphBuilder builder() {
        return builder;
    }

    /** Returns what is before its names: empty, or as {@code clean/}. */
    String path() {
        return path;
    }

    /**
     * Returns a component's name in the graph when its state was kept, if it was another.
     *
     * @param name its name here
     * @param renamedFrom the name that it had; null if the same
     */
    @Nullable String former(String name, @Nullable String renamedFrom) {
        String former = formerPath() + (renamedFrom == null ? name : renamedFrom);
        return former.equals(path + name) ? null : former;
    }

    private String formerPath() {
        if (outer == null || use == null) {
            return "";
        }
        String name = options.renamedFrom() == null ? use.name().text() : options.renamedFrom();
        return outer.formerPath() + name + ComponentSpec.WITHIN;
    }

    /** Returns the options of the component that it is; the defaults for the graph itself. */
    Options options() {
        return options;
    }

    /** Returns the problems of its text, and of what that declares. */
    List<Diagnostic> problems() {
        return problems;
    }

    /** Returns the scope of a component that is a graph; null for another. */
    @Nullable Scope inner(String component) {
        return inner.get(component);
    }

    @Nullable Scope outer() {
        return outer;
    }

    /** Returns the component it is the graph of; null for the graph itself. */
    @Nullable Declared use() {
        return use;
    }

    /** Returns how messages name it. */
    Scalar type() {
        return use == null || use.typeName() == null ? Scalar.text("") : use.typeName();
    }

    /** Returns what is declared to stand for ports in it. */
    static @Nullable Exposed find(List<Exposed> all, String name) {
        for (Exposed exposed : all) {
            if (exposed.name().text().equals(name)) {
                return exposed;
            }
        }
        return null;
    }

    /** Returns whether its text could not be read so far that its inputs and outputs are known. */
    boolean isBroken() {
        return builder.inputs().isEmpty()
                && builder.outputs().isEmpty()
                && GraphBuilder.hasErrors(builder.problems());
    }

    /** Returns what relative paths in it are relative to; null if that is the graph's folder. */
    @Nullable Path folder() {
        return use == null ? null : builder.folder();
    }

    ComponentRegistry registry() {
        ComponentRegistry known = registry == null ? builder.registry() : registry;
        if (known == null) {
            known = outer == null ? ComponentRegistry.discover() : outer.registry();
        }
        registry = known;
        return known;
    }

    /** Returns whether a variant that there is not is an error. */
    boolean isStrict() {
        ComponentRegistry known = registry == null ? builder.registry() : registry;
        boolean isLenientElsewhere =
                known == null ? outer != null && !outer.isStrict() : !known.isStrict();
        return builder.isStrict() && !isLenientElsewhere;
    }

    /** Returns a component's name as it is written here, if it is one of these. */
    String local(String name) {
        return name.startsWith(path) ? name.substring(path.length()) : name;
    }

    /** Returns a note that says how it comes to be part of the graph; null for the graph itself. */
    @Nullable String note() {
        if (use == null) {
            return null;
        }
        var note = new StringBuilder("used as component '");
        note.append(path, 0, path.length() - ComponentSpec.WITHIN.length()).append('\'');
        String before = " at ";
        for (Scope s = this; s != null && s.use != null; s = s.outer) {
            Position position = s.type().position();
            if (position.line() > 0) {
                note.append(before).append(position);
                before = ", in ";
            }
        }
        return note.toString();
    }
}
