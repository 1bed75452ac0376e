package io.millrace.components.file;

import io.millrace.api.EnvironmentException;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPOutputStream;

/**
 * A file that is open to be written, by one sink alone.
 *
 * <p>What is in it stays until {@link #out} is first asked for, so that a run that does not come so
 * far leaves it as it was.
 */
final class TargetFile implements Closeable {

    private static final int GZIP_BUFFER = 64 * 1024;

    private final FileOutputStream raw;
    private final boolean clears;
    private final boolean endsLine;
    private final boolean zips;
    private @Nullable OutputStream out;

    private TargetFile(FileOutputStream raw, boolean clears, boolean endsLine, boolean zips) {
        this.raw = raw;
        this.clears = clears;
        this.endsLine = endsLine;
        this.zips = zips;
    }

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
            boolean cut = regular && mode == FileSink.Mode.APPEND && isCutOff(file);
            // appends, so that nothing is lost before the lock is held; not a channel of its own,
            // which an interrupt would close
            var raw = new FileOutputStream(file.toFile(), regular);
            try {
                return regular
                        ? regular(raw, file, path, mode, cut)
                        : new TargetFile(raw, false, false, Format.isGzip(file));
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

    /** Whether the last line of a file was not finished, as one that a crash has cut off. */
    private static boolean isCutOff(Path file) throws IOException {
        if (Format.isGzip(file) || Files.notExists(file) || Files.size(file) == 0) {
            return false;
        }
        try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(bytes.length() - 1);
            return bytes.read() != '\n';
        }
    }

    private static TargetFile regular(
            FileOutputStream raw, Path file, String path, FileSink.Mode mode, boolean cut)
            throws IOException {
        if (!lock(raw.getChannel())) {
            throw FileProblem.of(
                    path,
                    file,
                    "is being written by another sink or another run; give each a file of its own");
        }
        return new TargetFile(raw, mode != FileSink.Mode.APPEND, cut, Format.isGzip(file));
    }

    /** Takes the lock that keeps other sinks away until the file is closed. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Returns whether a sink of this process writes a file; a sink has its lock from set-up on.
     *
     * @param file a regular file
     */
    static boolean isWritten(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // one byte far behind the end, so that two readers do not take each other for a writer
            long anywhere = ThreadLocalRandom.current().nextLong(1L << 61, 1L << 62);
            try {
                FileLock lock = channel.tryLock(anywhere, 1, true);
                if (lock != null) {
                    lock.release();
                }
                return false; // another process may write while this one reads
            } catch (OverlappingFileLockException e) {
                return true;
            }
        }
    }

    /** Returns whether what is written comes first in the file. */
    boolean isEmpty() throws IOException {
        return clears || raw.getChannel().size() == 0;
    }

    /** Returns where to write; buffered, zipped if the file's name says so. */
    OutputStream out() throws IOException {
        if (out == null) {
            if (clears) {
                raw.getChannel().truncate(0);
            }
            out = new BufferedBytes(zips ? new GZIPOutputStream(raw, GZIP_BUFFER, true) : raw);
            if (endsLine) {
                out.write('\n');
            }
        }
        return out;
    }

    void flush() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        } else {
            raw.close();
        }
    }
}
