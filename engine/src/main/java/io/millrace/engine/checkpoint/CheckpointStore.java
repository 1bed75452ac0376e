package io.millrace.engine.checkpoint;

import io.millrace.api.TransactionalSink.Sealed;
import io.millrace.engine.checkpoint.StateException.Code;
import io.millrace.engine.state.Part;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongPredicate;

/**
 * The checkpoints of one system in one folder.
 *
 * <p>An epoch is committed by the one rename that gives its {@link Manifest} its name, after all
 * that it needs was forced to the disk. A file is written once and never changed; one is deleted
 * only when no manifest that is kept needs it, and these are the newest three.
 *
 * <p>An epoch writes what has changed. When that is more than the state itself, all of it is asked
 * for ({@link #wantsBase}) and written beside the run; the first epoch committed after that needs
 * no older file.
 *
 * <p><b>Lifecycle.</b> {@link #open} takes the folder, and {@link #close} gives it back. Between
 * them {@link #restore} may come as often as a run is built from the last checkpoint.
 *
 * <p><b>Threads.</b> {@link #commit} and {@link #beginAnew} one at a time; {@link #last}, {@link
 * #wantsBase} and {@link #generation} may be asked by any.
 *
 * <p><b>Ordering.</b> Epochs are committed in their order.
 *
 * <p><b>Back-pressure.</b> {@link #commit} lasts as long as the disk does.
 *
 * <p><b>Errors.</b> A {@link StateException}. After {@link Code#STORAGE_FULL} the same epoch may be
 * committed again; after another one of a commit nothing can be committed any more.
 *
 * <p><b>Delivery.</b> When {@link #commit} returns, no kill and no loss of power takes the epoch
 * away.
 *
 * @since 0.2
 */
public final class CheckpointStore implements AutoCloseable {

    /* Writing a base. At most one is written, from the end of the commit that brought it to the
    first commit that finds it whole; `base` goes null -> written by the background and back by
    commit. A base is used up even if it fails, and the next is asked for when twice as much has
    changed. A force of it that fails ends the store as any other does, at the next commit. */

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");

    /** How much may change, whatever the size of the base. */
    private static final long SMALL = 4 << 20;

    private final StateFolder folder;
    private final String system;
    private final Executor background;
    private final FolderLock lock;
    private final long generation;

    private final Deque<ManifestFile> kept = new ArrayDeque<>();
    private final Set<String> present = new TreeSet<>();
    private final Set<Sealed> forced = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Semaphore writingBase = new Semaphore(1);
    private volatile @Nullable StateFile base;
    private volatile @Nullable StateException broken;
    private volatile @Nullable Manifest last;
    private volatile boolean baseRequested;
    private volatile boolean baseFailed;
    private volatile boolean changedMuch;
    private volatile boolean closed;
    private long much = SMALL;

    private CheckpointStore(
            StateFolder folder,
            String system,
            Options options,
            FolderLock lock,
            List<ManifestFile> found,
            long generation) {
        this.folder = folder;
        this.system = system;
        this.background = options.background();
        this.lock = lock;
        this.generation = generation;
        kept.addAll(found);
        last = found.isEmpty() ? null : found.getLast().manifest();
        noteSizes();
    }

    /**
     * How a folder is opened.
     *
     * @param mayFallBack asked with the number of an epoch whose checkpoint is damaged: whether the
     *     one before it may be used instead, which repeats what the epoch has written
     * @param background runs what is not urgent, on another thread
     */
    public record Options(LongPredicate mayFallBack, Executor background) {}

    /**
     * Takes a folder, and finds the newest checkpoint in it that is whole.
     *
     * @param folder made if it is missing
     * @param system the name of the system whose checkpoints they are
     * @throws StateException if another process has it, or what is in it cannot be used
     */
    public static CheckpointStore open(Path folder, String system, Options options) {
        var files = new StateFolder(folder);
        files.create();
        FolderLock lock = FolderLock.take(files);
        CheckpointStore store = null;
        try {
            Set<String> names = files.names();
            List<ManifestFile> found =
                    new Recovery(files, system).choose(names, options.mayFallBack());
            long atLeast = found.isEmpty() ? 1 : found.getLast().manifest().generation() + 1;
            long generation = FolderLock.raise(files, names, atLeast);
            store = new CheckpointStore(files, system, options, lock, found, generation);
            store.present.addAll(names);
            store.collect();
            return store;
        } finally {
            if (store == null) {
                release(lock);
            }
        }
    }

