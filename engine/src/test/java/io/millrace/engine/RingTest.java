package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.ComponentSpec.Buffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@SuppressWarnings("ThreadPriorityCheck") // yields make the interleavings vary
class RingTest {

    private static final Ring.Lanes BOTH = new Ring.Lanes(true, true);

    private final Parker sender =
            new Parker(Time.system(), Threads.virtual(), new Parker.Owner() {});
    private final Parker taker =
            new Parker(Time.system(), Threads.virtual(), new Parker.Owner() {});
    private final Counters counters = new Counters();

    private Ring ring(Buffer buffer, boolean dropNewest) {
        return new Ring(
                "input",
                buffer,
                dropNewest,
                BOTH,
                Time.system(),
                sender,
                taker,
                counters,
                sender::wake);
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    /** Takes everything up to the end, waiting as a task does. */
    private List<Object> takeAll(Ring ring, Cursor cursor, SplittableRandom random)
            throws InterruptedException {
        taker.own();
        List<Object> got = new ArrayList<>();
        while (true) {
            int n = ring.available();
            if (n == 0) {
                taker.prepare();
                if (ring.available() == 0) {
                    taker.park();
                } else {
                    taker.cancel();
                }
                continue;
            }
            int some = random.nextInt(n) + 1;
            for (int i = 0; i < some; i++) {
                Object element = ring.take(cursor);
                if (element instanceof Control.End) {
                    return got;
                }
                assertThat(cursor.key).isEqualTo(key(element));
                assertThat(cursor.timestamp).isEqualTo(element.hashCode());
                got.add(element);
            }
            ring.release();
            if (random.nextInt(50) == 0) {
                Thread.yield();
            }
        }
    }

    private static Object key(Object element) {
        return "k" + element.hashCode();
    }

    @ParameterizedTest(name = "{0} items, heavy one in {1}")
    @CsvSource({"1,0", "2,0", "3,5", "10,2", "64,0", "1000,100", "1024,0"})
    void gives_every_element_once_and_in_order_and_loses_no_wake_up(int capacity, int heavy)
            throws Exception {
        long seed = System.nanoTime();
        Ring ring = ring(new Buffer(capacity, 64L * capacity), false);
        SplittableRandom random = new SplittableRandom(seed);
        FutureTask<List<Object>> taken =
                start(() -> takeAll(ring, new Cursor(), new SplittableRandom(seed + 1)));
        FutureTask<Integer> sent =
                start(
                        () -> {
                            sender.own();
                            Cursor cursor = new Cursor();
                            int n = 30_000;
                            for (int i = 0; i < n; i++) {
                                Object item = heavy > 0 && i % heavy == 0 ? "x".repeat(200) + i : i;
                                cursor.key = key(item);
                                cursor.timestamp = item.hashCode();
                                assertThat(ring.put(item, cursor)).isTrue();
                                if (random.nextInt(20) == 0) {
                                    ring.flush();
                                }
                                if (random.nextInt(500) == 0) {
                                    Thread.yield();
                                }
                            }
                            ring.put(new Control.End(), cursor);
                            ring.flush();
                            return n;
                        });

        List<Object> got = taken.get(20, TimeUnit.SECONDS);

        assertThat(sent.get(1, TimeUnit.SECONDS)).as("seed %d", seed).isEqualTo(30_000);
        assertThat(got).hasSize(30_000);
        for (int i = 0; i < got.size(); i++) {
            assertThat(got.get(i).toString()).endsWith(Integer.toString(i));
        }
        assertThat(ring.depth()).isLessThanOrEqualTo(Math.min(capacity, Channel.BATCH));
    }

    @Test
    void never_holds_more_than_its_capacity() throws Exception {
        Ring ring = ring(new Buffer(3, 1 << 20), true);
        Cursor cursor = new Cursor();

        for (int i = 0; i < 10; i++) {
            ring.put(i, cursor);
        }

        assertThat(ring.depth()).isEqualTo(3);
        assertThat(counters.whenFull().get()).isEqualTo(7);
        assertThat(ring.available()).isEqualTo(3);
        assertThat(ring.take(cursor)).isEqualTo(0);
    }

    @Test
    void counts_only_one_item_beyond_the_bytes() throws Exception {
        Ring ring = ring(new Buffer(100, 1_000), true);
        Cursor cursor = new Cursor();

        ring.put(new byte[5_000], cursor);
        ring.put(new byte[5_000], cursor);

        assertThat(ring.depth()).isEqualTo(1);
        assertThat(ring.available()).isEqualTo(1);
        ring.take(cursor);
        ring.release();
        ring.put(new byte[5_000], cursor);
        assertThat(ring.depth()).isEqualTo(1);
    }

    @Test
    void lets_a_waiting_sender_go_when_the_taker_ends() throws Exception {
        Ring ring = ring(new Buffer(1, 1 << 20), false);
        AtomicInteger sent = new AtomicInteger();
        FutureTask<Boolean> put =
                start(
                        () -> {
                            sender.own();
                            Cursor cursor = new Cursor();
                            while (ring.put(sent.get(), cursor)) {
                                sent.incrementAndGet();
                            }
                            return true;
                        });

        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> sent.get() == 1 && sender.isWaiting());
        ring.cancel();

        assertThat(put.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void lets_a_waiting_sender_go_when_it_is_interrupted_and_works_on() throws Exception {
        Ring ring = ring(new Buffer(1, 1 << 20), false);
        FutureTask<String> put =
                new FutureTask<>(
                        () -> {
                            sender.own();
                            Cursor cursor = new Cursor();
                            ring.put(1, cursor);
                            try {
                                ring.put(2, cursor);
                                return "put";
                            } catch (InterruptedException e) {
                                return "interrupted";
                            }
                        });
        Thread thread = Thread.ofVirtual().start(put);
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(5)).until(sender::isWaiting);
        thread.interrupt();

        assertThat(put.get(5, TimeUnit.SECONDS)).isEqualTo("interrupted");
        Cursor cursor = new Cursor();
        assertThat(ring.available()).isEqualTo(1);
        assertThat(ring.take(cursor)).isEqualTo(1);
        ring.release();
        assertThat(ring.put(3, cursor)).isTrue();
        assertThat(ring.available()).isEqualTo(1);
        assertThat(ring.take(cursor)).isEqualTo(3);
    }
}
