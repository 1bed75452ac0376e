package io.millrace.testkit;

import io.millrace.testkit.SimulatedDisk.Answer;
import io.millrace.testkit.SimulatedDisk.Kind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** An open file or folder of a simulated disk. */
final class DiskChannel extends FileChannel {

    private static final int CHUNK = 8 * 1024;

    private final SimulatedDisk disk;
    private final DiskPath path;
    private final DiskNode node;
    private final boolean reads;
    private final boolean writes;
    private final boolean appends;
    private final boolean forces;
    private final boolean deletes;
    private final boolean closedByInterrupt;
    private long position;

    DiskChannel(
            SimulatedDisk disk,
            DiskPath path,
            DiskNode node,
            Set<? extends OpenOption> options,
            boolean closedByInterrupt) {
        this.disk = disk;
        this.path = path;
        this.node = node;
        this.appends = options.contains(StandardOpenOption.APPEND);
        this.writes = appends || options.contains(StandardOpenOption.WRITE);
        this.reads = !writes || options.contains(StandardOpenOption.READ);
        this.forces =
                options.contains(StandardOpenOption.SYNC)
                        || options.contains(StandardOpenOption.DSYNC);
        this.deletes = options.contains(StandardOpenOption.DELETE_ON_CLOSE);
        this.closedByInterrupt = closedByInterrupt;
        node.open++;
    }

    private void checkOpen() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (closedByInterrupt && Thread.currentThread().isInterrupted()) {
            close();
            throw new ClosedByInterruptException();
        }
    }

    private void checkReads() throws IOException {
        checkOpen();
        if (!reads) {
            throw new NonReadableChannelException();
        }
    }

    private void checkWrites() throws IOException {
        checkOpen();
        if (!writes) {
            throw new NonWritableChannelException();
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        checkReads();
        int n = readAt(target, position);
        position += Math.max(0, n);
        return n;
    }

    @Override
    public int read(ByteBuffer target, long at) throws IOException {
        checkPosition(at);
        checkReads();
        return readAt(target, at);
    }

    private int readAt(ByteBuffer target, long at) throws IOException {
        return disk.call(
                Kind.READ,
                path,
                (_, _) -> {
                    if (node.isFolder()) {
                        throw new IOException("Is a directory");
                    }
                    return node.bytes.read(at, target);
                });
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            int wanted = targets[i].remaining();
            int n = read(targets[i]);
            if (n < 0) {
                return all == 0 ? -1 : all;
            }
            all += n;
            if (n < wanted) {
                break;
            }
        }
        return all;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        checkWrites();
        return write(source, position, true);
    }

    @Override
    public int write(ByteBuffer source, long at) throws IOException {
        checkPosition(at);
        checkWrites();
        return write(source, at, false);
    }

    private int write(ByteBuffer source, long at, boolean moves) throws IOException {
        int n =
                disk.call(
                        Kind.WRITE,
                        path,
                        (tree, answer) -> {
                            int length = source.remaining();
                            byte[] bytes =
                                    new byte[answer == Answer.SHORT ? (length + 1) / 2 : length];
                            source.get(source.position(), bytes);
                            long start = appends ? node.bytes.size() : at;
                            int written = tree.write(node, start, bytes);
                            source.position(source.position() + written);
                            if (moves) {
                                position = start + written;
                            }
                            return written;
                        });
        if (forces) {
            force(true);
        }
        return n;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            int n = write(sources[i]);
            all += n;
            if (sources[i].hasRemaining()) {
                break;
            }
        }
        return all;
    }

    @Override
    public long position() throws IOException {
        checkOpen();
        return appends ? disk.locked(_ -> (long) node.bytes.size()) : position;
    }

    @Override
    public DiskChannel position(long to) throws IOException {
        checkPosition(to);
        checkOpen();
        position = to;
        return this;
    }

    private static void checkPosition(long at) {
        if (at < 0) {
            throw new IllegalArgumentException("negative position: " + at);
        }
    }

    @Override
    public long size() throws IOException {
        checkOpen();
        return disk.call(Kind.LOOK, path, (_, _) -> (long) node.bytes.size());
    }

    @Override
    public DiskChannel truncate(long size) throws IOException {
        checkPosition(size);
        checkWrites();
        disk.call(
                Kind.TRUNCATE,
                path,
                (tree, _) -> {
                    tree.truncate(node, size);
                    return null;
                });
        position = Math.min(position, size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        checkOpen();
        disk.call(
                Kind.FORCE,
                path,
                (tree, answer) -> {
                    if (answer != Answer.IGNORE) {
                        tree.force(node, answer != Answer.FAIL && answer != Answer.FULL);
                        SimulatedDisk.check(answer, null);
                    }
                    return null;
                });
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
        checkReads();
        long all = 0;
        while (all < count) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(CHUNK, count - all));
            if (read(bytes, at + all) <= 0) {
                break;
            }
            int n = target.write(bytes.flip());
            all += n;
            if (bytes.hasRemaining()) {
                break;
            }
        }
        return all;
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
        checkWrites();
        long all = 0;
        while (all < count) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(CHUNK, count - all));
            if (source.read(bytes) <= 0) {
                break;
            }
            bytes.flip();
            while (bytes.hasRemaining()) {
                all += write(bytes, at + all);
            }
        }
        return all;
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException("a simulated disk is not mapped to memory");
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) throws IOException {
        return tryLock(at, size, shared);
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) throws IOException {
        checkOpen();
        if (shared && !reads) {
            throw new NonReadableChannelException();
        }
        if (!shared && !writes) {
            throw new NonWritableChannelException();
        }
        return disk.locked(
                _ -> {
                    if (node.locks.stream().anyMatch(held -> held.overlaps(at, size))) {
                        throw new OverlappingFileLockException();
                    }
                    var lock = new DiskLock(this, at, size, shared);
                    node.locks.add(lock);
                    return lock;
                });
    }

    /** A lock of this process: no other has one. */
    private static final class DiskLock extends FileLock {
        private final DiskChannel channel;

        DiskLock(DiskChannel channel, long at, long size, boolean shared) {
            super(channel, at, size, shared);
            this.channel = channel;
        }

        @Override
        public boolean isValid() {
            return channel.isOpen() && channel.disk.locked(_ -> channel.node.locks.contains(this));
        }

        @Override
        public void release() throws IOException {
            if (!channel.isOpen()) {
                throw new ClosedChannelException();
            }
            channel.disk.locked(_ -> channel.node.locks.remove(this));
        }
    }

    @Override
    protected void implCloseChannel() throws IOException {
        disk.locked(
                tree -> {
                    node.open--;
                    tree.free(node);
                    return node.locks.removeIf(held -> held.acquiredBy() == this);
                });
        if (deletes) {
            DiskProvider.INSTANCE.deleteIfExists(path);
        }
    }
}
