package io.millrace.components.file;

import io.millrace.api.EnvironmentException;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is open to be written, by one sink alone.
 *
 * <p>What is in it stays until {@link #out} is first asked for, so that a run that does not come so
 * far leaves it as it was.
 */
final class TargetFile implements Closeable {

    private final Path file;
    private final @Nullable FileChannel channel; // of a regular file: for all but writing
    private final OutputStream raw; // at its end; unlike a channel, no interrupt closes it
    private boolean clears;
    private boolean endsLine;
    private @Nullable CountedBytes counted;
    private @Nullable GzipMembers zipped;
    private @Nullable OutputStream out;

    private TargetFile(
            Path file, @Nullable FileChannel channel, OutputStream raw, boolean appends) {
        this.file = file;
        this.channel = channel;
        this.raw = raw;
        clears = channel != null && !appends;
        endsLine = channel != null && appends;
    }

    /**
     * Opens a file, and makes the folders it is in.
     *
     * @param file the file
     * @param path how the user names it
     * @param appends whether it is written on
     * @throws EnvironmentException if it cannot be written
     */
    static TargetFile open(Path file, String path, boolean appends) {
        if (Files.isDirectory(file)) {
            throw FileProblem.of(path, file, "is a folder; name a file in it");
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw FileProblem.of(path, file, "may not be written; check its permissions");
        }
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                OutputStream raw = Files.newOutputStream(file, StandardOpenOption.WRITE);
                return new TargetFile(file, null, raw, appends);
            }
            Set<OpenOption> options = new HashSet<>();
            options.add(StandardOpenOption.CREATE);
            options.add(StandardOpenOption.WRITE);
            if (appends) {
                options.add(StandardOpenOption.READ);
            }
            FileChannel channel = FileChannel.open(file, options);
            try {
                return regular(channel, file, path, appends);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw FileProblem.writing(path, file, e);
        }
    }

    private static TargetFile regular(FileChannel channel, Path file, String path, boolean appends)
            throws IOException {
        if (!lock(channel)) {
            throw FileProblem.of(
                    path,
                    file,
                    "is being written by another sink or another run; give each a file of its own");
        }
        if (ReadFiles.contains(file)) {
            throw FileProblem.of(
                    path, file, "is read by this run as well; let the sink write another file");
        }
        OutputStream raw = Files.newOutputStream(file, StandardOpenOption.APPEND);
        return new TargetFile(file, channel, raw, appends);
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

    /** Returns the file's own channel; null for what is no regular file. */
    @Nullable FileChannel channel() {
        return channel;
    }

    /** Returns how much there is in the file; 0 for what is no regular file. */
    long size() throws IOException {
        return channel == null ? 0 : channel.size();
    }

    /** Returns whether what is written comes first in the file. */
    boolean isEmpty() throws IOException {
        return clears || size() == 0;
    }

    /** Has it emptied, instead of written on. */
    void clear() {
        clears = channel != null;
        endsLine = false;
    }

    /** Cuts it to a length, at which it is written on. */
    void cut(long length) throws IOException {
        if (channel != null) {
            channel.truncate(length);
        }
        clears = false;
        endsLine = false;
    }

    /** Returns where to write; buffered, zipped if the file's name says so. */
    OutputStream out() throws IOException {
        if (out == null) {
            if (clears) {
                cut(0);
            }
            counted = new CountedBytes(raw, size());
            zipped = Format.isGzip(file) ? new GzipMembers(counted) : null;
            out = new BufferedBytes(zipped == null ? counted : zipped);
            if (endsLine && zipped == null && isCutOff()) {
                out.write('\n');
            }
        }
        return out;
    }

    /** Whether the last line was not finished, as one that a crash has cut off. */
    private boolean isCutOff() throws IOException {
        if (channel == null || channel.size() == 0) {
            return false;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, channel.size() - 1);
        return last.get(0) != '\n';
    }

    /** Sees to it that a zipped file without content is one that can be unzipped. */
    void end() throws IOException {
        out().flush();
        if (zipped != null && counted != null && counted.length() == 0) {
            zipped.begin();
        }
    }

    /** Hands over what is buffered, so that the file may be cut here; returns its length. */
    CountedBytes sealed() throws IOException {
        out().flush();
        if (zipped != null) {
            zipped.end();
        }
        return Objects.requireNonNull(counted);
    }

    void flush() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        try (Closeable _ = channel == null ? () -> {} : channel) {
            if (out != null) {
                out.close();
            } else {
                raw.close();
            }
        }
    }
}
