package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.StateSpec;
import io.millrace.api.ValueState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** More changes between two checkpoints than a working copy keeps in memory. */
class ManyChangesTest {

    private static final int MANY = 150_000;

    private final TestKey key = new TestKey();
    private final Kept kept = new Kept();
    private StateTables tables;
    private ValueState<Long> value;

    /** Returns where the states are; null for in memory. */
    @Nullable WorkingCopy copy() {
        return null;
    }

    @BeforeEach
    void start() {
        tables = Kept.instances(1, key, TestTime.start(), copy()).getFirst();
        value = tables.declare(StateSpec.value("value", Long.class).perKey());
    }

    private void set(int from, int to, long now) {
        for (long k = from; k < to; k++) {
            key.now = k;
            value.set(now);
        }
    }

    private void remove(int from, int to) {
        for (long k = from; k < to; k++) {
            key.now = k;
            value.clear();
        }
    }

    private void assertKept(Map<Integer, Long> until) {
        start();
        kept.restore(List.of(tables));
        long wrong = 0;
        int from = 0;
        for (var each : until.entrySet()) {
            for (long k = from; k < each.getKey(); k++) {
                key.now = k;
                long found = value.or(-1L);
                wrong += found == each.getValue() ? 0 : 1;
            }
            from = each.getKey();
        }
        assertThat(wrong).isZero();
    }

    private static Map<Integer, Long> upTo(Object... pairs) {
        var all = new TreeMap<Integer, Long>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put((Integer) pairs[i], (Long) pairs[i + 1]);
        }
        return all;
    }

    @Test
    void all_of_them_are_written_as_they_were_when_it_was_frozen() {
        set(0, 10, 1);
        kept.write(tables.freeze()); // from now on only what changes
        set(0, MANY, 2);
        remove(1_000, 2_000); // new ones, long written away
        set(1_500, 2_000, 3);
        remove(MANY - 500, MANY);

        List<Part> frozen = tables.freeze();
        set(0, MANY, 4);
        remove(0, 5);
        kept.write(frozen);

        assertKept(upTo(1_000, 2L, 1_500, -1L, 2_000, 3L, MANY - 500, 2L, MANY, -1L));
    }

    @Test
    void next_checkpoint_has_only_what_has_changed_since() {
        kept.write(tables.freeze());
        set(0, MANY, 1);
        kept.write(tables.freeze());
        long before = kept.puts;
        set(0, 10, 2);

        kept.write(tables.freeze());

        assertThat(kept.puts - before).isEqualTo(10);
        assertKept(upTo(10, 2L, MANY, 1L));
    }

    @Test
    void step_among_them_is_frozen_as_it_began() {
        kept.write(tables.freeze());
        set(0, 70_000, 1);
        tables.begin();
        set(60_000, MANY, 2);
        remove(0, 10);

        List<Part> frozen = tables.freezeAsOfBegin();
        set(20, 30, 3);
        kept.write(frozen);
        assertThat(kept.records().values()).singleElement().extracting(Map::size).isEqualTo(70_000);

        kept.write(tables.freeze());
        assertKept(upTo(10, -1L, 20, 1L, 30, 3L, 60_000, 1L, MANY, 2L));
    }
}
