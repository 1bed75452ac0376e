package io.millrace.rocksdb;

import io.millrace.api.EnvironmentException;
import io.millrace.engine.state.StateBackend;
import io.millrace.engine.state.StateStore;

import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Keeps the state of a run in RocksDB: {@code state: rocksdb}.
 *
 * @since 0.2
 */
public final class RocksBackend implements StateBackend {

    /** Creates it, as {@link java.util.ServiceLoader} does. */
    public RocksBackend() {}

    @Override
    public String name() {
        return "rocksdb";
    }

    @Override
    public StateStore open(Path folder) {
        if (!folder.getFileSystem().equals(FileSystems.getDefault())) {
            throw new EnvironmentException(
                    "state: RocksDB works in folders of the disk alone, and '%s' is none"
                            .formatted(folder),
                    null);
        }
        load(folder);
        try {
            return RocksStore.open(folder.resolve("db"));
        } catch (RocksDBException e) {
            throw new EnvironmentException(
                    "state: RocksDB cannot be opened in '%s': %s".formatted(folder, e.getMessage()),
                    e);
        }
    }

    /** Loads the native library from a copy that goes with the folder, also after a kill. */
    private static void load(Path folder) {
        try {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
            RocksDB.loadLibrary();
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new EnvironmentException(
                    "state: the native library of RocksDB cannot be loaded: " + e, e);
        }
    }
}
