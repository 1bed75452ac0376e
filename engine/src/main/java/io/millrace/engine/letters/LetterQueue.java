package io.millrace.engine.letters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The dead letters of a state folder, to be read. A run or a replay may go on meanwhile: letters
 * that are being replayed are in the queue until their replay has ended well.
 *
 * <p>Safe for any thread.
 *
 * @param stateFolder the state folder
 * @since 0.1
 */
public record LetterQueue(Path stateFolder) {

    /** The folder within the state folder that runs write letters to. */
    public static final String FOLDER = "dead-letters";

    static final String LOCK = FOLDER + ".lock";

    /** Files of one component together, in the order in which they were begun. */
    static final Comparator<Path> IN_ORDER =
            Comparator.comparing(LetterQueue::stem).thenComparingInt(LetterQueue::number);

    private static final Pattern NAME = Pattern.compile("(.+?)(?:\\.(\\d{1,9}))?\\.ndjson");

    /** Takes letters, one by one. */
    @FunctionalInterface
    public interface Taker {
        /**
         * Takes a letter.
         *
         * @return whether to go on
         */
        boolean take(Letter letter);
    }

    /**
     * Reads the letters that a filter admits: those of one component in the order in which they
     * were written.
     *
     * @return how many lines are no letters
     */
    public long read(LetterFilter filter, Taker taker) throws IOException {
        long broken = 0;
        for (Path file : Claim.files(stateFolder)) {
            try (var reader = new LetterReader(file)) {
                while (reader.next()) {
                    Letter letter = reader.letter();
                    if (letter == null) {
                        broken++;
                    } else if (filter.admits(letter) && !taker.take(letter)) {
                        return broken;
                    }
                }
            } catch (NoSuchFileException e) {
                // a replay has taken it out, or put it back, since the folder was read
            }
        }
        return broken;
    }

    /** Returns the lock that whoever writes letters shares. */
    public static Path lock(Path folder) {
        return folder.resolveSibling(LOCK);
    }

    /** Returns the files of letters in a folder, those of one component in their order. */
    static List<Path> filesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            var found = new ArrayList<>(files.filter(f -> matcher(f).matches()).toList());
            found.sort(IN_ORDER);
            return found;
        }
    }

    /** Returns a file's name without number and ending: the component's. */
    static String stem(Path file) {
        Matcher name = matcher(file);
        return name.matches() ? name.group(1) : "";
    }

    /** Returns a file's number; the one that runs write to has none, and comes last. */
    static int number(Path file) {
        Matcher name = matcher(file);
        return name.matches() && name.group(2) != null
                ? Integer.parseInt(name.group(2))
                : Integer.MAX_VALUE;
    }

    private static Matcher matcher(Path file) {
        return NAME.matcher(file.getFileName().toString());
    }
}
