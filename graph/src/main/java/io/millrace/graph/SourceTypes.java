package io.millrace.graph;

import io.millrace.api.Component;
import io.millrace.api.Registered;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.GraphBuilder.Declared;
import io.millrace.graph.ReloadableType.Bound;
import io.millrace.graph.source.SourceCompiler;
import io.millrace.graph.source.SourceCompiler.Compiled;
import io.millrace.graph.source.SourceCompiler.Message;
import io.millrace.graph.source.SourceLoader;
import io.millrace.graph.source.SourceText;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The component types that are Java source beside a blueprint. A source is compiled when it is
 * first used, and again when it has changed since.
 */
final class SourceTypes {

    private final Map<Path, Source> sources = new HashMap<>();
    private @Nullable SourceWatch watch;

    /**
     * A source as it was compiled last.
     *
     * @param types its types, variants of one; none if there is an error among the problems
     */
    record Source(List<SourceText> texts, List<ComponentType> types, List<Diagnostic> problems) {}

    /**
     * Returns the types of a source: one, or the variants of one.
     *
     * @param type names the source
     * @param folder what it is relative to, and must not lead out of
     * @param problems what is found is added here
     * @return none if there was an error
     */
    List<ComponentType> types(Scalar type, Path folder, List<Diagnostic> problems) {
        var files = new SourceFiles(type, folder, problems);
        Path path = files.path();
        List<SourceText> texts = path == null ? null : files.texts(path);
        if (path == null || texts == null) {
            return List.of();
        }
        Source known = sources.get(path.toAbsolutePath());
        if (known == null || !known.texts().equals(texts)) {
            known = compile(type.text(), path, texts);
            sources.put(path.toAbsolutePath(), known);
        }
        problems.addAll(known.problems());
        return known.types();
    }

    /** Watches the source of every component from now on. */
    SourceWatch watch() {
        SourceWatch watching = watch == null ? new SourceWatch() : watch;
        watch = watching;
        return watching;
    }

    /** Returns the type of a component that is source, exchangeable if source is watched. */
    ComponentType watched(Bound bound, Scalar name, Declared declared, Scope scope) {
        Path folder = scope.builder().folder();
        Path path = new SourceFiles(name, folder, new ArrayList<>()).path();
        Source source = path == null ? null : sources.get(path.toAbsolutePath());
        if (watch == null || path == null || source == null) {
            return bound.type();
        }
        var type = new ReloadableType(bound, declared, scope);
        watch.add(name, folder, path, source, type);
        return type;
    }

    /** Compiles a source. */
    static Source compile(String name, Path path, List<SourceText> texts) {
        var problems = new ArrayList<Diagnostic>();
        Compiled compiled = SourceCompiler.compile(texts);
        for (Message message : compiled.messages()) {
            problems.add(diagnostic(message, path));
        }
        List<ComponentType> types =
                compiled.classes().isEmpty()
                        ? List.of()
                        : new Loaded(name, path, texts, compiled.classes(), problems).types();
        return new Source(
                texts, GraphBuilder.hasErrors(problems) ? List.of() : types, List.copyOf(problems));
    }

    private static Diagnostic diagnostic(Message message, Path path) {
        Problem problem = message.isError() ? Problem.SOURCE_ERROR : Problem.SOURCE_WARNING;
        Diagnostic diagnostic = problem.at(position(message.place()), message.text());
        for (String detail : message.details()) {
            diagnostic = diagnostic.withNote(detail);
            Matcher missing = MISSING_CLASS.matcher(detail);
            if (missing.matches() && isBeside(path, missing.group(1))) {
                diagnostic =
                        diagnostic.withFix(
                                "a file is compiled alone: put both into a folder, and name that as"
                                        + " the type");
            }
        }
        return diagnostic;
    }

    private static final Pattern MISSING_CLASS = Pattern.compile("symbol:\\s+class (\\w+)");

    private static boolean isBeside(Path path, String name) {
        return Files.isRegularFile(path)
                && Files.exists(path.resolveSibling(name + SourceFiles.ENDING));
    }

    private static Position position(SourceText.Place place) {
        return new Position(place.file(), place.line(), place.column(), place.length());
    }

