package io.millrace.engine.state;

import io.millrace.api.EnvironmentException;
import io.millrace.engine.letters.LockFile;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The state that a run works on where it is not in memory: a {@link StateStore} in a folder of its
 * own, thrown away with the run. What counts is in the checkpoints.
 *
 * <p>Safe for any thread.
 */
public final class WorkingCopy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");

    /** Where these are within the state folder. */
    private static final String FOLDER = "working";

    private static final String LOCK = "lock";
    private static final String STORE = "store";

    private final StateStore store;
    private final @Nullable Slot slot;
    private final AtomicInteger regions = new AtomicInteger();

    /** Makes one of a store that is empty, and that is closed with it. */
    public WorkingCopy(StateStore store) {
        this(store, null);
    }

    private WorkingCopy(StateStore store, @Nullable Slot slot) {
        this.store = store;
        this.slot = slot;
    }

    /**
     * Makes an empty one.
     *
     * @param backend the name of a {@link StateBackend}
     * @param stateFolder the run's
     * @throws EnvironmentException if there is no such backend, or it cannot be used
     */
    public static WorkingCopy open(String backend, Path stateFolder) {
        StateBackend found = find(backend);
        Slot slot = null;
        WorkingCopy copy = null;
        try {
            slot = Slot.take(stateFolder.resolve(FOLDER));
            copy = new WorkingCopy(found.open(slot.empty()), slot);
            return copy;
        } catch (IOException e) {
            throw new EnvironmentException(
                    "state: '%s' cannot be used: %s".formatted(stateFolder.resolve(FOLDER), e), e);
        } finally {
            if (copy == null && slot != null) {
                slot.leave();
            }
        }
    }

    private static StateBackend find(String name) {
        var known = new TreeMap<String, StateBackend>();
        try {
            ServiceLoader.load(StateBackend.class).forEach(each -> known.put(each.name(), each));
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new EnvironmentException(
                    "state: the backend '%s' cannot be loaded; is what it needs on the class path? %s"
                            .formatted(name, e),
                    e);
        }
        StateBackend found = known.get(name);
        if (found == null) {
            throw new EnvironmentException(
                    "state: the backend '%s' is not there: add 'millrace-%s.jar' and what it needs to the class path, with MILLRACE_CLASSPATH for the command"
                            .formatted(name, name),
                    null);
        }
        return found;
    }

    /** Returns a part of it that nothing else is in. */
    Region region() {
        return new Region(
                store,
                ByteBuffer.allocate(Integer.BYTES).putInt(regions.getAndIncrement()).array());
    }

    /** Closes the store, and deletes what was in it. */
    @Override
    public void close() {
        store.close();
        if (slot != null) {
            slot.leave();
        }
    }

    /** A folder that is locked while it is used; what a process that was killed has left goes. */
    private record Slot(Path folder, Closeable lock) {

        static Slot take(Path parent) throws IOException {
            Slot taken = null;
            for (Path each : List.copyOf(folders(parent))) {
                Slot free = tryTake(each);
                if (free != null && taken == null) {
                    taken = free;
                } else if (free != null) {
                    free.leave();
                }
            }
            for (int i = 1; taken == null; i++) {
                taken = tryTake(parent.resolve(Integer.toString(i)));
            }
            return taken;
        }

        private static List<Path> folders(Path parent) throws IOException {
            var folders = new ArrayList<Path>();
            if (Files.isDirectory(parent)) {
                try (DirectoryStream<Path> all = Files.newDirectoryStream(parent)) {
                    all.forEach(folders::add);
                }
            }
            return folders;
        }

        private static @Nullable Slot tryTake(Path folder) throws IOException {
            return LockFile.tryLock(folder.resolve(LOCK), false)
                    .map(lock -> new Slot(folder, lock))
                    .orElse(null);
        }

        Path empty() throws IOException {
            delete();
            return Files.createDirectories(folder.resolve(STORE));
        }

        void leave() {
            try (lock) {
                delete();
            } catch (IOException e) {
                LOG.warn("'{}' could not be deleted: {}", folder, e.toString());
            }
        }

        private void delete() throws IOException {
            Path store = folder.resolve(STORE);
            if (Files.exists(store)) {
                try (Stream<Path> files = Files.walk(store)) {
                    for (Path file : files.toList().reversed()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }
}
