package io.millrace.engine.letters;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that many may lock together, or one alone; of this process and of others. The lock goes
 * with the process, and the file stays.
 *
 * <p>A system's lock is one of the whole process, and closing any channel of a file releases it: so
 * there is one channel for each file, whoever asks.
 */
public final class LockFile {

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Map<Path, LockFile> HELD = new HashMap<>(); // guarded by LOCK

    private final Path file;
    private final FileChannel channel;
    private final boolean shared;
    private int holders;

    private LockFile(Path file, FileChannel channel, boolean shared) {
        this.file = file;
        this.channel = channel;
        this.shared = shared;
    }

    /**
     * Locks a file, which is made if it is missing, as are its folders.
     *
     * @param shared whether others may share it
     * @return what unlocks it; empty if others hold it
     */
    public static Optional<Closeable> tryLock(Path file, boolean shared) throws IOException {
        LOCK.lock();
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("'" + file + "' is no file");
            }
            Path real = Files.createDirectories(folder).toRealPath().resolve(file.getFileName());
            LockFile held = HELD.get(real);
            if (held == null) {
                held = locked(real, shared);
                if (held == null) {
                    return Optional.empty();
                }
                HELD.put(real, held);
            } else if (!shared || !held.shared) {
                return Optional.empty();
            }
            held.holders++;
            return Optional.of(once(held));
        } finally {
            LOCK.unlock();
        }
    }

    private static @Nullable LockFile locked(Path file, boolean shared) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE);
        FileLock lock = null;
        try {
            lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            return lock == null ? null : new LockFile(file, channel, shared);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static Closeable once(LockFile held) {
        var closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                held.release();
            }
        };
    }

    private void release() throws IOException {
        LOCK.lock();
        try {
            if (--holders == 0) {
                HELD.remove(file);
                channel.close();
            }
        } finally {
            LOCK.unlock();
        }
    }
}
