package io.millrace.engine;

import io.millrace.api.Current;
import io.millrace.graph.ComponentSpec.Buffer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/** The channel that drops its oldest item when it is full; both sides take a lock. */
final class SlidingBuffer extends Channel {

    private record Entry(
            Object element, @Nullable Object key, long timestamp, long watermark, int weight) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final Buffer bound;
    private final Parker taker;
    private final Counters senderCounters;
    private int items; // other than control elements
    private long bytes;
    private long watermark = Current.NO_TIMESTAMP;

    SlidingBuffer(
            String input, Buffer bound, Parker taker, Counters senderCounters, Runnable onCancel) {
        super(input, onCancel);
        this.bound = bound;
        this.taker = taker;
        this.senderCounters = senderCounters;
    }

    @Override
    boolean put(Object element, Cursor cursor) {
        if (isCancelled()) {
            return false;
        }
        int weight = weigh(element);
        lock.lock();
        try {
            if (isItem(element)) {
                makeRoom(weight);
                items++;
            }
            entries.addLast(new Entry(element, cursor.key, cursor.timestamp, watermark, weight));
            bytes += weight;
        } finally {
            lock.unlock();
        }
        taker.wake();
        return true;
    }

    @Override
    boolean hasRoom(Object element) {
        return true;
    }

    private void makeRoom(int weight) {
        var oldest = entries.iterator();
        while (oldest.hasNext() && (items >= bound.items() || bytes + weight > bound.bytes())) {
            Entry entry = oldest.next();
            if (isItem(entry.element)) {
                oldest.remove();
                items--;
                bytes -= entry.weight;
                senderCounters.whenFull().raise();
            }
        }
    }

    @Override
    void advance(long next) {
        lock.lock();
        try {
            watermark = next;
        } finally {
            lock.unlock();
        }
        taker.wake();
    }

    @Override
    void idleAt(long at) {
        super.idleAt(at);
        taker.wake();
    }

    @Override
    long watermarkOfNext() {
        lock.lock();
        try {
            return entries.getFirst().watermark;
        } finally {
            lock.unlock();
        }
    }

    @Override
    long watermarkWhenDry() {
        lock.lock();
        try {
            return entries.isEmpty() ? watermark : Current.NO_TIMESTAMP;
        } finally {
            lock.unlock();
        }
    }

    @Override
    void flush() {}

    @Override
    boolean nudge() {
        return false; // its sender wakes the taker for each item
    }

    @Override
    int available() {
        lock.lock();
        try {
            return Math.min(entries.size(), 1);
        } finally {
            lock.unlock();
        }
    }

    @Override
    boolean itemIsNext() {
        lock.lock();
        try {
            return !(entries.getFirst().element instanceof Control);
        } finally {
            lock.unlock();
        }
    }

    @Override
    Object take(Cursor cursor) {
        lock.lock();
        try {
            Entry entry = entries.removeFirst();
            items -= isItem(entry.element) ? 1 : 0;
            bytes -= entry.weight;
            cursor.key = entry.key;
            cursor.timestamp = entry.timestamp;
            cursor.watermark = entry.watermark;
            return entry.element;
        } finally {
            lock.unlock();
        }
    }

    @Override
    void release() {}

    @Override
    int depth() {
        lock.lock();
        try {
            return items;
        } finally {
            lock.unlock();
        }
    }

    @Override
    int capacity() {
        return bound.items();
    }
}
