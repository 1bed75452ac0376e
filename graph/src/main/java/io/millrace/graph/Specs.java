package io.millrace.graph;

import io.millrace.api.Handler;
import io.millrace.api.KeyedConfig;
import io.millrace.api.Output;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.ComponentSpec.Options;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.GraphBuilder.Declared;
import io.millrace.graph.ReloadableType.Bound;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Makes components of what was declared in one scope: finds their types, binds their options. */
final class Specs {

    /** The configuration of a type that takes none, while it is bound. */
    record Nothing() {}

    private static final RecordDescription NO_OPTIONS = RecordDescription.of(Nothing.class);

    private final Scope scope;
    private final List<Diagnostic> problems;

    Specs(Scope scope) {
        this(scope, scope.problems());
    }

    Specs(Scope scope, List<Diagnostic> problems) {
        this.scope = scope;
        this.problems = problems;
    }

    /** Returns the component, or null if there were problems. */
    @Nullable ComponentSpec spec(Declared declared) {
        String owner = "component '" + declared.name().text() + "'";
        Position position = declared.name().position();
        Options written = CommonOptions.component(declared.options(), owner, position, problems);
        Options options =
                written.withRenamedFrom(
                        scope.former(declared.name().text(), written.renamedFrom()));
        Variants variants =
                declared.type() == null
                        ? variants(declared.typeName(), Variants.isAsked(declared.config()))
                        : new Variants(List.of(declared.type()));
        Bound bound = variants == null ? null : bound(declared, variants);
        if (bound == null) {
            return null;
        }
        ComponentType type = watched(bound, declared);
        if (options.key() == null && bound.config() instanceof KeyedConfig keyed) {
            options = keyed.key() == null ? options : options.withKey(keyed.key());
        }
        boolean isDriven = Handler.class.isAssignableFrom(type.implementation());
        boolean needsTask = type instanceof ReloadableType && isDriven && options.buffer() == null;
        var spec =
                new ComponentSpec(
                        scope.path() + declared.name().text(),
                        type,
                        bound.config(),
                        needsTask ? options.withBuffer(Buffer.DEFAULT) : options,
                        position,
                        scope.folder());
        reportBadPorts(declared.name(), spec.inputs(), "input", position);
        reportBadPorts(declared.name(), spec.outputs(), "output", position);
        return spec;
    }

    /** Chooses the variant and binds the options; returns null if there were problems. */
    @Nullable Bound bound(Declared declared, Variants variants) {
        String owner = "component '" + declared.name().text() + "'";
        Position position = declared.name().position();
        ComponentType type = variants.types().getFirst();
        try {
            Variants.Chosen chosen =
                    variants.chosen(declared.config(), owner, scope.isStrict(), position, problems);
            if (chosen == null) {
                return null;
            }
            type = chosen.type();
            Object config =
                    new ConfigBinder(problems, owner, List.of())
                            .bind(options(type), chosen.config(), position);
            return config == null
                    ? null
                    : new Bound(type, config instanceof Nothing ? ComponentSpec.NO_CONFIG : config);
        } catch (IllegalArgumentException e) {
            Scalar typeName = declared.typeName();
            problems.add(
                    Problem.BROKEN_TYPE
                            .at(
                                    typeName == null ? position : typeName.position(),
                                    "component type '" + type.name() + "' cannot be used")
                            .withNote(String.valueOf(e.getMessage())));
            return null;
        }
    }

    /** Returns the type, as one whose source may change if that is watched. */
    private ComponentType watched(Bound bound, Declared declared) {
        Scalar name = declared.typeName();
        if (declared.type() != null || name == null || !SourceFiles.isMeant(name.text())) {
            return bound.type();
        }
        return scope.registry().sources().watched(bound, name, declared, scope);
    }

    /** Checks names that may follow from the configuration. */
    private void reportBadPorts(
            Scalar component, List<String> ports, String what, Position position) {
        for (String port : ports) {
            if (!Names.isName(port) || port.equals(Output.ERROR)) {
                problems.add(badPort(port, what, component.text(), position));
            }
        }
    }

    static Diagnostic badPort(String port, String what, String component, Position position) {
        return Problem.BAD_NAME
                .at(
                        position,
                        "'%s' cannot name an %s of component '%s'".formatted(port, what, component))
                .withNote(port.equals(Output.ERROR) ? "failed items leave by 'error'" : Names.RULE);
    }

    private static RecordDescription options(ComponentType type) {
        RecordDescription declared = declared(type);
        return declared == null ? NO_OPTIONS : declared;
    }

    /** Returns what a type declares as its configuration; null if it takes none. */
    static @Nullable RecordDescription declared(ComponentType type) {
        return type instanceof ClassType known ? known.description().config() : null;
    }

    private @Nullable Variants variants(@Nullable Scalar name, boolean isAsked) {
        if (name == null) {
            return null;
        }
        String text = name.text();
        ComponentRegistry known = scope.registry();
        if (SourceFiles.isMeant(text)) {
            List<ComponentType> types =
                    known.sources().types(name, scope.builder().folder(), problems);
            return types.isEmpty() ? null : new Variants(types);
        }
        List<ComponentType> variants = isAsked ? known.variants(text) : known.standard(text);
        if (variants.isEmpty()) {
            Diagnostic problem =
                    Problem.UNKNOWN_TYPE.at(
                            name.position(), "there is no component type '" + text + "'");
            String question =
                    text.endsWith(SourceFiles.ENDING)
                            ? "write './" + text + "' for a file beside the blueprint"
                            : NearestName.question(text, known.names());
            problems.add(
                    question == null
                            ? problem.withNote("types: " + String.join(", ", known.names()))
                            : problem.withFix(question));
            return null;
        }
        return new Variants(variants);
    }
}
