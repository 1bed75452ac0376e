package io.millrace.engine;

import io.millrace.api.Batch;
import io.millrace.api.StreamFinished;
import io.millrace.graph.ComponentSpec.Batching;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/** The items of one input in batches. */
final class Batches<T> implements Iterable<Batch<T>> {

    private record Taken<T>(T item, @Nullable Object key, long timestamp) {}

    private final Task task;
    private final LoopStreams.LoopInput<T> input;
    private final Batching size;

    Batches(Task task, LoopStreams.LoopInput<T> input, Batching size) {
        this.task = task;
        this.input = input;
        this.size = size;
    }

    private @Nullable Batch<T> take() throws InterruptedException {
        List<Taken<T>> taken = new ArrayList<>();
        long bytes = 0;
        long deadline = Timers.NEVER;
        Optional<T> next = input.receive();
        while (next.isPresent()) {
            T item = next.get();
            taken.add(new Taken<>(item, task.cursor.key, task.cursor.timestamp));
            bytes += Channel.weigh(item);
            if (taken.size() >= size.items() || bytes >= size.bytes()) {
                break;
            }
            if (size.within() == null) {
                next = input.receiveMore(Timers.NEVER);
            } else {
                long now = task.now();
                deadline = deadline == Timers.NEVER ? Task.after(now, size.within()) : deadline;
                next = input.receiveMore(deadline);
            }
        }
        return taken.isEmpty() ? null : new TakenBatch<>(task, input.name(), taken);
    }

    @Override
    public Iterator<Batch<T>> iterator() {
        return new Iterator<>() {
            private @Nullable Batch<T> next;

            @Override
            public boolean hasNext() {
                if (next == null) {
                    try {
                        next = take();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new StreamFinished();
                    }
                }
                return next != null;
            }

            @Override
            public Batch<T> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the input has ended");
                }
                Batch<T> batch = Objects.requireNonNull(next);
                next = null;
                return batch;
            }
        };
    }

    /** A batch, with what travels beside its items. */
    private static final class TakenBatch<T> implements Batch<T> {
        private final Task task;
        private final String input;
        private final List<Taken<T>> taken;
        private final List<T> items;
        private final BitSet failed = new BitSet();

        TakenBatch(Task task, String input, List<Taken<T>> taken) {
            this.task = task;
            this.input = input;
            this.taken = taken;
            this.items = taken.stream().map(Taken::item).toList();
        }

        @Override
        public List<T> items() {
            return items;
        }

        @Override
        public int size() {
            return taken.size();
        }

        @Override
        public T at(int index) {
            Taken<T> chosen = taken.get(index);
            task.checkThread(task.root());
            task.cursor.key = chosen.key;
            task.cursor.timestamp = chosen.timestamp;
            task.cursor.stream = input;
            return chosen.item;
        }

        @Override
        public void fail(int index, Exception cause) throws InterruptedException {
            Objects.requireNonNull(cause, "cause");
            Cursor cursor = task.cursor;
            Object key = cursor.key;
            long timestamp = cursor.timestamp;
            String stream = cursor.stream;
            T item = at(index);
            try {
                if (!failed.get(index)) {
                    failed.set(index);
                    task.root().fail(item, "onBatch", cause);
                }
            } finally {
                cursor.key = key;
                cursor.timestamp = timestamp;
                cursor.stream = stream;
            }
        }

        @Override
        public Iterator<T> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < taken.size();
                }

                @Override
                public T next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException("the batch has no more items");
                    }
                    return at(next++);
                }
            };
        }

        @Override
        public String toString() {
            return "batch of %d items of '%s'".formatted(taken.size(), input);
        }
    }
}
