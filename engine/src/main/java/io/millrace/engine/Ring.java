package io.millrace.engine;

import io.millrace.api.Current;
import io.millrace.graph.ComponentSpec.Buffer;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The channel that blocks its sender when it is full, or drops what comes then. */
final class Ring extends Channel {

    /*
     * A bounded ring for one producer and one consumer (Lamport, "Specifying Concurrent Program
     * Modules", 1983), each keeping the other's index as it last saw it (the "FastForward" and
     * "B-Queue" line of work), so that a shared cache line is read once a batch.
     *
     * Invariants: tail - head <= capacity; slots [head, tail) hold elements, all others null; tail
     * is written by the producer alone, head by the consumer alone; a slot is written before tail
     * passes it (release) and read after tail was seen past it (acquire), and the same the other
     * way round for head.
     *
     * Waiting: tail is published with each element, but the consumer is looked at, and the fence
     * paid, once in SIGNAL_EVERY elements and on flush. The engine flushes before its thread waits
     * or turns to another stream; what a component's own slow code holds back in between, the run's
     * pacer hands over by nudge.
     *
     * Watermarks: each element has beside it what the watermark was when it was put, and the last one
     * is a number of its own for a taker that finds nothing left. That number is written after the
     * elements it speaks of, and read before the taker looks whether there are any: so it never
     * overtakes an item, needs no room, and waits for nothing.
     *
     * Bytes: an item that weighs no more than its share (bytes / items) cannot break the bound
     * together with others of its kind, so only heavier ones are counted, in a lane that is made
     * when the first one comes. There are at most 2 * bytes in the ring, or bytes and one heavy item.
     */

    private static final int SIGNAL_EVERY = 64;

    /** An index on cache lines of its own. */
    private static final class Index extends AtomicLong {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("unused")
        private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;
    }

    /** What only the producer touches. */
    private static final class Producer {
        long tail;
        long headSeen;
        int unsignalled;
        long heavyBytes;
        boolean closed;

        @SuppressWarnings("unused")
        private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11;
    }

    /** What only the consumer touches. */
    private static final class Consumer {
        long head;
        long tailSeen;
        long heavyBytes;

        @SuppressWarnings("unused")
        private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12;
    }

    private final @Nullable Object[] items;
    private final @Nullable Object @Nullable [] keys;
    private final long @Nullable [] timestamps;
    private final long @Nullable [] watermarks; // only beside timestamps
    private int @Nullable [] weights;
    private final int mask;
    private final int capacity;
    private final long maxBytes;
    private final int share;
    private final boolean dropNewest;
    private final Time time;
    private final Counters senderCounters;

    private final Index tail = new Index();
    private final Producer producer = new Producer();
    private final Index head = new Index();
    private final Consumer consumer = new Consumer();
    private final Index heavyTaken = new Index();
    private final Index watermark = new Index();
    private final Parker sender;
    private final Parker taker;
    private long lastNudge; // the pacer's own
    private long lastTime = Current.NO_TIMESTAMP; // likewise

    /** What travels beside the items. */
    record Lanes(boolean keys, boolean timestamps, boolean watermarks) {
        Lanes(boolean keys, boolean timestamps) {
            this(keys, timestamps, false);
        }

        Lanes withWatermarks() {
            return new Lanes(keys, timestamps, true);
        }
    }

    Ring(
            String input,
            Buffer buffer,
            boolean dropNewest,
            Lanes lanes,
            Time time,
            Parker sender,
            Parker taker,
            Counters senderCounters,
            Runnable onCancel) {
        super(input, onCancel);
        int size = Math.max(2, Integer.highestOneBit(2 * buffer.items() - 1));
        this.items = new Object[size];
        this.keys = lanes.keys ? new Object[size] : null;
        this.timestamps = lanes.timestamps ? new long[size] : null;
        this.watermarks = lanes.watermarks ? new long[size] : null;
        this.watermark.setPlain(Current.NO_TIMESTAMP);
        this.mask = size - 1;
        this.capacity = buffer.items();
        this.maxBytes = buffer.bytes();
        this.share = (int) Math.min(Integer.MAX_VALUE, buffer.bytes() / buffer.items());
        this.dropNewest = dropNewest;
        this.time = time;
        this.sender = sender;
        this.taker = taker;
        this.senderCounters = senderCounters;
    }

    @Override
    boolean put(Object element, Cursor cursor) throws InterruptedException {
        Producer p = producer;
        if (p.closed) {
            return false;
        }
        int weight = weigh(element);
        long t = p.tail;
        if (t - p.headSeen >= capacity || weight > share) {
            if (!makeRoom(p, weight, isItem(element))) {
                return !p.closed;
            }
            t = p.tail; // one that takes turns with the sender may have sent meanwhile
        }
        int slot = (int) t & mask;
        items[slot] = element;
        if (keys != null) {
            keys[slot] = cursor.key;
        }
        if (timestamps != null) {
            timestamps[slot] = cursor.timestamp;
            if (watermarks != null) {
                watermarks[slot] = watermark.getPlain();
            }
        }
        if (weights != null || weight > share) {
            count(p, slot, weight);
        }
        p.tail = t + 1;
        tail.setRelease(t + 1);
        if (++p.unsignalled >= SIGNAL_EVERY) {
            flush();
        }
        return true;
    }

