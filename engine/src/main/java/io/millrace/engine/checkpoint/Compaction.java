package io.millrace.engine.checkpoint;

import io.millrace.api.EnvironmentException;
import io.millrace.engine.checkpoint.StateException.Code;
import io.millrace.engine.state.Part;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Keeps what a checkpoint needs small, beside the run: one file that holds everything takes the
 * place of changes that have become more than that, and one file that of many small ones.
 *
 * <p>All but the writing itself is called by one thread at a time; {@link #wantsBase} by any.
 */
final class Compaction {

    /* One file is written at a time: `writing` is held from its begin to its end. It then waits in
    `written` for the next commit, whose manifest names it in place of those it stands for; only
    that makes it count. If it cannot be written, the next is begun when twice as much has gathered;
    if it cannot be forced, the next commit fails as if the file were its own. */

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");

    /** How many bytes may change, whatever the size of the base. */
    private static final long MUCH = 4 << 20;

    /** How many small files there may be in a row. */
    private static final int MANY = 32;

    /** How long a file is that is not small, whatever there is besides. */
    private static final long SMALL = 1 << 20;

    /** A file is small as well if it is shorter than this part of all changes. */
    private static final int PART = 16;

    /**
     * A file that may take the place of others.
     *
     * @param file the file
     * @param replaces those it stands for, in their order
     */
    private record Written(StateFile file, List<StateFile> replaces) {}

    /** Writes a file, or returns null if there is no need of one. */
    @FunctionalInterface
    private interface Writing {
        @Nullable StateFile write();
    }

    private final StateFolder folder;
    private final String system;
    private final Executor background;
    private final Semaphore writing = new Semaphore(1);
    private volatile @Nullable Written written;
    private @Nullable Written applied;
    private volatile @Nullable StateException failure;
    private volatile boolean failed;
    private volatile boolean changedMuch;
    private volatile boolean closed;
    private long much = MUCH;
    private int many = MANY;

    Compaction(StateFolder folder, String system, Executor background) {
        this.folder = folder;
        this.system = system;
        this.background = background;
    }

    /** Returns whether so much has changed that the next epoch should bring everything. */
    boolean wantsBase() {
        return changedMuch && written == null && writing.availablePermits() > 0;
    }

    /** Returns what has made it uncertain what is on the disk, if anything has. */
    @Nullable StateException failure() {
        return failure;
    }

    /** Puts what was written in the place of what it stands for. */
    List<StateFile> replace(List<StateFile> files) {
        Written found = written;
        int at = found == null ? -1 : Collections.indexOfSubList(files, found.replaces());
        applied = found;
        if (found == null || at < 0) {
            return files;
        }
        var replaced = new ArrayList<StateFile>(files.subList(0, at));
        replaced.add(found.file());
        replaced.addAll(files.subList(at + found.replaces().size(), files.size()));
        return replaced;
    }

    /**
     * Takes notice of a checkpoint, and writes what makes the next one smaller.
     *
     * @param all everything at its epoch, if that was asked for
     */
    void committed(Manifest manifest, @Nullable List<Part> all) {
        look(manifest);
        boolean tooLate = written != null && !written.equals(applied); // for this one
        written = tooLate ? written : null;
        if (all != null) {
            if (tooLate || !begin(manifest.files(), () -> writeBase(manifest.epoch(), all))) {
                all.forEach(Part::close);
            }
        } else if (!tooLate) {
            mergeSmall(manifest.files());
        }
    }

    private @Nullable StateFile writeBase(long epoch, List<Part> all) {
        try {
            return write(StateFile.Kind.BASE, epoch, epoch, out -> out.add(all));
        } finally {
            all.forEach(Part::close);
        }
    }

    private void mergeSmall(List<StateFile> files) {
        List<StateFile> small = small(files);
        if (small.size() >= many) {
            begin(
                    small,
                    () ->
                            write(
                                    StateFile.Kind.CHANGES,
                                    small.getFirst().first(),
                                    small.getLast().last(),
                                    out -> out.add(folder, small)));
        }
    }

    /** Takes notice of a checkpoint. */
    void look(Manifest manifest) {
        long changes = size(manifest.files(), StateFile.Kind.CHANGES);
        if (failed) {
            failed = false;
            much = 2 * changes;
            many = 2 * manifest.files().size();
        } else if (changes < MUCH) {
            much = MUCH;
            many = MANY;
        }
        changedMuch = changes > Math.max(size(manifest.files(), StateFile.Kind.BASE), much);
    }

    private static long size(List<StateFile> files, StateFile.Kind kind) {
        return files.stream()
                .filter(file -> file.kind() == kind)
                .mapToLong(StateFile::length)
                .sum();
    }

    /** Returns the small files at the end. */
    private static List<StateFile> small(List<StateFile> files) {
        long most = Math.max(SMALL, size(files, StateFile.Kind.CHANGES) / PART);
        int from = files.size();
        while (from > 0
                && files.get(from - 1).kind() == StateFile.Kind.CHANGES
                && files.get(from - 1).length() < most) {
            from--;
        }
        return List.copyOf(files.subList(from, files.size()));
    }

    private @Nullable StateFile write(
            StateFile.Kind kind, long first, long last, RecordFile.Content content) {
        StateFile file = RecordFile.write(folder, system, kind, first, last, content, () -> closed);
        folder.force();
        return file;
    }

    /** Begins to write a file, if none is being written. */
    private boolean begin(List<StateFile> replaces, Writing work) {
        if (!writing.tryAcquire()) {
            return false;
        }
        boolean begun = false;
        try {
            background.execute(() -> work(replaces, work));
            begun = true;
        } finally {
            if (!begun) {
                writing.release();
            }
        }
        return true;
    }

    private void work(List<StateFile> replaces, Writing work) {
        try {
            StateFile file = work.write();
            written = file == null ? null : new Written(file, replaces);
        } catch (StateException e) {
            if (e.code() == Code.STORAGE_FSYNC) {
                failure = e;
            } else {
                failed(e);
            }
        } catch (EnvironmentException e) {
            LOG.debug("A state has gone with its run before it was written: {}", e.getMessage());
        } finally {
            writing.release();
        }
    }

    private void failed(RuntimeException cause) {
        if (!closed) {
            failed = true;
            LOG.warn(
                    "Checkpoints could not be made smaller, and will be later: {}",
                    cause.getMessage());
        }
    }

    /** Waits for what is being written, and forgets it. */
    void forget() {
        writing.acquireUninterruptibly();
        written = null;
        changedMuch = false;
        writing.release();
    }

    /** Gives up what is being written, and waits for that. */
    void close() {
        closed = true;
        writing.acquireUninterruptibly();
    }
}
