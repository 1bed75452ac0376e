package io.millrace.engine;

import io.millrace.api.BufferedOutput;
import io.millrace.api.Output;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;

/** A buffer before an output of a loop. */
final class HeldOutput implements BufferedOutput {

    private record Held(Object item, @Nullable Object key, long timestamp) {}

    private final Task task;
    private final Output output;
    private final int size;
    private final Duration interval;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private long due = Timers.NEVER;
    private long watermark;
    private boolean flushing; // by one of several threads that take turns

    HeldOutput(Task task, Output output, int size, Duration interval) {
        if (size < 1) {
            throw new IllegalArgumentException("size: must be at least 1, not " + size);
        }
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("flushInterval: must be above zero");
        }
        this.task = task;
        this.output = output;
        this.size = size;
        this.interval = interval;
    }

    @Override
    public void send(Object item) throws InterruptedException {
        send(item, Timers.NEVER);
    }

    @Override
    public boolean trySend(Object item) throws InterruptedException {
        return send(item, Duration.ZERO);
    }

    @Override
    public boolean send(Object item, Duration atMost) throws InterruptedException {
        return send(item, Task.after(task.now(), atMost));
    }

    private boolean send(Object item, long deadline) throws InterruptedException {
        Objects.requireNonNull(item, "item");
        checkMaySend();
        while (held.size() >= size) {
            if (!sendOn(deadline) && held.size() >= size) {
                return false;
            }
        }
        if (held.isEmpty()) {
            watermark = task.root().time().watermark();
        }
        held.addLast(new Held(item, task.cursor.key, task.cursor.timestamp));
        if (due == Timers.NEVER) {
            due = Task.after(task.now(), interval);
        }
        if (held.size() >= size) {
            sendOn(deadline);
        }
        return true;
    }

    @Override
    public void flush() throws InterruptedException {
        checkMaySend();
        while (!held.isEmpty()) {
            sendOn(Timers.NEVER);
        }
    }

    private void checkMaySend() {
        Instance instance = task.root();
        task.checkThread(instance);
        if (instance.mayNotSend()) {
            instance.refuse();
        }
    }

    /** Sends on what is held; false if not all of it could be sent in time. */
    private boolean sendOn(long deadline) throws InterruptedException {
        if (flushing) {
            return task.await(() -> !flushing, deadline) && held.isEmpty();
        }
        Cursor cursor = task.cursor;
        Object key = cursor.key;
        long timestamp = cursor.timestamp;
        flushing = true;
        try {
            while (!held.isEmpty()) {
                Held next = held.getFirst();
                cursor.key = next.key;
                cursor.timestamp = next.timestamp;
                if (deadline == Timers.NEVER) {
                    output.send(next.item);
                } else if (!output.send(
                        next.item, Duration.ofNanos(Math.max(0, deadline - task.now())))) {
                    return false;
                }
                held.removeFirst();
            }
            due = Timers.NEVER;
            return true;
        } finally {
            flushing = false;
            cursor.key = key;
            cursor.timestamp = timestamp;
        }
    }

    /** Returns what the watermark was when the first item came; the end of time without items. */
    long watermark() {
        return held.isEmpty() ? Long.MAX_VALUE : watermark;
    }

    /** Returns when what is held has to be sent on. */
    long dueAt() {
        return flushing ? Timers.NEVER : due;
    }

    void flushIfDue() throws InterruptedException {
        if (dueAt() != Timers.NEVER && due - task.now() <= 0) {
            sendOn(Timers.NEVER);
        }
    }

    /** Sends on what is held; what nobody takes any more is counted as {@code unsent}. */
    void end() throws InterruptedException {
        if (task.root().mayNotSend()) {
            task.root().drop("unsent", held.size());
            held.clear();
        } else {
            flush();
        }
    }

    @Override
    public int held() {
        return held.size();
    }

    @Override
    public String name() {
        return output.name();
    }

    @Override
    public boolean isBound() {
        return output.isBound();
    }
}