    /** The classes of a source, among which its component is to be found. */
    private record Loaded(
            String name,
            Path path,
            List<SourceText> texts,
            Map<String, byte[]> classes,
            List<Diagnostic> problems) {

        List<ComponentType> types() {
            boolean isFile = Files.isRegularFile(path);
            var components = new TreeMap<String, ComponentType>();
            var others = new ArrayList<Class<?>>();
            for (Class<?> type : topLevel()) {
                if (!Component.class.isAssignableFrom(type)) {
                    others.add(type);
                } else if (isFile || !Modifier.isAbstract(type.getModifiers())) {
                    add(type.asSubclass(Component.class), components);
                }
            }
            if (components.isEmpty() && !GraphBuilder.hasErrors(problems)) {
                problems.add(none(others));
            }
            var types = new ArrayList<ComponentType>(components.values());
            ComponentType standard = components.get(Registered.DEFAULT_VARIANT);
            if (standard != null) {
                types.remove(standard);
                types.addFirst(standard);
            }
            return types;
        }

        /** Returns the public classes that are no parts of others. */
        private List<Class<?>> topLevel() {
            var loader = new SourceLoader(path.toAbsolutePath(), classes);
            var found = new ArrayList<Class<?>>();
            for (String each : classes.keySet().stream().sorted().toList()) {
                try {
                    Class<?> type = Class.forName(each, false, loader);
                    if (Modifier.isPublic(type.getModifiers())
                            && type.getEnclosingClass() == null) {
                        found.add(type);
                    }
                } catch (ClassNotFoundException | LinkageError e) {
                    problems.add(
                            Problem.BROKEN_TYPE.at(
                                    place(each), "'" + each + "' cannot be loaded: " + e));
                }
            }
            return found;
        }

        private void add(Class<? extends Component> type, Map<String, ComponentType> components) {
            Registered registered = type.getAnnotation(Registered.class);
            String variant = registered == null ? Registered.DEFAULT_VARIANT : registered.variant();
            var added = new ClassType(name, variant, type);
            ComponentType other = components.putIfAbsent(variant, added);
            try {
                added.description();
            } catch (IllegalArgumentException | LinkageError e) {
                problems.add(
                        Problem.BROKEN_TYPE
                                .at(place(type.getName()), "this cannot be a component type")
                                .withNote(String.valueOf(e.getMessage())));
            }
            if (other != null) {
                problems.add(
                        Problem.NO_COMPONENT
                                .at(
                                        place(type.getName()),
                                        "'%s' holds two components: %s and %s"
                                                .formatted(
                                                        name,
                                                        other.implementation().getSimpleName(),
                                                        type.getSimpleName()))
                                .withFix(
                                        "make one of them not public, or a variant by"
                                                + " '@Registered(value = …, variant = …)'"));
            }
        }

        private Diagnostic none(List<Class<?>> others) {
            if (others.isEmpty()) {
                return Problem.NO_COMPONENT
                        .at(whole(), "'" + name + "' holds no public class")
                        .withFix(example());
            }
            Class<?> first = others.getFirst();
            return Problem.NO_COMPONENT
                    .at(
                            place(first.getName()),
                            "'%s' is no component: it implements none of Handler, Source and"
                                            .formatted(first.getSimpleName())
                                    + " Component")
                    .withFix(example());
        }

        private String example() {
            String file = path.getFileName().toString();
            String type =
                    file.endsWith(SourceFiles.ENDING)
                            ? file.substring(0, file.length() - SourceFiles.ENDING.length())
                            : "Enrich";
            return "begin with 'public final class " + type + " implements Handler<Document>'";
        }

        private Position whole() {
            return new Position(texts.getFirst().shown(), 0, 0, 1);
        }

        /** Returns where a class is declared. */
        private Position place(String type) {
            String simple =
                    type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
            Pattern declaration =
                    Pattern.compile("\\b(?:class|record|enum|interface)\\s+(" + simple + ")\\b");
            for (SourceText text : texts) {
                Matcher found = declaration.matcher(text.text());
                if (found.find()) {
                    return position(text.place(found.start(1), found.end(1)));
                }
            }
            return whole();
        }
    }
}
