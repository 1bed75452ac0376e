package io.millrace.blueprint;

import io.millrace.graph.BlueprintException;
import io.millrace.graph.ConfigValue;
import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.GraphBuilder;
import io.millrace.graph.NearestName;
import io.millrace.graph.Position;
import io.millrace.graph.Problem;
import io.millrace.graph.Problems;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the blueprints that a blueprint uses as components, and those that they use. Each file is
 * parsed once, and interpreted once for each use.
 */
final class SubBlueprints {

    static final int DEEPEST = 16;
    static final int MOST_COMPONENTS = 10_000;

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private final Map<Path, Parsed> files = new HashMap<>();
    private int components;

    /** A file as it was parsed, with what is wrong with it; no content if it cannot be used. */
    private record Parsed(
            SourceText source, @Nullable ConfigValue content, List<Diagnostic> problems) {}

    /**
     * A blueprint in the place of a component.
     *
     * @param file the file, without symbolic links
     * @param shown the file as messages name it
     * @param type what names it in the blueprint that uses it; null for the one that uses none
     * @param outer the blueprint that uses it
     */
    record Use(Path file, String shown, @Nullable Scalar type, @Nullable Use outer) {

        static Use ofWhole(String file) {
            Path path;
            try {
                path = real(Path.of(file));
            } catch (InvalidPathException e) {
                path = Path.of(""); // a name for messages alone
            }
            return new Use(path, file, null, null);
        }

        private int depth() {
            return outer == null ? 0 : outer.depth() + 1;
        }
    }

    /** Returns whether a type is a blueprint's file. */
    static boolean isBlueprint(String type) {
        boolean isPath = type.startsWith("./") || type.startsWith("../");
        return isPath && ENDINGS.stream().anyMatch(type::endsWith);
    }

    /**
     * Reads a blueprint as a component.
     *
     * @param type names it
     * @param in the blueprint that uses it
     * @param folder what the type is relative to
     * @param parameters what it is given
     * @param problems what is wrong with its use is added here
     * @return its builder, which has the problems in it; null if it cannot be used
     * @throws BlueprintException if there are too many components
     */
    @Nullable GraphBuilder read(
            Scalar type,
            Use in,
            Path folder,
            GivenParameters parameters,
            Blueprint blueprint,
            List<Diagnostic> problems) {
        Path path;
        try {
            path = folder.resolve(type.text()).normalize();
        } catch (InvalidPathException e) {
            problems.add(Problem.UNREADABLE.at(type.position(), "this cannot be a file's name"));
            return null;
        }
        if (!Files.exists(path)) {
            problems.add(missing(type, path));
            return null;
        }
        var use = new Use(real(path), path.toString(), type, in);
        if (use.depth() > DEEPEST) {
            problems.add(
                    Problem.TOO_MANY.at(
                            type.position(),
                            "blueprints use each other more than %d levels deep"
                                    .formatted(DEEPEST)));
            return null;
        }
        for (Use outer = in; outer != null; outer = outer.outer()) {
            if (outer.file().equals(use.file())) {
                problems.add(recursion(use, outer));
                return null;
            }
        }
        Parsed parsed = files.computeIfAbsent(use.file(), _ -> parse(path));
        return new BlueprintReader(
                        blueprint, this, parsed.source(), use, parentOf(path), parameters)
                .builder(parsed.content(), parsed.problems());
    }

    private static Parsed parse(Path path) {
        var source = new SourceText(path.toString(), "");
        var problems = new Problems();
        try {
            source = new SourceText(path.toString(), BlueprintFile.read(path));
            return new Parsed(source, new YamlReader(source, problems).read(), problems);
        } catch (BlueprintException e) {
            problems.addAll(e.diagnostics());
            return new Parsed(source, null, problems);
        }
    }

    /**
     * Counts a component of a blueprint that is one itself.
     *
     * @throws BlueprintException if there are too many
     */
    void count(Use use) {
        if (use.type() == null || ++components <= MOST_COMPONENTS) {
            return;
        }
        Diagnostic problem =
                Problem.TOO_MANY.at(
                        use.type().position(),
                        "the blueprints used here hold more than %,d components together"
                                .formatted(MOST_COMPONENTS));
        for (Use outer = use.outer();
                outer != null && outer.type() != null;
                outer = outer.outer()) {
            problem = problem.withNote("which is used at " + outer.type().position());
        }
        throw new BlueprintException(List.of(problem));
    }

    private static Diagnostic recursion(Use use, Use first) {
        var path = new StringBuilder(use.shown());
        for (Use outer = use.outer(); outer != null; outer = outer.outer()) {
            path.insert(0, outer.shown() + " -> ");
            if (outer.file().equals(first.file())) {
                break;
            }
        }
        Position position = use.type() == null ? Position.NONE : use.type().position();
        return Problem.RECURSION
                .at(position, "'" + use.shown() + "' uses itself: " + path)
                .withNote("it would have no end")
                .withFix("take one of these uses away");
    }

    private static Diagnostic missing(Scalar type, Path path) {
        Diagnostic problem =
                Problem.UNREADABLE.at(type.position(), "there is no file '" + type.text() + "'");
        Path name = path.getFileName();
        String nearest =
                name == null ? null : NearestName.of(name.toString(), blueprintsIn(parentOf(path)));
        if (nearest == null) {
            return problem.withNote("it would be " + path);
        }
        int end = type.text().lastIndexOf('/') + 1;
        return problem.withFix("did you mean '" + type.text().substring(0, end) + nearest + "'?");
    }

    private static List<String> blueprintsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> ENDINGS.stream().anyMatch(name::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // there is nothing to suggest
        }
    }

    private static Path parentOf(Path path) {
        Path folder = path.getParent();
        return folder == null ? Path.of("") : folder;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
