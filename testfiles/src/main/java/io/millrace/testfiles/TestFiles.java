package io.millrace.testfiles;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds test files.
 *
 * @since 0.1
 */
public final class TestFiles {

    private TestFiles() {}

    /**
     * Returns the files that are meant: a file is meant itself, a folder means all files below it
     * whose names end with {@value TestFile#ENDING}, in the order of their names.
     *
     * @throws IOException if a folder cannot be read
     */
    public static List<Path> in(List<Path> filesAndFolders) throws IOException {
        var files = new ArrayList<Path>();
        for (Path each : filesAndFolders) {
            if (!Files.isDirectory(each)) {
                files.add(each);
                continue;
            }
            try (Stream<Path> below = Files.walk(each, FileVisitOption.FOLLOW_LINKS)) {
                below.filter(file -> file.toString().endsWith(TestFile.ENDING))
                        .filter(Files::isRegularFile)
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }
}