    private void count(Producer p, int slot, int weight) {
        if (weights == null) {
            weights = new int[items.length];
        }
        int heavy = weight > share ? weight : 0;
        weights[slot] = heavy;
        p.heavyBytes += heavy;
    }

    /** Waits until there is room for the element; false if it is not to be put at all. */
    private boolean makeRoom(Producer p, int weight, boolean isItem) throws InterruptedException {
        if (hasRoom(p, weight)) {
            return true;
        }
        if (dropNewest && isItem && !isCancelled()) {
            senderCounters.whenFull().raise();
            flush();
            return false;
        }
        long blockedSince = time.nanoTime();
        try {
            while (!hasRoom(p, weight)) {
                if (isCancelled()) {
                    p.closed = true;
                    return false;
                }
                flush();
                sender.prepareForRoom();
                if (hasRoom(p, weight) || isCancelled()) {
                    sender.cancel();
                } else {
                    sender.park(() -> isCancelled() || hasRoom(p, weight));
                }
            }
            return true;
        } finally {
            sender.end();
            senderCounters.blockedNanos().raise(time.nanoTime() - blockedSince);
        }
    }

    @Override
    boolean hasRoom(Object element) {
        return dropNewest || isCancelled() || hasRoom(producer, weigh(element));
    }

    private boolean hasRoom(Producer p, int weight) {
        p.headSeen = head.getAcquire();
        if (p.tail - p.headSeen >= capacity) {
            return false;
        }
        if (weight <= share) {
            return true;
        }
        long heavy = p.heavyBytes - heavyTaken.getAcquire();
        return heavy == 0 || heavy + weight <= maxBytes;
    }

    @Override
    void advance(long next) {
        watermark.setRelease(next);
        producer.unsignalled = Math.max(1, producer.unsignalled);
    }

    @Override
    void idleAt(long at) {
        super.idleAt(at);
        producer.unsignalled = Math.max(1, producer.unsignalled);
    }

    @Override
    void flush() {
        Producer p = producer;
        if (p.unsignalled > 0) {
            p.unsignalled = 0;
            taker.wake();
            if (isCancelled()) {
                p.closed = true;
            }
        }
    }

    @Override
    boolean nudge() {
        long put = tail.getAcquire();
        long time = watermark.getAcquire();
        if ((put != head.getAcquire() || time != lastTime) && taker.isWaitingToTake()) {
            taker.wake();
        }
        boolean moved = put != lastNudge;
        lastNudge = put;
        lastTime = time;
        return moved;
    }

    @Override
    int available() {
        Consumer c = consumer;
        long n = c.tailSeen - c.head;
        if (n == 0) {
            c.tailSeen = tail.getAcquire();
            n = c.tailSeen - c.head;
        }
        return (int) Math.min(n, BATCH);
    }

    @Override
    boolean itemIsNext() {
        return !(items[(int) consumer.head & mask] instanceof Control);
    }

    @Override
    long watermarkOfNext() {
        return watermarks == null ? Current.NO_TIMESTAMP : watermarks[(int) consumer.head & mask];
    }

    @Override
    long watermarkWhenDry() {
        long now = watermark.getAcquire(); // first: all that was put before it is seen below
        return available() == 0 ? now : Current.NO_TIMESTAMP;
    }

    @Override
    Object take(Cursor cursor) {
        Consumer c = consumer;
        int slot = (int) c.head & mask;
        Object element = items[slot];
        items[slot] = null;
        if (keys != null) {
            cursor.key = keys[slot];
            keys[slot] = null;
        }
        if (timestamps == null) {
            cursor.timestamp = Current.NO_TIMESTAMP;
        } else {
            cursor.timestamp = timestamps[slot];
            cursor.watermark = watermarks == null ? Current.NO_TIMESTAMP : watermarks[slot];
        }
        int[] lane = weights; // read once: it may be made just now, and is then all 0 here
        if (lane != null) {
            c.heavyBytes += lane[slot];
        }
        c.head++;
        return Objects.requireNonNull(element, "an empty slot");
    }

    @Override
    void release() {
        Consumer c = consumer;
        if (weights != null) {
            heavyTaken.setRelease(c.heavyBytes);
        }
        head.setRelease(c.head);
        if (weights != null || tail.getAcquire() - c.head <= capacity / 2) {
            sender.wake();
        }
    }

    @Override
    int depth() {
        long end = hasEnded() ? 1 : 0; // the last element, which is no item
        return (int) Math.max(0, tail.getAcquire() - head.getAcquire() - end);
    }

    @Override
    int capacity() {
        return capacity;
    }
}
