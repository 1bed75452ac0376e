package io.millrace.engine.letters;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings the letters of a state folder to what a checkpoint knows of: those of later epochs are of
 * items that come again.
 */
public final class CommittedLetters {

    /** How a letter of a run with checkpoints ends; nothing else ends so. */
    private static final Pattern EPOCH = Pattern.compile(",\"epoch\":(\\d{1,18})}$");

    private static final int LONGEST_ENDING = 40;
    private static final int BUFFER = 64 << 10;

    private CommittedLetters() {}

    /** What is done with a line of a file. */
    @FunctionalInterface
    private interface Taker {
        /**
         * Takes a line.
         *
         * @param length of the line, with its end
         * @param epoch its epoch; 0 if it has none, or is not whole
         */
        void take(long length, long epoch, boolean whole) throws IOException;
    }

    /** Returns whether a run has written letters that {@link #goBack} may have to do with. */
    public static boolean areThere(Path stateFolder) throws IOException {
        for (Path file : LetterQueue.filesIn(stateFolder.resolve(LetterQueue.FOLDER))) {
            if (isWritten(file)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWritten(Path file) {
        return LetterQueue.number(file) == Integer.MAX_VALUE;
    }

    /**
     * Takes away what was written behind a committed epoch. Before the first one, letters of
     * earlier epochs are those of other runs, and are put aside under a number. No replay may take
     * letters out meanwhile.
     */
    public static void goBack(Path stateFolder, long epoch) throws IOException {
        Path folder = stateFolder.resolve(LetterQueue.FOLDER);
        for (Path file : LetterQueue.filesIn(folder)) {
            if (!isWritten(file)) {
                continue;
            }
            long[] later = new long[1];
            lines(file, (_, of, whole) -> later[0] += of > epoch || !whole ? 1 : 0);
            if (later[0] == 0) {
                continue;
            }
            if (epoch == 0) {
                Path aside = folder.resolve(Claim.numbered(stateFolder, file));
                Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            } else {
                cut(file, epoch);
            }
            Claim.force(folder);
        }
    }

    private static void cut(Path file, long epoch) throws IOException {
        Path left = file.resolveSibling(file.getFileName() + ".cut");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(left), BUFFER)) {
            lines(
                    file,
                    (length, of, whole) -> {
                        if (of > epoch || !whole) {
                            in.skipNBytes(length);
                        } else {
                            copy(in, out, length);
                        }
                    });
        }
        try (FileChannel channel = FileChannel.open(left, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(left, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] part = new byte[BUFFER];
        long to = length;
        while (to > 0) {
            int n = in.readNBytes(part, 0, (int) Math.min(to, part.length));
            out.write(part, 0, n);
            to -= n;
        }
    }

    private static void lines(Path file, Taker taker) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] part = new byte[BUFFER];
            byte[] ending = new byte[LONGEST_ENDING]; // of the line, as a ring
            long length = 0;
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                for (int i = 0; i < n; i++) {
                    if (part[i] == '\n') {
                        taker.take(length + 1, epoch(ending, length), true);
                        length = 0;
                    } else {
                        ending[(int) (length++ % LONGEST_ENDING)] = part[i];
                    }
                }
            }
            if (length > 0) {
                taker.take(length, 0, false);
            }
        }
    }

    private static long epoch(byte[] ring, long length) {
        int size = (int) Math.min(length, LONGEST_ENDING);
        byte[] text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = ring[(int) ((length - size + i) % LONGEST_ENDING)];
        }
        Matcher epoch = EPOCH.matcher(new String(text, StandardCharsets.ISO_8859_1));
        return epoch.find() ? Long.parseLong(epoch.group(1)) : 0;
    }
}
