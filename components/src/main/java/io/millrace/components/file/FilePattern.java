package io.millrace.components.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A path that may stand for several files: {@code *}, {@code ?}, {@code [a-c]} and {@code {a,b}}
 * stand for parts of a name, {@code **} as a name for any number of folders, none included.
 *
 * <p>Names that begin with a dot are found only where the pattern says the dot; {@code **} goes
 * into no symbolic link.
 */
final class FilePattern {

    private static final String ANY_FOLDERS = "**";

    private FilePattern() {}

    /** Returns whether the path has anything that stands for something else. */
    static boolean isPattern(String path) {
        return path.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    /**
     * Returns the files that a pattern stands for, by name; no folders.
     *
     * @param folder what a relative pattern is relative to
     */
    static List<Path> find(Path folder, String pattern) throws IOException {
        Path base = pattern.startsWith("/") ? folder.resolve("/") : folder;
        List<String> names =
                Arrays.stream(pattern.split("/")).filter(name -> !name.isEmpty()).toList();
        var found = new TreeSet<Path>();
        find(base, names, found);
        return List.copyOf(found);
    }

    private static void find(Path folder, List<String> names, Set<Path> found) throws IOException {
        String name = names.getFirst();
        List<String> rest = names.subList(1, names.size());
        if (name.equals(ANY_FOLDERS)) {
            List<String> here = rest.isEmpty() ? List.of("*") : rest;
            find(folder, here, found);
            for (Path child : children(folder, "*")) {
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    find(child, names, found);
                }
            }
            return;
        }
        List<Path> matching =
                isPattern(name) ? children(folder, name) : List.of(folder.resolve(name));
        for (Path path : matching) {
            if (!rest.isEmpty()) {
                if (Files.isDirectory(path)) {
                    find(path, rest, found);
                }
            } else if (Files.exists(path) && !Files.isDirectory(path)) {
                found.add(path);
            }
        }
    }

    private static List<Path> children(Path folder, String name) throws IOException {
        var children = new ArrayList<Path>();
        if (!Files.isDirectory(folder)) {
            return children;
        }
        PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + name);
        boolean dotted = name.startsWith(".");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path child : all) {
                Path last = child.getFileName();
                if ((dotted || !last.toString().startsWith(".")) && matcher.matches(last)) {
                    children.add(child);
                }
            }
        }
        return children;
    }
}
