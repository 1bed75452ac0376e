package io.millrace.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of the engine's own, under its state folder; not those of components.
 *
 * @since 0.1
 */
public interface Disk {

    /**
     * Opens a file of lines to append to, making it and its folders if they are missing. A last
     * line that a killed process did not finish is ended.
     */
    OutputStream append(Path file) throws IOException;

    /**
     * Locks a file, together with others that share it. Without a lock of its own a disk is nobody
     * else's.
     *
     * @return what unlocks it; empty if one holds it alone
     */
    default Optional<Closeable> share(Path file) throws IOException {
        return Optional.of(() -> {});
    }

    /** Makes sure that what was appended to a file survives a loss of power. */
    default void force(Path file) throws IOException {}

    /** Makes sure that the names in a folder survive a loss of power. */
    default void forceFolder(Path folder) throws IOException {}

    /** Returns the disk of this machine. */
    static Disk local() {
        return LocalDisk.INSTANCE;
    }
}
