package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.ComponentSpec.Buffer;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** A ring of every awkward size, with and without each of its lanes, between two real threads. */
@Timeout(60)
class RingMatrixTest {

    private static final int ITEMS = Integer.getInteger("millrace.ring.items", 2_000);
    private static final int SHARE = 40;
    private static final byte[] HEAVY = new byte[4 * SHARE];

    /**
     * One way of a ring.
     *
     * @param heavyEach one in so many items is heavier than its share; 0 for none
     */
    private record Way(
            int capacity, int heavyEach, Ring.Lanes lanes, boolean dropNewest, boolean virtual) {}

    /** An item that knows its number and what it weighs. */
    private static byte[] item(int number, boolean heavy) {
        byte[] item = new byte[heavy ? HEAVY.length : 4];
        for (int i = 0; i < 4; i++) {
            item[i] = (byte) (number >> (8 * i));
        }
        return item;
    }

    private static int number(byte[] item) {
        int number = 0;
        for (int i = 0; i < 4; i++) {
            number |= (item[i] & 0xFF) << (8 * i);
        }
        return number;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 63, 64, 65, 255, 256, 257, 1024})
    void keeps_order_count_and_bounds(int capacity) throws Exception {
        for (int heavyEach : new int[] {0, 1, 3, 50}) {
            for (int lanes = 0; lanes < 4; lanes++) {
                for (boolean dropNewest : new boolean[] {false, true}) {
                    for (boolean virtual : new boolean[] {false, true}) {
                        long seed = System.nanoTime();
                        var way =
                                new Way(
                                        capacity,
                                        heavyEach,
                                        new Ring.Lanes((lanes & 1) != 0, (lanes & 2) != 0),
                                        dropNewest,
                                        virtual);
                        try {
                            new Trial(way, seed).run();
                        } catch (Exception | AssertionError e) {
                            throw new AssertionError(way + ", seed " + seed, e);
                        }
                    }
                }
            }
        }
    }

    /** Sends and takes a number of items by one way. */
    private static final class Trial {
        private final Way way;
        private final long seed;
        private final Parker sender = new Parker(Time.system());
        private final Parker taker = new Parker(Time.system());
        private final Counters counters = new Counters();
        private final AtomicLong bytesTaken = new AtomicLong();
        private final long maxBytes;
        private final Ring ring;

        Trial(Way way, long seed) {
            this.way = way;
            this.seed = seed;
            maxBytes = (long) SHARE * way.capacity;
            ring =
                    new Ring(
                            "input",
                            new Buffer(way.capacity, maxBytes),
                            way.dropNewest,
                            way.lanes,
                            Time.system(),
                            sender,
                            taker,
                            counters,
                            sender::wake);
        }

        void run() throws Exception {
            FutureTask<Integer> taken = start(this::take);
            FutureTask<Integer> sent = start(this::send);

            int got = first(taken, sent);

            assertThat(first(sent, taken)).isEqualTo(ITEMS);
            assertThat(got + counters.whenFull().get()).isEqualTo(ITEMS);
            assertThat(way.dropNewest || got == ITEMS).isTrue();
        }

        /**
         * Returns what one side did; where it hangs since the other failed, that is what counts.
         */
        private static int first(FutureTask<Integer> one, FutureTask<Integer> other)
                throws Exception {
            try {
                return one.get(20, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                if (other.isDone()) {
                    other.get();
                }
                throw e;
            }
        }

        private <T> FutureTask<T> start(Callable<T> work) {
            var task = new FutureTask<>(work);
            (way.virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(task);
            return task;
        }

        private int send() throws InterruptedException {
            sender.own();
            var random = new SplittableRandom(seed);
            var cursor = new Cursor();
            long bytesPut = 0;
            for (int i = 0; i < ITEMS; i++) {
                byte[] item = item(i, way.heavyEach > 0 && i % way.heavyEach == 0);
                cursor.key = i;
                cursor.timestamp = i;
                long dropped = counters.whenFull().get();
                ring.put(item, cursor);
                if (counters.whenFull().get() == dropped) {
                    bytesPut += Channel.weigh(item);
                    long held = bytesPut - bytesTaken.get();
                    assertThat(held)
                            .isLessThanOrEqualTo(
                                    maxBytes + Math.max(maxBytes, Channel.weigh(HEAVY)));
                }
                if (random.nextInt(8) == 0) {
                    ring.flush();
                }
            }
            ring.put(new Control.End(), cursor);
            ring.flush();
            return ITEMS;
        }

        private int take() throws InterruptedException {
            taker.own();
            var random = new SplittableRandom(~seed);
            var cursor = new Cursor();
            int last = -1;
            int got = 0;
            while (true) {
                int n = ring.available();
                assertThat(ring.depth()).isLessThanOrEqualTo(way.capacity);
                if (n == 0) {
                    taker.prepare();
                    if (ring.available() == 0) {
                        taker.park();
                    } else {
                        taker.cancel();
                    }
                    continue;
                }
                for (int i = random.nextInt(n) + 1; i > 0; i--) {
                    if (!(ring.take(cursor) instanceof byte[] item)) {
                        return got;
                    }
                    int number = number(item);
                    assertThat(number).isGreaterThan(last);
                    assertThat(way.dropNewest || number == last + 1).isTrue();
                    if (way.lanes.keys()) {
                        assertThat(cursor.key).isEqualTo(number);
                    }
                    if (way.lanes.timestamps()) {
                        assertThat(cursor.timestamp).isEqualTo(number);
                    }
                    bytesTaken.addAndGet(Channel.weigh(item));
                    last = number;
                    got++;
                }
                ring.release();
            }
        }
    }
}
