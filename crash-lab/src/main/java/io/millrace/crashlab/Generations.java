package io.millrace.crashlab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Sees from the outside when a run has taken its state folder: each start leaves a file there that
 * no earlier one has left.
 *
 * @param folder where state folders are
 * @param before the files of earlier starts
 */
record Generations(Path folder, Set<Path> before) {

    private static final int LOOK_MILLIS = 2;

    /** Looks at what is there below a folder with a blueprint. */
    static Generations of(Path folder) throws IOException {
        return new Generations(folder, files(folder));
    }

    /** Waits until there is a new one, or the process has ended. */
    void awaitTaken(Process process) throws IOException, InterruptedException {
        while (before.containsAll(files(folder))) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private static Set<Path> files(Path folder) throws IOException {
        var files = new TreeSet<Path>();
        Path systems = folder.resolve(".millrace");
        if (Files.isDirectory(systems)) {
            try (Stream<Path> all = Files.list(systems)) {
                for (Path system : all.toList()) {
                    addGenerations(system.resolve("checkpoints"), files);
                }
            }
        }
        return files;
    }

    private static void addGenerations(Path checkpoints, Set<Path> files) throws IOException {
        if (Files.isDirectory(checkpoints)) {
            try (Stream<Path> all = Files.list(checkpoints)) {
                all.filter(file -> file.getFileName().toString().startsWith("generation-"))
                        .forEach(files::add);
            }
        }
    }
}
