package io.millrace.engine.letters;

import io.millrace.api.EnvironmentException;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The letters that one replay has taken out of the queue, until they are done with or put back.
 *
 * <p>Used by one thread; the bits of a part may be set by another until {@link #settle}.
 */
final class Claim implements Closeable {

    /*
     * A state folder holds
     *
     *   dead-letters/      the queue: c.ndjson, which runs append to, and c.1.ndjson, c.2.ndjson ...
     *   dead-letters.lock  shared by runs that have written a letter; held alone while files move out
     *   replay.lock        held by the one replay that goes on
     *   replay/taken/      files moved out of the queue, as they were
     *   replay/dead-letters/  what is to be in the queue instead: letters of the replay's own run,
     *                         and of each taken file the lines that were not put in
     *   replay/done/       the same, when all of it is on the disk
     *
     * The rename of replay/dead-letters to replay/done is the commit. Without replay/done all that
     * was taken goes back and the replay's own letters are dropped: they are of items that are in
     * the queue again. With it, what was taken is deleted and what is in replay/done moves to the
     * queue. Both can be done again from any point, so a kill loses nothing, and the next replay
     * finishes what this one has left. A file goes back under a number, never as c.ndjson, which a
     * run may be making at that moment.
     */

    static final String REPLAY = "replay";
    private static final String TAKEN = "taken";
    private static final String DONE = "done";
    private static final String ENDING = ".ndjson";

    private final Path stateFolder;
    private final Path replay;
    private final Runnable step;
    private final Closeable lock;
    private final List<Part> parts = new ArrayList<>();

    /**
     * What a replay puts in at one point of the lines of one file.
     *
     * @param file the file
     * @param point the point
     * @param chosen the lines that are meant, from 0
     * @param sent those that have been put in
     */
    record Part(Path file, Point point, BitSet chosen, BitSet sent) {}

    private Claim(Path stateFolder, Closeable lock, Runnable step) {
        this.stateFolder = stateFolder;
        this.replay = stateFolder.resolve(REPLAY);
        this.lock = lock;
        this.step = step;
    }

    /** Opens the queue for one replay, and finishes what an earlier one has left. */
    static Claim open(Path stateFolder) throws IOException {
        return open(stateFolder, () -> {});
    }

    /**
     * Opens the queue.
     *
     * @param step called before each change of the disk
     * @throws EnvironmentException if another replay goes on
     */
    static Claim open(Path stateFolder, Runnable step) throws IOException {
        Closeable lock =
                LockFile.tryLock(stateFolder.resolve(REPLAY + ".lock"), false)
                        .orElseThrow(
                                () ->
                                        new EnvironmentException(
                                                "dead letters in '"
                                                        + stateFolder
                                                        + "' are being replayed already; wait for"
                                                        + " that replay, or stop it",
                                                null));
        var claim = new Claim(stateFolder, lock, step);
        try {
            claim.recover();
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
        return claim;
    }

    /** Returns the files that hold the queue now, whatever a replay has come to. */
    static List<Path> files(Path stateFolder) throws IOException {
        Path replay = stateFolder.resolve(REPLAY);
        Path done = replay.resolve(DONE);
        var files = new ArrayList<Path>();
        files.addAll(LetterQueue.filesIn(Files.isDirectory(done) ? done : replay.resolve(TAKEN)));
        files.addAll(LetterQueue.filesIn(stateFolder.resolve(LetterQueue.FOLDER)));
        files.sort(LetterQueue.IN_ORDER);
        return files;
    }

    /**
     * Takes out the files that hold letters that are meant.
     *
     * @param choose returns where a letter is to be put in, or null if it stays
     * @return how many lines of the queue are no letters
     * @throws EnvironmentException if a run may be writing letters
     */
    long take(Function<Letter, @Nullable Point> choose) throws IOException {
        Path queue = stateFolder.resolve(LetterQueue.FOLDER);
        long broken = 0;
        try (Closeable _ = alone(queue)) {
            for (Path file : LetterQueue.filesIn(queue)) {
                var chosen = new LinkedHashMap<Point, BitSet>();
                broken += choose(file, choose, chosen);
                if (chosen.isEmpty()) {
                    continue;
                }
                Path taken = replay.resolve(TAKEN).resolve(numbered(file));
                Files.createDirectories(replay.resolve(TAKEN));
                move(file, taken);
                chosen.forEach(
                        (point, lines) -> parts.add(new Part(taken, point, lines, new BitSet())));
            }
            force(queue);
            force(replay.resolve(TAKEN));
        }
        return broken;
    }

    private static Closeable alone(Path queue) throws IOException {
        return LockFile.tryLock(LetterQueue.lock(queue), false)
                .orElseThrow(
                        () ->
                                new EnvironmentException(
                                        "a run is writing dead letters to '"
                                                + queue
                                                + "'; replay them when it has ended",
                                        null));
    }

    private static long choose(
            Path file, Function<Letter, @Nullable Point> choose, Map<Point, BitSet> chosen)
            throws IOException {
        long broken = 0;
        try (var reader = new LetterReader(file)) {
            while (reader.next()) {
                Letter letter = reader.letter();
                Point point = letter == null ? null : choose.apply(letter);
                broken += letter == null ? 1 : 0;
                if (point != null) {
                    chosen.computeIfAbsent(point, _ -> new BitSet()).set(reader.index());
                }
            }
        }
        return broken;
    }

    List<Part> parts() {
        return parts;
    }

    /** Returns the state folder of the replay's own run, whose letters are not in the queue yet. */
    Path runFolder() {
        return replay;
    }

    /** Takes the letters that have been put in out of the queue for good. The run has ended. */
    void settle() throws IOException {
        Path left = replay.resolve(LetterQueue.FOLDER);
        Files.createDirectories(left);
        var sent = new LinkedHashMap<Path, BitSet>();
        for (Part part : parts) {
            sent.computeIfAbsent(part.file(), _ -> new BitSet()).or(part.sent());
        }
        for (Map.Entry<Path, BitSet> file : sent.entrySet()) {
            step.run();
            writeRest(file.getKey(), file.getValue(), left);
        }
        for (Path file : LetterQueue.filesIn(left)) {
            force(file);
        }
        force(left);
        move(left, replay.resolve(DONE));
        force(replay);
        recover();
    }

    private static void writeRest(Path file, BitSet sent, Path left) throws IOException {
        try (var reader = new LetterReader(file)) {
            OutputStream out = null;
            try {
                while (reader.next()) {
                    if (sent.get(reader.index())) {
                        continue;
                    }
                    if (out == null) {
                        Path rest = left.resolve(file.getFileName());
                        out = new BufferedOutputStream(Files.newOutputStream(rest));
                    }
                    out.write(reader.line());
                    out.write('\n');
                }
            } finally {
                if (out != null) {
                    out.close();
                }
            }
        }
    }

    /** Comes from whatever state the folder is in to one without a replay. */
    private void recover() throws IOException {
        if (!Files.isDirectory(replay)) {
            return;
        }
        Path taken = replay.resolve(TAKEN);
        Path done = replay.resolve(DONE);
        if (Files.isDirectory(done)) {
            for (Path file : LetterQueue.filesIn(taken)) {
                delete(file);
            }
            putBack(done);
        } else {
            putBack(taken);
        }
        deleteAll(replay);
    }

    private void putBack(Path folder) throws IOException {
        Path queue = stateFolder.resolve(LetterQueue.FOLDER);
        Files.createDirectories(queue);
        for (Path file : LetterQueue.filesIn(folder)) {
            move(file, queue.resolve(numbered(file)));
        }
        force(queue);
    }

    /** Returns the name of a file with a number: its own, or one that no other has. */
    private String numbered(Path file) throws IOException {
        return numbered(stateFolder, file);
    }

    /** Returns the name of a file with a number: its own, or one that no other has. */
    static String numbered(Path stateFolder, Path file) throws IOException {
        Path replay = stateFolder.resolve(REPLAY);
        if (LetterQueue.number(file) != Integer.MAX_VALUE) {
            return file.getFileName().toString();
        }
        String stem = LetterQueue.stem(file);
        int last = 0;
        for (Path folder :
                List.of(
                        stateFolder.resolve(LetterQueue.FOLDER),
                        replay.resolve(TAKEN),
                        replay.resolve(DONE),
                        replay.resolve(LetterQueue.FOLDER))) {
            for (Path other : LetterQueue.filesIn(folder)) {
                int number = LetterQueue.number(other);
                if (LetterQueue.stem(other).equals(stem) && number != Integer.MAX_VALUE) {
                    last = Math.max(last, number);
                }
            }
        }
        return stem + "." + (last + 1) + ENDING;
    }

    private void move(Path from, Path to) throws IOException {
        step.run();
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private void delete(Path file) throws IOException {
        step.run();
        Files.deleteIfExists(file);
    }

    private void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> inside = files.toList().reversed();
            for (Path file : inside) {
                delete(file);
            }
        }
    }

    /** Makes sure that a file, or what is in a folder, survives a loss of power. */
    static void force(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        if (folder && File.separatorChar != '/') {
            return; // a folder cannot be opened there
        }
        if (Files.exists(path)) {
            try (var channel =
                    FileChannel.open(
                            path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /** Puts back what is still taken, and lets others replay. */
    @Override
    public void close() throws IOException {
        try {
            recover();
        } finally {
            lock.close();
        }
    }
}
