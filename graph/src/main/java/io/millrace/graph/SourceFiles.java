package io.millrace.graph;

import io.millrace.graph.ConfigValue.Scalar;
import io.millrace.graph.source.SourceText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the Java source that a component's type names: a file, or a folder of files. It must lie at
 * or below a folder, symbolic links followed.
 */
final class SourceFiles {

    static final String ENDING = ".java";

    private static final long LARGEST = 1 << 20;
    private static final int MOST = 1_000;
    private static final int DEEPEST = 16;

    private final Scalar type;
    private final Path folder;
    private final List<Diagnostic> problems;

    /**
     * Creates one.
     *
     * @param type what names the source
     * @param folder what it is relative to, and must not lead out of
     * @param problems what is found is added here
     */
    SourceFiles(Scalar type, Path folder, List<Diagnostic> problems) {
        this.type = type;
        this.folder = folder;
        this.problems = problems;
    }

    /** Returns whether the name of a type is meant to be that of a file. */
    static boolean isMeant(String type) {
        return type.startsWith("./") || type.startsWith("../");
    }

    /** Returns the file or folder, as messages name it; null if it cannot be used. */
    @Nullable Path path() {
        Path path;
        try {
            path = folder.resolve(type.text()).normalize();
        } catch (InvalidPathException e) {
            refused(Problem.UNREADABLE, "this cannot be a file's name", null);
            return null;
        }
        if (!isWithin(path.toAbsolutePath(), folder.toAbsolutePath().normalize())) {
            outside("'" + type.text() + "' leads out of the blueprint's folder");
            return null;
        }
        boolean isFile = type.text().endsWith(ENDING);
        if (!Files.exists(path)) {
            missing(path);
            return null;
        }
        if (isFile ? !Files.isRegularFile(path) : !Files.isDirectory(path)) {
            refused(
                    Problem.UNKNOWN_TYPE,
                    "'" + type.text() + "' is no component",
                    "name a .java file, a folder of them, or a blueprint (.yaml, .yml, .json)");
            return null;
        }
        if (!isReallyWithin(path)) {
            outside("'" + type.text() + "' is a link that leads out of the folder");
            return null;
        }
        return path;
    }

    /** Returns the texts, in the order of their names; null if they cannot be read. */
    @Nullable List<SourceText> texts(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                return List.of(text(path));
            }
            List<Path> files;
            try (Stream<Path> all = Files.walk(path, DEEPEST)) {
                files = all.filter(SourceFiles::isSource).sorted().limit(MOST + 1).toList();
            }
            if (files.isEmpty()) {
                refused(Problem.NO_COMPONENT, "there is no .java file in '" + path + "'", null);
                return null;
            }
            if (files.size() > MOST) {
                refused(
                        Problem.NO_COMPONENT,
                        "there are more than %,d .java files in '%s'".formatted(MOST, path),
                        "put them into a jar");
                return null;
            }
            var texts = new ArrayList<SourceText>(files.size());
            for (Path file : files) {
                if (!isReallyWithin(file)) {
                    outside("'" + file + "' is a link that leads out of the folder");
                    return null;
                }
                texts.add(text(file));
            }
            return texts;
        } catch (Unreadable e) {
            problems.add(e.problem);
            return null;
        } catch (IOException e) {
            refused(Problem.UNREADABLE, "'" + path + "' cannot be read: " + e, null);
            return null;
        }
    }

    private static boolean isSource(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING)
                && !name.equals("module-info.java")
                && Files.isRegularFile(file);
    }

    private static SourceText text(Path file) throws IOException {
        Position whole = new Position(file.toString(), 0, 0, 1);
        if (Files.size(file) > LARGEST) {
            throw new Unreadable(Problem.TOO_LARGE.at(whole, "the file is larger than 1 MiB"));
        }
        try {
            String text = Files.readString(file);
            return new SourceText(
                    file.toRealPath(),
                    file.toString(),
                    text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new Unreadable(
                    Problem.ENCODING
                            .at(whole, "this file is not UTF-8")
                            .withFix("save the file as UTF-8"));
        }
    }

    /** A file that there is and that cannot be read as text. */
    private static final class Unreadable extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient Diagnostic problem;

        Unreadable(Diagnostic problem) {
            this.problem = problem;
        }
    }

    private boolean isReallyWithin(Path path) {
        try {
            return path.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isWithin(Path path, Path folder) {
        return path.normalize().startsWith(folder);
    }

    private void outside(String message) {
        refused(Problem.OUTSIDE, message, "put the source at or below the folder of the blueprint");
    }

    private void missing(Path path) {
        boolean isFile = type.text().endsWith(ENDING);
        String what = type.text().endsWith("/") ? "folder" : "file";
        Path parent = path.toAbsolutePath().getParent();
        Path name = path.getFileName();
        String nearest =
                parent == null || name == null
                        ? null
                        : NearestName.of(name.toString(), namesIn(parent, isFile));
        Diagnostic problem =
                Problem.UNREADABLE.at(
                        type.position(), "there is no %s '%s'".formatted(what, type.text()));
        String text = type.text();
        String before = text.substring(0, text.lastIndexOf('/', text.length() - 2) + 1);
        String after = text.endsWith("/") ? "/" : "";
        problems.add(
                nearest == null
                        ? problem.withNote("it would be " + path)
                        : problem.withFix("did you mean '" + before + nearest + after + "'?"));
    }

    private static List<String> namesIn(Path folder, boolean areFiles) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> areFiles ? isSource(file) : Files.isDirectory(file))
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // there is nothing to suggest
        }
    }

    private void refused(Problem problem, String message, @Nullable String fix) {
        problems.add(problem.at(type.position(), message).withFix(fix));
    }
}
