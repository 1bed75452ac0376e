package io.millrace.bench.peers;

import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Wired by hand: a thread a stage, a queue of 1,024 items between two. */
final class Queues {

    private static final int CAPACITY = 1024;
    private static final int FAN = 8;

    /** Stands behind the last item. */
    private static final Reading END = new Reading(-1, 0, 0);

    /** A bounded queue that makes both ends wait. */
    private interface Hop {
        void put(Reading reading) throws InterruptedException;

        Reading take() throws InterruptedException;
    }

    /** What a thread does. */
    @FunctionalInterface
    private interface Stage {
        void run() throws InterruptedException;
    }

    private final ThreadFactory threads;
    private final Supplier<Hop> oneToOne;
    private final Supplier<Hop> manyToOne;

    private Queues(ThreadFactory threads, Supplier<Hop> oneToOne, Supplier<Hop> manyToOne) {
        this.threads = threads;
        this.oneToOne = oneToOne;
        this.manyToOne = manyToOne;
    }

    /** Virtual threads and the JDK's queue, which takes a lock. */
    static Queues ofJdk() {
        return new Queues(Thread.ofVirtual().factory(), Queues::locked, Queues::locked);
    }

    /** Platform threads and the queues of JCTools, which take none and do not wait: polled. */
    static Queues ofJcTools() {
        return new Queues(
                Thread.ofPlatform().daemon().factory(),
                () -> polled(new SpscArrayQueue<>(CAPACITY)),
                () -> polled(new MpscArrayQueue<>(CAPACITY)));
    }

    private static Hop locked() {
        var queue = new ArrayBlockingQueue<Reading>(CAPACITY);
        return new Hop() {
            @Override
            public void put(Reading reading) throws InterruptedException {
                queue.put(reading);
            }

            @Override
            public Reading take() throws InterruptedException {
                return queue.take();
            }
        };
    }

    private static Hop polled(Queue<Reading> queue) {
        return new Hop() {
            @Override
            public void put(Reading reading) {
                for (int i = 0; !queue.offer(reading); i++) {
                    idle(i);
                }
            }

            @Override
            public Reading take() {
                @Nullable Reading reading;
                for (int i = 0; (reading = queue.poll()) == null; i++) {
                    idle(i);
                }
                return reading;
            }
        };
    }

    /** Spins for a moment, then yields, then sleeps: what does best on few cores. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void idle(int i) {
        if (i < 100) {
            Thread.onSpinWait();
        } else if (i < 110) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(i < 200 ? 1_000 : 50_000);
        }
    }

    Pipeline hops() {
        return (items, arrivals) -> {
            Hop first = oneToOne.get();
            Hop second = oneToOne.get();
            Hop third = oneToOne.get();
            Hop last = oneToOne.get();
            start(
                    () -> {
                        for (Reading r = first.take(); r.id() >= 0; r = first.take()) {
                            second.put(r.scaled());
                        }
                        second.put(END);
                    });
            start(
                    () -> {
                        for (Reading r = second.take(); r.id() >= 0; r = second.take()) {
                            if (r.isKept()) {
                                third.put(r);
                            }
                        }
                        third.put(END);
                    });
            start(
                    () -> {
                        for (Reading r = third.take(); r.id() >= 0; r = third.take()) {
                            last.put(r.shifted());
                        }
                        last.put(END);
                    });
            start(
                    () -> {
                        for (Reading r = last.take(); r.id() >= 0; r = last.take()) {
                            arrivals.accept(r);
                        }
                    });
            start(
                    () -> {
                        for (long i = 0; i < items; i++) {
                            first.put(Feed.item(i));
                        }
                        first.put(END);
                    });
        };
    }

    Pipeline fan() {
        return (items, arrivals) -> {
            Hop[] out = new Hop[FAN];
            Hop in = manyToOne.get();
            for (int i = 0; i < FAN; i++) {
                Hop mine = oneToOne.get();
                out[i] = mine;
                start(
                        () -> {
                            for (Reading r = mine.take(); r.id() >= 0; r = mine.take()) {
                                in.put(r.scaledAndShifted());
                            }
                            in.put(END);
                        });
            }
            start(
                    () -> {
                        for (int open = FAN; open > 0; ) {
                            Reading r = in.take();
                            if (r.id() < 0) {
                                open--;
                            } else {
                                arrivals.accept(r);
                            }
                        }
                    });
            start(
                    () -> {
                        for (long i = 0; i < items; i++) {
                            out[(int) (i % FAN)].put(Feed.item(i));
                        }
                        for (Hop hop : out) {
                            hop.put(END);
                        }
                    });
        };
    }

    private void start(Stage stage) {
        threads.newThread(
                        () -> {
                            try {
                                stage.run();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException("nobody interrupts", e);
                            }
                        })
                .start();
    }
}
