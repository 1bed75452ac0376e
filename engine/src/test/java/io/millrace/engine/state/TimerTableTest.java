package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

final class TimerTableTest {

    private static final long SEED = Long.getLong("millrace.seed", 20_261_124);
    private static final int RUNS = Integer.getInteger("millrace.seeds", 200);

    private final TimerTable timers = new TimerTable("timed", "timers", time -> time);

    /** What the checkpoints of a table have, one after the other. */
    private static final class Kept implements RecordWriter {
        private final Set<ByteBuffer> records = new HashSet<>();

        void add(@Nullable Part part) throws IOException {
            if (part != null) {
                part.writeTo(this);
            }
        }

        @Override
        public void put(ByteBuffer key, ByteBuffer value) {
            assertThat(records.add(copy(key)))
                    .as("a timer that came once is written once")
                    .isTrue();
            assertThat(value.hasRemaining()).isFalse();
        }

        @Override
        public void remove(ByteBuffer key) {
            assertThat(records.remove(copy(key))).as("what goes was there").isTrue();
        }

        private static ByteBuffer copy(ByteBuffer bytes) {
            return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        }
    }

    @Test
    void a_key_that_is_set_again_and_again_is_there_once() throws IOException {
        for (int round = 0; round < 1_000; round++) {
            for (long key = 0; key < 1_000; key++) {
                timers.add(5, key);
            }
        }

        var all = new Kept();
        all.add(timers.freezeAll());
        assertThat(all.records).hasSize(1_000);
        for (long key = 0; key < 1_000; key++) {
            assertThat(timers.take()).isEqualTo(key);
        }
        assertThat(timers.isEmpty()).isTrue();
    }

    @Test
    void a_timer_that_a_checkpoint_has_and_that_is_set_again_is_no_change() {
        for (long key = 0; key < 100; key++) {
            timers.add(5, key);
        }
        assertThat(timers.freeze()).isNotNull();

        timers.add(5, 50L);

        assertThat(timers.freeze()).isNull();
    }

    @Test
    void timers_behave_as_a_set_of_keys_for_each_time_and_checkpoints_hold_them() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            try {
                behaves(new SplittableRandom(SEED + run));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + (SEED + run), e);
            }
        }
    }

    private static void behaves(SplittableRandom random) throws IOException {
        var table = new TimerTable("timed", "timers", time -> time);
        NavigableMap<Long, Set<Object>> model = new TreeMap<>();
        var kept = new Kept();
        int times = 1 + random.nextInt(3);
        long keys = 1L + random.nextInt(2_000);
        int fewRemovals = 2 + random.nextInt(200);
        for (int i = 0; i < 3_000; i++) {
            long time = random.nextInt(times);
            Object key = random.nextLong(keys);
            int what = random.nextInt(fewRemovals);
            if (what > 1 || model.isEmpty()) {
                table.add(time, key);
                model.computeIfAbsent(time, _ -> new LinkedHashSet<>()).add(key);
            } else if (what == 1) {
                table.remove(time, key);
                Set<Object> there = model.get(time);
                if (there != null && there.remove(key) && there.isEmpty()) {
                    model.remove(time);
                }
            } else {
                takes(table, model);
            }
            if (random.nextInt(500) == 0) {
                kept.add(table.freeze());
                assertKept(kept, table, model);
            }
        }
        kept.add(table.freeze());
        assertKept(kept, table, model);
        while (!model.isEmpty()) {
            takes(table, model);
        }
        assertThat(table.isEmpty()).isTrue();
        kept.add(table.freeze());
        assertThat(kept.records).isEmpty();
    }

    private static void takes(TimerTable table, NavigableMap<Long, Set<Object>> model) {
        assertThat(table.firstTime()).isEqualTo(model.firstKey());
        Set<Object> first = Objects.requireNonNull(model.firstEntry()).getValue();
        Object key = table.take();
        assertThat(key).isEqualTo(first.iterator().next());
        first.remove(key);
        if (first.isEmpty()) {
            model.pollFirstEntry();
        }
    }

    private static void assertKept(
            Kept kept, TimerTable table, NavigableMap<Long, Set<Object>> model) throws IOException {
        List<Object> set = new ArrayList<>();
        model.values().forEach(set::addAll);
        var all = new Kept();
        all.add(table.freezeAll());
        assertThat(kept.records).isEqualTo(all.records).hasSize(set.size());
    }
}
