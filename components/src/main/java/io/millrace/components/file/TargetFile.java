package io.millrace.components.file;

import io.millrace.api.EnvironmentException;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * A file that was opened to be written, by one sink alone.
 *
 * @param out where to write; buffered, zipped if the file's name says so
 * @param isEmpty whether there is nothing in the file yet
 */
record TargetFile(OutputStream out, boolean isEmpty) {

    private static final int GZIP_BUFFER = 64 * 1024;

    /**
     * Opens a file, and makes the folders it is in.
     *
     * @param file the file
     * @param path how the user names it
     * @param mode what happens to one that is there
     * @throws EnvironmentException if it cannot be written, or is not to be
     */
    static TargetFile open(Path file, String path, FileSink.Mode mode) {
        check(file, path, mode);
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            boolean regular = Files.notExists(file) || Files.isRegularFile(file);
            // appends, so that nothing is lost before the lock is held; not a channel of its own,
            // which an interrupt would close
            var raw = new FileOutputStream(file.toFile(), regular);
            try {
                return regular ? regular(raw, file, path, mode) : of(raw, file, true);
            } catch (IOException | RuntimeException e) {
                raw.close();
                throw e;
            }
        } catch (IOException e) {
            throw FileProblem.writing(path, file, e);
        }
    }

    private static void check(Path file, String path, FileSink.Mode mode) {
        if (Files.isDirectory(file)) {
            throw FileProblem.of(path, file, "is a folder; name a file in it");
        }
        if (Files.exists(file) && mode == FileSink.Mode.FAIL) {
            throw FileProblem.of(
                    path, file, "is there already; move it away, or say another 'mode'");
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw FileProblem.of(path, file, "may not be written; check its permissions");
        }
    }

    private static TargetFile regular(
            FileOutputStream raw, Path file, String path, FileSink.Mode mode) throws IOException {
        if (!lock(raw.getChannel())) {
            throw FileProblem.of(
                    path,
                    file,
                    "is being written by another sink or another run; give each a file of its own");
        }
        if (mode != FileSink.Mode.APPEND) {
            raw.getChannel().truncate(0);
        }
        return of(raw, file, raw.getChannel().size() == 0);
    }

    private static TargetFile of(OutputStream raw, Path file, boolean isEmpty) throws IOException {
        OutputStream stream =
                Format.isGzip(file) ? new GZIPOutputStream(raw, GZIP_BUFFER, true) : raw;
        return new TargetFile(new BufferedBytes(stream), isEmpty);
    }

    /** Takes the lock that keeps other sinks away until the file is closed. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