    private static void release(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The lock of a state folder could not be given back: {}", e.getMessage());
        }
    }

    /** Returns the newest checkpoint, or null if there is none. */
    public @Nullable Manifest last() {
        return last;
    }

    /** Returns the number of this start of the engine: higher than that of any before. */
    public long generation() {
        return generation;
    }

    /**
     * Gives all that the newest checkpoint holds, in the order in which it was written: a later
     * record of a key replaces an earlier one.
     *
     * @throws StateException if it is not as it was written
     */
    public void restore(RecordSink sink) {
        Manifest manifest = last;
        if (manifest != null) {
            for (StateFile file : manifest.files()) {
                RecordFile.read(folder, system, file, sink);
            }
        }
    }

    /** Returns whether the next epoch should bring a base. */
    public boolean wantsBase() {
        return (baseRequested || changedMuch) && base == null && writingBase.availablePermits() > 0;
    }

    /** Has a base asked for soon: what is kept is under names, or in places, of an earlier run. */
    public void requestBase() {
        baseRequested = true;
    }

    /**
     * Commits an epoch. What it brings is written only when nothing fails.
     *
     * @throws StateException with {@link Code#STORAGE_FULL} if there is no room: commit the same
     *     epoch again. With another code if it cannot be committed, nor any other
     */
    public void commit(Epoch epoch) {
        StateException before = broken;
        if (before != null) {
            throw before;
        }
        Manifest previous = last;
        if (previous != null && epoch.number() <= previous.epoch()) {
            throw new IllegalArgumentException(
                    "epoch %d after %d".formatted(epoch.number(), previous.epoch()));
        }
        try {
            force(epoch.toForce());
            StateFile changes = write(StateFile.Kind.CHANGES, epoch.number(), epoch.changes());
            StateFile newBase = base;
            ManifestFile written = ManifestFile.write(folder, manifest(epoch, changes, newBase));
            committed(written, newBase);
        } catch (StateException e) {
            if (e.code() != Code.STORAGE_FULL) {
                broken = e;
            }
            throw e;
        }
        List<Part> all = epoch.base();
        if (all != null && base == null && writingBase.tryAcquire()) {
            boolean started = false;
            try {
                background.execute(() -> writeBase(epoch.number(), all));
                started = true;
            } finally {
                if (!started) {
                    writingBase.release();
                }
            }
        }
    }

    private void force(List<Sealed> all) {
        for (Sealed sealed : all) {
            if (!forced.contains(sealed)) {
                try {
                    sealed.force();
                } catch (IOException e) {
                    throw new StateException(
                            Code.STORAGE_FSYNC,
                            "what a sink has written could not be forced: " + e.getMessage(),
                            e);
                }
                Halt.FORCE.after();
                forced.add(sealed);
            }
        }
    }

    private @Nullable StateFile write(StateFile.Kind kind, long epoch, List<Part> parts) {
        StateFile written =
                RecordFile.write(
                        folder,
                        system,
                        kind,
                        epoch,
                        parts,
                        () -> kind == StateFile.Kind.BASE && closed);
        if (written != null) {
            folder.force();
        }
        return written;
    }

    private Manifest manifest(
            Epoch epoch, @Nullable StateFile changes, @Nullable StateFile newBase) {
        ManifestFile before = kept.peekLast();
        List<StateFile> files = new ArrayList<>();
        if (newBase != null) {
            files.add(newBase);
        }
        if (before != null) {
            for (StateFile file : before.manifest().files()) {
                if (newBase == null || file.last() > newBase.last()) {
                    files.add(file);
                }
            }
        }
        if (changes != null) {
            files.add(changes);
        }
        return new Manifest(
                system,
                epoch.number(),
                generation,
                epoch.finished(),
                epoch.positions(),
                epoch.sealed(),
                List.copyOf(files),
                before == null ? Manifest.NONE : before.manifest().epoch(),
                before == null ? 0 : before.checksum());
    }

    private void committed(ManifestFile written, @Nullable StateFile newBase) {
        forced.clear();
        if (newBase != null) {
            base = null;
            baseRequested = false;
            much = SMALL;
        } else if (baseFailed) {
            baseFailed = false;
            much = 2 * size(written.manifest(), StateFile.Kind.CHANGES);
        }
        kept.addLast(written);
        if (kept.size() > Recovery.KEPT) {
            kept.removeFirst();
        }
        last = written.manifest();
        noteSizes();
        present.addAll(Recovery.needed(List.of(written)));
        collect();
    }

    private void noteSizes() {
        Manifest manifest = last;
        changedMuch =
                manifest != null
                        && size(manifest, StateFile.Kind.CHANGES)
                                > Math.max(size(manifest, StateFile.Kind.BASE), much);
    }

    private static long size(Manifest manifest, StateFile.Kind kind) {
        return manifest.files().stream()
                .filter(file -> file.kind() == kind)
                .mapToLong(StateFile::length)
                .sum();
    }

    /** Deletes what no manifest needs; the manifests first. */
    private void collect() {
        Set<String> needed = Recovery.needed(kept);
        List<String> useless =
                present.stream()
                        .filter(name -> Names.isOurs(name) && !needed.contains(name))
                        .toList()
                        .reversed();
        useless.forEach(folder::discard);
        useless.forEach(present::remove);
    }

    private void writeBase(long epoch, List<Part> parts) {
        try {
            base = write(StateFile.Kind.BASE, epoch, parts);
        } catch (StateException e) {
            if (e.code() == Code.STORAGE_FSYNC) {
                broken = e;
            } else if (!closed) {
                baseFailed = true;
                LOG.warn(
                        "The state could not be written anew, and will be later: {}",
                        e.getMessage());
            }
        } finally {
            writingBase.release();
        }
    }

    /** Forgets all checkpoints: the next run begins at the beginning. */
    public void beginAnew() {
        writingBase.acquireUninterruptibly();
        base = null;
        writingBase.release();
        present.addAll(folder.names());
        while (kept.size() > 1) {
            folder.discard(kept.removeFirst().manifest().name());
        }
        folder.force();
        ManifestFile newest = kept.pollFirst();
        if (newest != null) {
            folder.discard(newest.manifest().name());
        }
        folder.force();
        last = null;
        noteSizes();
        collect();
    }

    /** Waits for what is being written in the background, and gives the folder back. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            writingBase.acquireUninterruptibly();
            release(lock);
        }
    }
}
