package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.ComponentSpec.Buffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

class SlidingBufferTest {

    private final Parker taker = new Parker(Time.system());
    private final Counters counters = new Counters();
    private final Cursor cursor = new Cursor();

    private SlidingBuffer buffer(int items, long bytes) {
        return new SlidingBuffer("input", new Buffer(items, bytes), taker, counters, () -> {});
    }

    private List<Object> rest(SlidingBuffer buffer) {
        var rest = new ArrayList<Object>();
        while (buffer.available() > 0) {
            rest.add(buffer.take(cursor));
            buffer.release();
        }
        return rest;
    }

    @Test
    void drops_the_oldest_and_counts_it() {
        SlidingBuffer buffer = buffer(3, 1 << 20);

        for (int i = 0; i < 10; i++) {
            buffer.put(i, cursor);
        }

        assertThat(buffer.depth()).isEqualTo(3);
        assertThat(rest(buffer)).containsExactly(7, 8, 9);
        assertThat(counters.whenFull().get()).isEqualTo(7);
    }

    @Test
    void keeps_the_key_and_timestamp_of_each_item() {
        SlidingBuffer buffer = buffer(2, 1 << 20);
        for (int i = 0; i < 4; i++) {
            cursor.key = "k" + i;
            cursor.timestamp = i;
            buffer.put(i, cursor);
        }

        assertThat(buffer.take(cursor)).isEqualTo(2);
        assertThat(cursor.key).isEqualTo("k2");
        assertThat(cursor.timestamp).isEqualTo(2);
    }

    @Test
    void makes_room_by_bytes_and_takes_one_item_beyond_them() {
        SlidingBuffer buffer = buffer(100, 1_000);

        buffer.put(new byte[300], cursor);
        buffer.put(new byte[300], cursor);
        buffer.put(new byte[600], cursor);
        assertThat(buffer.depth()).isEqualTo(2);

        buffer.put(new byte[5_000], cursor);
        assertThat(buffer.depth()).isEqualTo(1);
        assertThat(counters.whenFull().get()).isEqualTo(3);
    }

    @Test
    void never_drops_the_end() {
        SlidingBuffer buffer = buffer(1, 1 << 20);
        buffer.put(1, cursor);
        var end = new Control.End();
        buffer.put(end, cursor);

        assertThat(rest(buffer)).containsExactly(1, end);
    }

    @Test
    void is_bounded_though_every_item_is_to_fail() {
        SlidingBuffer buffer = buffer(3, 1_000);

        for (int i = 0; i < 10; i++) {
            buffer.put(new Control.FailedItem("x".repeat(100), "key", new Exception()), cursor);
        }

        assertThat(buffer.depth()).isEqualTo(3);
        assertThat(counters.whenFull().get()).isEqualTo(7);
    }

    @Test
    void refuses_what_comes_when_its_taker_has_ended() {
        SlidingBuffer buffer = buffer(3, 1 << 20);

        buffer.cancel();

        assertThat(buffer.put(1, cursor)).isFalse();
        assertThat(buffer.depth()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 257})
    void keeps_order_and_loses_no_wake_up_between_two_threads(int capacity) throws Exception {
        for (boolean virtual : new boolean[] {true, false}) {
            SlidingBuffer buffer = buffer(capacity, 1 << 20);
            long dropped = counters.whenFull().get();
            var taken = new FutureTask<>(() -> takeToTheEnd(buffer));
            (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(taken);
            int items = 20_000;
            for (int i = 0; i < items; i++) {
                buffer.put(i, cursor);
            }
            buffer.put(new Control.End(), cursor);

            List<Integer> got = taken.get(20, TimeUnit.SECONDS);

            assertThat(got).isSorted().doesNotHaveDuplicates().endsWith(items - 1);
            assertThat(got.size() + counters.whenFull().get() - dropped).isEqualTo(items);
        }
    }

    private List<Integer> takeToTheEnd(SlidingBuffer buffer) throws InterruptedException {
        taker.own();
        var got = new ArrayList<Integer>();
        var own = new Cursor();
        while (true) {
            if (buffer.available() == 0) {
                taker.prepare();
                if (buffer.available() == 0) {
                    taker.park();
                } else {
                    taker.cancel();
                }
            } else if (buffer.take(own) instanceof Integer item) {
                got.add(item);
                buffer.release();
            } else {
                return got;
            }
        }
    }
}
