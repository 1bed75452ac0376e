package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.graph.ComponentSpec.Buffer;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A ring, its sender and its taker in all the interleavings that a model checker tries: one that
 * loses an element or leaves a thread parked for ever is reported with its steps.
 *
 * <p>The checker's memory is sequentially consistent: it proves that each looks again after it said
 * that it waits, not that the fences are there. That is what {@code stress/} is for.
 */
class RingModelCheckTest {

    private static final int RUNS = Integer.getInteger("millrace.lincheck.runs", 100);

    /** How a taker waits. */
    private enum Taking {
        LOOKS_TWICE,
        LOOKS_ONCE
    }

    /** A clock that stands still, so that the checker may run anything twice. */
    private enum StillTime implements Time {
        INSTANCE;

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void parkUntil(long deadline) {
            throw new AssertionError("nothing here has a deadline");
        }
    }

    /**
     * Waits by a monitor. To the checker a parked thread may wake for no reason, so that a wake-up
     * that is lost would never show.
     */
    private static final class MonitorParker extends Parker {
        private final Object monitor = new Object();
        private boolean permit;

        MonitorParker() {
            super(StillTime.INSTANCE);
        }

        @Override
        void sleep() throws InterruptedException {
            synchronized (monitor) {
                while (!permit) {
                    monitor.wait();
                }
                permit = false;
            }
        }

        @Override
        void rouse(Thread sleeper) {
            synchronized (monitor) {
                permit = true;
                monitor.notifyAll();
            }
        }
    }

    /** A ring with what belongs to it, of one run of the checker. */
    private static final class Pair {
        final Parker sender = new MonitorParker();
        final Parker taker = new MonitorParker();
        final Counters counters = new Counters();
        final Cursor sent = new Cursor();
        final Cursor got = new Cursor();
        final Ring ring;
        final List<Object> taken = new ArrayList<>();

        Pair(Buffer buffer, boolean dropNewest) {
            ring =
                    new Ring(
                            "input",
                            buffer,
                            dropNewest,
                            new Ring.Lanes(true, true),
                            StillTime.INSTANCE,
                            sender,
                            taker,
                            counters,
                            sender::wake);
        }

        void send(Object... elements) throws InterruptedException {
            for (Object element : elements) {
                sent.key = element;
                sent.timestamp = element.hashCode();
                ring.put(element, sent);
            }
        }

        /** Takes to the end of the stream, or so many items. */
        void take(int most, Taking taking) throws InterruptedException {
            while (taken.size() < most) {
                if (ring.available() > 0) {
                    Object element = ring.take(got);
                    expect(element, Objects.requireNonNull(got.key));
                    expect((long) element.hashCode(), got.timestamp);
                    ring.release();
                    if (element instanceof Control.End) {
                        return;
                    }
                    taken.add(element);
                } else {
                    taker.prepare();
                    if (taking == Taking.LOOKS_TWICE && ring.available() > 0) {
                        taker.cancel();
                    } else {
                        taker.park();
                    }
                }
            }
        }
    }

    /** Known to all threads; the checker does not see what a lambda's capture shares. */
    @SuppressWarnings({"NonFinalStaticField", "UnusedVariable"})
    private static @Nullable Pair shared;

    /** Work that may be interrupted, which here it never is. */
    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread thread(Work work, Parker parker) {
        return new Thread(
                () -> {
                    parker.own();
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private static void together(Pair pair, Work sender, Work taker) {
        shared = pair;
        Thread sending = thread(sender, pair.sender);
        Thread taking = thread(taker, pair.taker);
        sending.start();
        taking.start();
        try {
            sending.join();
            taking.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** By hand, since the checker would also explore what an assertion library does. */
    private static void expect(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", was " + actual);
        }
    }

    private static void sendThree(int capacity, Taking taking) {
        var pair = new Pair(new Buffer(capacity, 1 << 20), false);
        together(
                pair,
                () -> {
                    pair.send(1, 2, 3, new Control.End());
                    pair.ring.flush();
                },
                () -> pair.take(Integer.MAX_VALUE, taking));
        expect(List.of(1, 2, 3), pair.taken);
        expect(0, pair.ring.depth());
    }

    @Test
    void gives_all_elements_in_order_and_leaves_nobody_parked() {
        Lincheck.runConcurrentTest(RUNS, () -> sendThree(1, Taking.LOOKS_TWICE));
        Lincheck.runConcurrentTest(RUNS, () -> sendThree(2, Taking.LOOKS_TWICE));
    }

    @Test
    void finds_a_taker_that_does_not_look_again() {
        assertThatThrownBy(
                        () ->
                                Lincheck.runConcurrentTest(
                                        RUNS, () -> sendThree(2, Taking.LOOKS_ONCE)))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("deadlock");
    }

    @Test
    void counts_heavy_items_though_the_taker_is_at_it_when_the_first_one_comes() {
        Lincheck.runConcurrentTest(
                RUNS,
                () -> {
                    var pair = new Pair(new Buffer(4, 400), false);
                    Object heavy = new byte[300];
                    together(
                            pair,
                            () -> {
                                pair.send(1, heavy, heavy, new Control.End());
                                pair.ring.flush();
                            },
                            () -> pair.take(Integer.MAX_VALUE, Taking.LOOKS_TWICE));
                    expect(List.of(1, heavy, heavy), pair.taken);
                });
    }

    private static void sendToOneThatEnds(int taken) {
        var pair = new Pair(new Buffer(1, 1 << 20), false);
        together(
                pair,
                () -> {
                    pair.send(1, 2, 3);
                    pair.ring.flush();
                },
                () -> {
                    pair.take(taken, Taking.LOOKS_TWICE);
                    pair.ring.cancel();
                });
        expect(taken, pair.taken.size());
    }

    @Test
    void lets_a_sender_go_when_its_taker_ends() {
        Lincheck.runConcurrentTest(RUNS, () -> sendToOneThatEnds(0));
        Lincheck.runConcurrentTest(RUNS, () -> sendToOneThatEnds(1));
    }

    @Test
    void drops_and_counts_what_has_no_room_but_never_the_end() {
        Lincheck.runConcurrentTest(
                RUNS,
                () -> {
                    var pair = new Pair(new Buffer(1, 1 << 20), true);
                    together(
                            pair,
                            () -> {
                                pair.send(1, 2, 3, new Control.End());
                                pair.ring.flush();
                            },
                            () -> pair.take(Integer.MAX_VALUE, Taking.LOOKS_TWICE));
                    expect(1, pair.taken.getFirst());
                    expect(3L - pair.taken.size(), pair.counters.whenFull().get());
                });
    }
}
