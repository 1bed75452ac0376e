package io.millrace.components.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that sources of this process read, so that no sink empties one: a source notes its
 * files and then looks for a sink that has one open, a sink does it the other way round, both in
 * set-up.
 */
final class ReadFiles implements Closeable {

    private static final ConcurrentHashMap<Path, Integer> READERS = new ConcurrentHashMap<>();

    private final List<Path> files = new ArrayList<>();

    /** Notes that a file is read, until this is closed. */
    void add(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            Path real = file.toRealPath();
            files.add(real);
            READERS.merge(real, 1, Integer::sum);
        }
    }

    /** Returns whether a source of this process reads a file. */
    static boolean contains(Path file) throws IOException {
        return READERS.containsKey(file.toRealPath());
    }

    @Override
    public void close() {
        files.forEach(file -> READERS.computeIfPresent(file, (_, n) -> n == 1 ? null : n - 1));
        files.clear();
    }
}
