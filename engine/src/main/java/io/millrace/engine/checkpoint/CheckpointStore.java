package io.millrace.engine.checkpoint;

import io.millrace.api.TransactionalSink.Sealed;
import io.millrace.engine.checkpoint.StateException.Code;
import io.millrace.engine.state.Part;
import io.millrace.engine.state.RecordWriter;
import io.millrace.engine.state.Section;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
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

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");

    /** The name of a file that says by being there that an epoch is published. */
    private static final String PUBLISHED = "published-";

    private final StateFolder folder;
    private final String system;
    private final InstantSource clock;
    private final FolderLock lock;
    private final Map<String, Set<String>> keys;
    private final long generation;

    private final Deque<ManifestFile> kept = new ArrayDeque<>();
    private final Set<String> present = new ConcurrentSkipListSet<>();
    private final Set<Sealed> forced = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Compaction compaction;
    private volatile @Nullable StateException broken;
    private volatile @Nullable Manifest last;
    private volatile boolean baseRequested;
    private volatile boolean closed;

    private CheckpointStore(
            StateFolder folder,
            String system,
            Options options,
            FolderLock lock,
            List<ManifestFile> found,
            long generation) {
        this.folder = folder;
        this.system = system;
        this.clock = options.clock();
        this.keys = options.keys();
        this.lock = lock;
        this.generation = generation;
        kept.addAll(found);
        compaction = new Compaction(folder, system, options.background());
        if (!found.isEmpty()) {
            last = found.getLast().manifest();
            compaction.look(found.getLast().manifest());
        }
    }

    /**
     * How a folder is opened.
     *
     * @param mayFallBack asked with the number of an epoch whose checkpoint is damaged: whether the
     *     one before it may be used instead, which repeats what the epoch has written
     * @param background runs what is not urgent, on another thread
     * @param fresh whether what is there is forgotten, be it whole or not
     * @param clock tells when a checkpoint was written
     * @param keys by what each component keeps its state; see {@link StateMatch.Now#keys}
     */
    public record Options(
            LongPredicate mayFallBack,
            Executor background,
            boolean fresh,
            InstantSource clock,
            Map<String, Set<String>> keys) {

        /** Creates one that goes on from what is there. */
        public Options(LongPredicate mayFallBack, Executor background) {
            this(mayFallBack, background, false, InstantSource.system(), Map.of());
        }
    }

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
            var recovery = new Recovery(files, system);
            List<ManifestFile> found =
                    options.fresh()
                            ? recovery.chooseNone(names)
                            : recovery.choose(names, options.mayFallBack());
            long atLeast = found.isEmpty() ? 1 : found.getLast().manifest().generation() + 1;
            long generation = FolderLock.raise(files, names, atLeast);
            var opened = new CheckpointStore(files, system, options, lock, found, generation);
            opened.present.addAll(names);
            if (options.fresh()) {
                opened.beginAnew();
            } else {
                opened.collect();
            }
            store = opened;
            return store;
        } finally {
            if (store == null) {
                release(lock);
            }
        }
    }

    /** Returns whether there are checkpoints in a folder, which need not be there. */
    public static boolean isUsed(Path folder) {
        return Files.isDirectory(folder)
                && !Names.manifests(new StateFolder(folder).names()).isEmpty();
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

    /** Returns by what the components keep their state now. */
    public Map<String, Set<String>> keys() {
        return keys;
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
        return baseRequested || compaction.wantsBase();
    }

    /**
     * Has the next epoch replace all that is kept: it brings a base, and waits for that to be
     * written. For states that are restored to another place than they were kept for.
     */
    public void requestBase() {
        baseRequested = true;
    }

    /** Returns whether nothing is left of a section: all its records were removed again. */
    public boolean isEmpty(Section section) {
        Set<ByteBuffer> keys = new HashSet<>();
        restore(
                other ->
                        new RecordWriter() {
                            @Override
                            public void put(ByteBuffer key, ByteBuffer value) {
                                if (other.equals(section)) {
                                    keys.add(ByteBuffer.allocate(key.remaining()).put(key).flip());
                                }
                            }

                            @Override
                            public void remove(ByteBuffer key) {
                                if (other.equals(section)) {
                                    keys.remove(key);
                                }
                            }
                        });
        return keys.isEmpty();
    }

    /**
     * Commits an epoch. What it brings is written only when nothing fails.
     *
     * @throws StateException with {@link Code#STORAGE_FULL} if there is no room: commit the same
     *     epoch again. With another code if it cannot be committed, nor any other
     * @throws UncheckedIOException if there was no room for what a sink has written. Nobody knows
     *     how much of it is on the disk, even if another force works: the epoch is lost, and its
     *     items have to come again
     */
    public void commit(Epoch epoch) {
        StateException before = broken == null ? compaction.failure() : broken;
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
            if (baseRequested) {
                commitAnew(epoch, Objects.requireNonNull(epoch.base(), "base"));
            } else {
                Manifest manifest = commit(epoch, files(epoch));
                compaction.committed(manifest, epoch.base());
            }
        } catch (StateException e) {
            if (e.code() != Code.STORAGE_FULL) {
                broken = e;
            }
            throw e;
        }
    }

    /** Commits an epoch that needs no file of those before it. */
    private void commitAnew(Epoch epoch, List<Part> all) {
        compaction.forget();
        StateFile whole = write(StateFile.Kind.BASE, epoch.number(), all);
        Manifest manifest = commit(epoch, whole == null ? List.of() : List.of(whole));
        all.forEach(Part::close);
        baseRequested = false;
        compaction.look(manifest);
    }

    private void force(List<Sealed> all) {
        for (Sealed sealed : all) {
            if (!forced.contains(sealed)) {
                try {
                    sealed.force();
                } catch (IOException e) {
                    forced.clear();
                    String what = "what a sink has written could not be forced: ";
                    if (FullDisk.isSaidBy(e)) {
                        throw new UncheckedIOException(what + e.getMessage(), e);
                    }
                    throw new StateException(Code.STORAGE_FSYNC, what + e.getMessage(), e);
                }
                Halt.FORCE.after();
                forced.add(sealed);
            }
        }
    }

    private @Nullable StateFile write(StateFile.Kind kind, long epoch, List<Part> parts) {
        StateFile written =
                RecordFile.write(
                        folder, system, kind, epoch, epoch, out -> out.add(parts), () -> false);
        if (written != null) {
            folder.force();
        }
        return written;
    }

    /** Writes the changes; returns what the next manifest needs, in the order of reading. */
    private List<StateFile> files(Epoch epoch) {
        StateFile changes = write(StateFile.Kind.CHANGES, epoch.number(), epoch.changes());
        Manifest before = last;
        var files = new ArrayList<StateFile>();
        if (before != null) {
            files.addAll(compaction.replace(before.files()));
        }
        if (changes != null) {
            files.add(changes);
        }
        return List.copyOf(files);
    }

    private Manifest commit(Epoch epoch, List<StateFile> files) {
        ManifestFile before = kept.peekLast();
        var manifest =
                new Manifest(
                        system,
                        epoch.number(),
                        generation,
                        clock.instant(),
                        epoch.finished(),
                        epoch.positions(),
                        epoch.sealed(),
                        keys,
                        files,
                        before == null ? Manifest.NONE : before.manifest().epoch(),
                        before == null ? 0 : before.checksum());
        kept.addLast(ManifestFile.write(folder, manifest));
        if (kept.size() > Recovery.KEPT) {
            kept.removeFirst();
        }
        last = manifest;
        forced.clear();
        present.addAll(Recovery.needed(kept));
        collect();
        return manifest;
    }

    /**
     * Notes that all sinks have published the last epoch: nothing of it is left to do.
     *
     * @throws StateException if that cannot be written
     */
    public void published() {
        Manifest manifest = Objects.requireNonNull(last, "last");
        String name = PUBLISHED + manifest.epoch();
        try (FileChannel channel = folder.newFile(name)) {
            folder.force(channel, name);
        } catch (IOException e) {
            throw StateFolder.failed("'" + folder.file(name) + "' could not be written", e);
        }
        folder.force();
        present.add(name);
    }

    /** Returns whether {@link #published} was called for the last epoch, in this run or before. */
    public boolean isPublished() {
        Manifest manifest = last;
        return manifest != null && present.contains(PUBLISHED + manifest.epoch());
    }

    /** Deletes what no manifest needs; the manifests first. */
    private void collect() {
        Set<String> needed = Recovery.needed(kept);
        kept.forEach(one -> needed.add(PUBLISHED + one.manifest().epoch()));
        List<String> useless =
                present.stream()
                        .filter(
                                name ->
                                        (Names.isOurs(name) || name.startsWith(PUBLISHED))
                                                && !needed.contains(name))
                        .toList()
                        .reversed();
        useless.forEach(folder::discard);
        useless.forEach(present::remove);
    }

    /** Forgets all checkpoints: the next run begins at the beginning. */
    public void beginAnew() {
        compaction.forget();
        kept.clear();
        last = null;
        baseRequested = false;
        present.addAll(folder.names());
        List<Long> epochs = Names.manifests(present);
        for (long epoch : epochs.reversed()) { // so that no older one is ever the newest
            folder.delete(Manifest.name(epoch));
            folder.force();
        }
        collect();
    }

    /** Waits for what is being written in the background, and gives the folder back. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            compaction.close();
            release(lock);
        }
    }
}
