package io.millrace.rocksdb;

import io.millrace.api.EnvironmentException;
import io.millrace.engine.state.StateStore;
import io.millrace.engine.state.StateView;

import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteOptions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A RocksDB without a log of its own: it is not opened again. */
final class RocksStore implements StateStore {

    /* What native code does after it was closed is not an exception but the end of the process. So
    each call holds the lock for reading, and a closing for writing; a thread that a run has left
    behind, and a checkpoint being written, find out in time. */

    /** How large what is written grows in memory before it goes to disk, at most three times. */
    private static final long WRITTEN = 32 << 20;

    /** How much of what was read stays in memory, with indexes and filters. */
    private static final long READ = 64 << 20;

    private static final double FILTER_BITS = 10;
    private static final int OPEN_FILES = 256;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<View> views = new HashSet<>(); // guarded by the lock for writing
    private final List<AutoCloseable> parts;
    private final RocksDB db;
    private final WriteOptions writing = new WriteOptions().setDisableWAL(true);
    private final View now;
    private boolean closed; // guarded by the lock

    private RocksStore(RocksDB db, List<AutoCloseable> parts) {
        this.db = db;
        this.parts = parts;
        this.now = new View(null);
    }

    static RocksStore open(Path folder) throws RocksDBException {
        var cache = new LRUCache(READ);
        var filter = new BloomFilter(FILTER_BITS);
        var options =
                new Options()
                        .setCreateIfMissing(true)
                        .setErrorIfExists(true)
                        .setWriteBufferSize(WRITTEN)
                        .setMaxWriteBufferNumber(3)
                        .setMaxOpenFiles(OPEN_FILES)
                        .setCompressionType(CompressionType.LZ4_COMPRESSION)
                        .setAvoidFlushDuringShutdown(true)
                        .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                        .setStatsDumpPeriodSec(0)
                        .setTableFormatConfig(
                                new BlockBasedTableConfig()
                                        .setBlockCache(cache)
                                        .setFilterPolicy(filter)
                                        .setCacheIndexAndFilterBlocks(true));
        List<AutoCloseable> parts = List.of(options, filter, cache);
        RocksStore store = null;
        try {
            store = new RocksStore(RocksDB.open(options, folder.toString()), parts);
            return store;
        } finally {
            if (store == null) {
                closeAll(parts);
            }
        }
    }

    private static void closeAll(List<AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e); // these throw none
            }
        }
    }

    /** Something that is done while it is open. */
    @FunctionalInterface
    private interface Work<T extends @Nullable Object> {
        T run() throws RocksDBException;
    }

    private <T extends @Nullable Object> T work(Work<T> work) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new EnvironmentException(
                        "state: the run has ended, and its state with it", null);
            }
            return work.run();
        } catch (RocksDBException e) {
            throw new EnvironmentException("state: RocksDB: " + e.getMessage(), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return work(() -> db.get(key));
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int bytes) {
        return now.scan(from, to, bytes);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        work(
                () -> {
                    db.put(writing, key, value);
                    return null;
                });
    }

    @Override
    public void remove(byte[] key) {
        work(
                () -> {
                    db.delete(writing, key);
                    return null;
                });
    }

    @Override
    public void removeAll(byte[] from, byte[] to) {
        work(
                () -> {
                    db.deleteRange(writing, from, to);
                    return null;
                });
    }

    @Override
    public StateView view() {
        lock.writeLock().lock();
        try {
            return work(
                    () -> {
                        var view = new View(db.getSnapshot());
                        views.add(view);
                        return view;
                    });
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                List.copyOf(views).forEach(View::close);
                closed = true;
                writing.close();
                db.close();
                closeAll(parts);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** What is there now, or was when a snapshot was taken. */
    private final class View implements StateView {
        private final @Nullable Snapshot snapshot;

        View(@Nullable Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        private ReadOptions reading() {
            var options = new ReadOptions();
            if (snapshot != null) {
                if (!views.contains(this)) {
                    options.close();
                    throw new IllegalStateException("the view was closed");
                }
                options.setSnapshot(snapshot);
            }
            return options;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return work(
                    () -> {
                        try (ReadOptions options = reading()) {
                            return db.get(options, key);
                        }
                    });
        }

        @Override
        public List<Entry> scan(byte[] from, byte[] to, int bytes) {
            return work(
                    () -> {
                        try (var end = new Slice(to);
                                ReadOptions options = reading().setIterateUpperBound(end);
                                RocksIterator all = db.newIterator(options)) {
                            return read(all, from, bytes);
                        }
                    });
        }

        private static List<Entry> read(RocksIterator all, byte[] from, int bytes)
                throws RocksDBException {
            var found = new ArrayList<Entry>();
            int size = 0;
            for (all.seek(from); all.isValid(); all.next()) {
                byte[] key = all.key();
                byte[] value = all.value();
                found.add(new Entry(key, value));
                size += key.length + value.length;
                if (size >= bytes) {
                    return found;
                }
            }
            all.status();
            return found;
        }

        @Override
        public void close() {
            lock.writeLock().lock();
            try {
                if (snapshot != null && views.remove(this)) {
                    db.releaseSnapshot(snapshot);
                }
            } finally {
                lock.writeLock().unlock();
            }
        }
    }
}
