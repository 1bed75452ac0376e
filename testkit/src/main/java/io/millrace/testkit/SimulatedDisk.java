package io.millrace.testkit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A disk in memory that can lose power, run full and fail: a file system for tests. Code that takes
 * its paths from it, as {@code disk.getPath("/state")}, needs no change: {@code Files} and {@code
 * FileChannel} work as usual.
 *
 * <p>What is written is seen at once, but it is safe only when it was forced, and a loss of power
 * keeps any part of the rest: the bytes of a file with {@link java.nio.channels.FileChannel#force},
 * its name (after it was made, moved or deleted) with the same on the folder. {@link #crashes} goes
 * through the disks that may be left, {@link #crash} draws one. A force that fails does not help
 * later: what was written before it is lost or not, as it happens, even if the next force works.
 *
 * <p>There are no links, and permissions are kept but not looked at. The order of a folder is an
 * arbitrary one. Times count what was done to the disk, a millisecond each.
 *
 * <p>May be used by many threads; the same calls in the same order do the same.
 *
 * @since 0.2
 */
public final class SimulatedDisk extends FileSystem {

    private static final String BROKEN = "Input/output error";
    private static final String FULL = "No space left on device";

    private final ReentrantLock lock = new ReentrantLock();
    private final DiskImage begin;
    private final DiskTree tree;
    private final FileStore store = new DiskStore(this);
    private Function<Call, Answer> answers = _ -> Answer.OK;
    private long calls;

    SimulatedDisk(DiskImage begin) {
        this.begin = begin;
        this.tree = new DiskTree(begin);
    }

    /** Makes a disk with nothing on it. */
    public static SimulatedDisk empty() {
        return new SimulatedDisk(new DiskImage());
    }

    /** What a call asks of the disk. */
    public enum Kind {
        /** Opens a file. */
        OPEN,
        /** Makes a file that is not there. */
        CREATE,
        /** Makes a folder. */
        CREATE_FOLDER,
        /** Reads bytes of a file. */
        READ,
        /** Writes bytes to a file. */
        WRITE,
        /** Cuts a file back. */
        TRUNCATE,
        /** Forces a file or a folder. */
        FORCE,
        /** Gives a file or folder another name. */
        MOVE,
        /** Deletes a file or folder. */
        DELETE,
        /** Lists what is in a folder. */
        LIST,
        /** Asks whether something is there, and how large it is. */
        LOOK;

        boolean needsSpace() {
            return switch (this) {
                case CREATE, CREATE_FOLDER, WRITE, FORCE, MOVE -> true;
                case OPEN, READ, TRUNCATE, DELETE, LIST, LOOK -> false;
            };
        }

        boolean isOfChannel() {
            return switch (this) {
                case READ, WRITE, TRUNCATE, FORCE -> true;
                case OPEN, CREATE, CREATE_FOLDER, MOVE, DELETE, LIST, LOOK -> false;
            };
        }
    }

    /** How the disk answers a call. */
    public enum Answer {
        /** Does what is asked. */
        OK,
        /** Fails, as a broken disk does: {@code Input/output error}. */
        FAIL,
        /** Fails, as a full disk does, if the call needs space. */
        FULL,
        /** Writes half of what it is to write, and says so. */
        SHORT,
        /** Says that it has forced, and has not. */
        IGNORE
    }

    /**
     * A call of the disk.
     *
     * @param number which one it is since the disk was made, from 1 on
     * @param kind what is asked
     * @param path the file or folder
     */
    public record Call(long number, Kind kind, Path path) {}

    /**
     * A disk that a loss of power may have left.
     *
     * @param operations how many operations were begun before it; those that came later had no part
     * @param how what was kept of what was not forced
     * @param disk the disk
     */
    public record Crash(int operations, String how, SimulatedDisk disk) {
        @Override
        public String toString() {
            return "crash after operation %d, %s".formatted(operations, how);
        }
    }

    /** Decides from now on how each call is answered. */
    public void answer(Function<Call, Answer> how) {
        locked(_ -> answers = Objects.requireNonNull(how, "how"));
    }

    /** Sets how many bytes there is room for in all files together; any number if not said. */
    public void space(long bytes) {
        locked(all -> all.space = bytes);
    }

    /** Returns how many bytes are in all files together. */
    public long used() {
        return locked(all -> all.used);
    }

    /** Returns how many calls there were, which is the number of the last one. */
    public long calls() {
        return locked(_ -> calls);
    }

    /** Returns how many operations there were: what changes the disk, or forces something. */
    public int operations() {
        return locked(all -> all.log.size());
    }

    /** Returns what was done to the disk, a line for each operation. */
    public List<String> log() {
        return operationsSoFar().stream().map(Object::toString).toList();
    }

    private List<DiskOperation> operationsSoFar() {
        return locked(all -> List.copyOf(all.log));
    }

    /**
     * Goes through what may be left if the power fails, after any operation so far: nothing of what
     * was not forced, all of it, the names without the bytes, the bytes without the names, the last
     * write torn behind its first byte, in its middle and before its last byte, and some more that
     * are drawn.
     *
     * @param seed what they are drawn from
     * @param more how many are drawn after each operation
     */
    public Iterable<Crash> crashes(long seed, int more) {
        List<DiskOperation> all = operationsSoFar();
        return () -> new CrashStates(begin, all, new SplittableRandom(seed), more);
    }

    /** Draws what is left if the power fails now. */
    public SimulatedDisk crash(RandomGenerator random) {
        return new CrashStates(begin, operationsSoFar(), random, 0).drawLast();
    }

    /** Returns what a process leaves that is killed now: all that was written. */
    public SimulatedDisk kill() {
        return new CrashStates(begin, operationsSoFar(), new SplittableRandom(0), 0).allOfLast();
    }

    // ---- what the provider and the channels do

    /** What a call does. */
    @FunctionalInterface
    interface Action<T extends @Nullable Object> {
        T run(DiskTree tree, Answer answer) throws IOException;
    }

    /** Answers a call; a force that fails is left to the action. */
    <T extends @Nullable Object> T call(Kind kind, DiskPath path, Action<T> action)
            throws IOException {
        lock.lock();
        try {
            Answer answer = answers.apply(new Call(++calls, kind, path));
            if (answer == Answer.FULL && !kind.needsSpace()) {
                answer = Answer.OK;
            }
            if (kind != Kind.FORCE) {
                check(answer, kind.isOfChannel() ? null : path);
            }
            return action.run(tree, answer);
        } finally {
            lock.unlock();
        }
    }

    /** Throws what a call fails with. */
    static void check(Answer answer, @Nullable Path path) throws IOException {
        switch (answer) {
            case FAIL -> throw failure(path, BROKEN);
            case FULL -> throw failure(path, FULL);
            case OK, SHORT, IGNORE -> {}
        }
    }

    private static IOException failure(@Nullable Path path, String reason) {
        return path == null
                ? new IOException(reason)
                : new FileSystemException(path.toString(), null, reason);
    }

    <T extends @Nullable Object> T locked(Function<DiskTree, T> action) {
        lock.lock();
        try {
            return action.apply(tree);
        } finally {
            lock.unlock();
        }
    }

    FileStore store() {
        return store;
    }

    long space() {
        return locked(all -> all.space);
    }

    // ---- what a file system does

    @Override
    public FileSystemProvider provider() {
        return DiskProvider.INSTANCE;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("a disk is not closed");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of(store);
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic", "owner", "posix");
    }

    @Override
    public Path getPath(String first, String... more) {
        return DiskPath.of(
                this,
                Stream.concat(Stream.of(first), Stream.of(more))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("/")));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher(pattern);
        return path -> matcher.matches(Path.of(path.toString()));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException("a simulated disk has one user");
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("a simulated disk is not watched");
    }

    @Override
    public String toString() {
        return "simulated disk with %,d bytes after %,d operations".formatted(used(), operations());
    }
}
