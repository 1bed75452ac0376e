package io.millrace.crashlab;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A file of a state folder that was damaged, and what it was before. */
final class Damage {

    private final Path file;
    private final byte[] before;
    private final String what;

    private Damage(Path file, byte[] before, String what) {
        this.file = file;
        this.before = before;
        this.what = what;
    }

    /** Damages a file of a folder; null if there is none to damage. */
    static @Nullable Damage in(Path state, SplittableRandom random) throws IOException {
        List<Path> files = files(state);
        if (files.isEmpty()) {
            return null;
        }
        // mostly one of the newest: those are what a restart reads
        int newest = Math.min(files.size(), random.nextBoolean() ? 2 : files.size());
        Path file = files.get(random.nextInt(newest));
        byte[] before = Files.readAllBytes(file);
        int at = random.nextInt(before.length);
        byte[] after;
        String what;
        if (random.nextBoolean()) {
            after = before.clone();
            after[at] ^= (byte) (1 << random.nextInt(8));
            what = "a bit of byte %d flipped".formatted(at);
        } else {
            after = Arrays.copyOf(before, at);
            what = "cut to %d of %d bytes".formatted(at, before.length);
        }
        Files.write(file, after);
        return new Damage(file, before, state.relativize(file) + ": " + what);
    }

    /** Returns what was done to which file. */
    String what() {
        return what;
    }

    /** Makes the file what it was. */
    void mend() throws IOException {
        Files.write(file, before);
    }

    /** Returns the files of the checkpoints, the newest first. */
    private static List<Path> files(Path state) throws IOException {
        if (!Files.isDirectory(state)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(state)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("dead-letters"))
                    .filter(file -> !isLock(file))
                    .filter(file -> file.toFile().length() > 0)
                    .sorted(
                            Comparator.comparingLong((Path f) -> f.toFile().lastModified())
                                    .reversed()
                                    .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private static boolean isLock(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).contains("lock");
    }
}
