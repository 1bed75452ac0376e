package io.millrace.engine.checkpoint;

import io.millrace.engine.checkpoint.StateException.Code;
import io.millrace.engine.letters.LockFile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * Keeps a state folder for one process: a lock that the system takes away with the process, and a
 * file whose name counts the starts and whose text says who the owner is.
 */
final class FolderLock implements Closeable {

    private static final String LOCK = "lock";
    private static final String GENERATION = "generation-";

    private final Closeable lock;

    private FolderLock(Closeable lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @throws StateException if another has it
     */
    static FolderLock take(StateFolder folder) {
        try {
            return new FolderLock(
                    LockFile.tryLock(folder.file(LOCK), false).orElseThrow(() -> locked(folder)));
        } catch (IOException e) {
            throw StateFolder.failed("'" + folder.file(LOCK) + "' cannot be locked", e);
        }
    }

    private static StateException locked(StateFolder folder) {
        return new StateException(
                Code.STATE_LOCKED,
                "'%s' is in use by %s: stop that run, or choose another state folder"
                        .formatted(folder.path(), owner(folder)));
    }

    private static String owner(StateFolder folder) {
        long generation = newest(folder.names());
        try {
            String text = Files.readString(folder.file(GENERATION + generation));
            return text.isBlank() ? "another process" : text.strip();
        } catch (IOException e) {
            return "another process";
        }
    }

    /**
     * Counts this start, for good.
     *
     * @param atLeast what the number is at least
     * @return its number, higher than all before it in this folder
     */
    static long raise(StateFolder folder, Set<String> names, long atLeast) {
        long generation = Math.max(newest(names) + 1, atLeast);
        String name = GENERATION + generation;
        ProcessHandle process = ProcessHandle.current();
        String text =
                "process %d%s%n"
                        .formatted(
                                process.pid(),
                                process.info()
                                        .startInstant()
                                        .map(
                                                at ->
                                                        ", started "
                                                                + at.truncatedTo(
                                                                        ChronoUnit.SECONDS))
                                        .orElse(""));
        try (FileChannel channel = folder.newFile(name)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            folder.force(channel, name);
        } catch (IOException e) {
            throw StateFolder.failed("'" + folder.file(name) + "' cannot be written", e);
        }
        folder.force();
        for (String old : names) {
            if (old.startsWith(GENERATION)) {
                folder.discard(old);
            }
        }
        return generation;
    }

    private static long newest(Set<String> names) {
        return names.stream().mapToLong(name -> Names.number(name, GENERATION)).max().orElse(0);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
