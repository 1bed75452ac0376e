package io.millrace.testkit;

import io.millrace.engine.Threads;
import io.millrace.engine.Time;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A time that stands still while anything runs, and jumps to the next thing that is due when all
 * threads wait. A run of hours takes milliseconds, and takes the same steps each time.
 *
 * <p>It begins at 2026-01-01T00:00:00Z. Give it to a run as its {@code time}, start the run's
 * threads through {@link #threads}, and call {@link #step} until the run has ended.
 *
 * @since 0.1
 */
public final class VirtualTime implements Time {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** How often the pacer looks in vain before the time need not wait for it. */
    private static final int LOOKS = 30;

    /** How far the time then goes at once: no further than the engine's own deadlines. */
    private static final long LEAP = Duration.ofSeconds(5).toNanos();

    private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile long nanos;
    private volatile @Nullable Thread pacer;
    private Map<Thread, Long> dueBefore = Map.of();
    private int looks;

    /** Creates one that stands at the beginning. */
    public VirtualTime() {}

    @Override
    public Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void parkUntil(long deadline) {
        deadlines.put(Thread.currentThread(), deadline);
        if (deadline - nanos > 0) {
            LockSupport.park(this);
        }
        deadlines.remove(Thread.currentThread());
    }

    /** Starts virtual threads, and knows them. */
    public Threads threads() {
        return new Threads() {
            @Override
            public Thread start(String name, Runnable work) {
                Thread thread = Thread.ofVirtual().name(name).unstarted(work);
                threads.add(thread);
                thread.start();
                return thread;
            }

            @Override
            public Thread startPacer(String name, Runnable work) {
                Thread thread = start(name, work);
                pacer = thread;
                return thread;
            }
        };
    }

    /** Returns the threads that were started and have not ended. */
    public List<Thread> alive() {
        return threads.stream().filter(Thread::isAlive).toList();
    }

    /** Returns how many threads were started. */
    int started() {
        return threads.size();
    }

    /** Returns whether only the pacer is left: the run is over, and its time stands. */
    boolean isOver() {
        return threads.stream().filter(thread -> !thread.equals(pacer)).noneMatch(Thread::isAlive);
    }

    /** Returns how far the time has gone. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    /**
     * Jumps to the earliest time that a thread waits for, if all threads wait.
     *
     * @return whether the time has moved
     */
    public boolean step() {
        return step(Duration.ofNanos(Long.MAX_VALUE));
    }

    /** Jumps as {@link #step()}, but not beyond a time. */
    boolean step(Duration limit) {
        for (int look = 0; look < 2; look++) { // one may have woken another that was seen to wait
            if (!allWait()) {
                return false;
            }
        }
        long next = Math.min(next(), Math.max(nanos, limit.toNanos()));
        boolean moves = next > nanos;
        if (moves) {
            nanos = next;
        }
        deadlines.forEach(
                (thread, deadline) -> {
                    if (deadline <= nanos) {
                        LockSupport.unpark(thread);
                    }
                });
        return moves;
    }

    /**
     * Returns when something is due. The pacer is due every few milliseconds; when it has looked
     * often in vain, what the others wait for counts.
     */
    private long next() {
        Map<Thread, Long> due = new HashMap<>(deadlines);
        long any = due.values().stream().mapToLong(d -> d).min().orElse(nanos);
        due.keySet().removeIf(thread -> thread.equals(pacer));
        looks = due.equals(dueBefore) ? looks + 1 : 0;
        dueBefore = due;
        if (looks < LOOKS || due.isEmpty()) {
            return any;
        }
        return Math.max(any, Math.min(Collections.min(due.values()), nanos + LEAP));
    }

    private boolean allWait() {
        return threads.stream()
                .map(Thread::getState)
                .allMatch(s -> s == Thread.State.WAITING || s == Thread.State.TERMINATED);
    }
}
