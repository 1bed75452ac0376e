package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ListState;
import io.millrace.api.MapState;
import io.millrace.api.StateSpec;
import io.millrace.api.TimeKind;
import io.millrace.api.ValueState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class StateBoundsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final StateSpec<ValueState<Long>> SEEN =
            StateSpec.value("seen", Long.class).perKey().ttl(HOUR);

    private final TestKey key = new TestKey();
    private TestTime time = TestTime.start();
    private StateTables states = new StateTables("test", 0, 1, key, time, copy());

    private int keys(ValueState<?> state) {
        var keys = new ArrayList<>();
        states.forEachKey(state, keys::add);
        return keys.size();
    }

    /** Returns where the states are; null for in memory. */
    @Nullable WorkingCopy copy() {
        return null;
    }

    @Test
    void what_nobody_reads_is_cleared_away_by_writes() {
        ValueState<Long> seen = states.declare(SEEN);
        for (long i = 0; i < 10_000; i++) {
            key.now = i;
            seen.set(i);
        }

        time.advance(HOUR);
        for (long i = 20_000; i < 23_000; i++) {
            key.now = i;
            seen.set(i);
        }

        assertThat(keys(seen)).isEqualTo(3_000);
        assertThat(states.expired()).isEqualTo(10_000);
    }

    @Test
    void what_nobody_touches_is_cleared_away_by_checkpoints() {
        ValueState<Long> seen = states.declare(SEEN);
        key.now = "a";
        seen.set(1L);
        var kept = new Kept();
        kept.write(states.freeze());

        time.advance(HOUR);
        kept.write(states.freeze());

        assertThat(keys(seen)).isZero();
        assertThat(kept.records()).isEmpty();
    }

    @Test
    @DisplayName("F7 a jump of the wall clock makes no state go or stay")
    void jumps_of_the_wall_clock_do_not_count() {
        ValueState<Long> seen = states.declare(SEEN);
        key.now = "a";
        seen.set(1L);

        time.jump(Duration.ofDays(365));
        assertThat(seen.get()).isEqualTo(1);
        time.jump(Duration.ofDays(-368));
        time.advance(HOUR.minusNanos(1));
        assertThat(seen.get()).isEqualTo(1);
        time.advance(Duration.ofNanos(1));
        assertThat(seen.get()).isNull();
    }

    @Test
    @DisplayName("F7 after a restart with an earlier wall clock state goes after its time")
    void an_earlier_wall_clock_makes_nothing_immortal() {
        ValueState<Long> seen = states.declare(SEEN);
        key.now = "a";
        seen.set(1L);
        var kept = new Kept();
        kept.write(states.freeze());

        time = time.restarted();
        time.jump(Duration.ofDays(-3));
        states = new StateTables("test", 0, 1, key, time, copy());
        seen = states.declare(SEEN);
        kept.restore(List.of(states));

        assertThat(seen.get()).isEqualTo(1);
        time.advance(HOUR);
        assertThat(seen.get()).isNull();
    }

    @Test
    void time_goes_on_while_nothing_runs() {
        ValueState<Long> seen = states.declare(SEEN);
        key.now = "a";
        seen.set(1L);
        time.advance(Duration.ofMinutes(30));
        var kept = new Kept();
        kept.write(states.freeze());

        time = time.restarted();
        time.advance(Duration.ofMinutes(29));
        states = new StateTables("test", 0, 1, key, time, copy());
        seen = states.declare(SEEN);
        kept.restore(List.of(states));

        assertThat(seen.get()).isEqualTo(1);
        time.advance(Duration.ofMinutes(1));
        assertThat(seen.isEmpty()).isTrue();
    }

    @Test
    void in_event_time_the_watermark_counts_and_its_end_does_not() {
        ValueState<Long> seen =
                states.declare(
                        StateSpec.value("seen", Long.class)
                                .perKey()
                                .ttl(Duration.ofMillis(100), TimeKind.EVENT_TIME));
        key.now = "a";
        key.timestamp = 1_000;
        seen.set(1L);

        time.advance(Duration.ofDays(1));
        states.eventTime(1_099);
        assertThat(seen.get()).isEqualTo(1);
        states.eventTime(Long.MAX_VALUE);
        assertThat(seen.get()).isEqualTo(1);
        states.eventTime(1_100);
        assertThat(seen.get()).isNull();
    }

    @Test
    void a_list_loses_each_value_in_its_time() {
        ListState<Long> list = states.declare(StateSpec.list("list", Long.class).ttl(HOUR));
        list.add(1L);
        time.advance(HOUR.dividedBy(2));
        list.add(2L);

        time.advance(HOUR.dividedBy(2));

        assertThat(list.all()).containsExactly(2L);
        assertThat(list.size()).isEqualTo(1);
    }

    @Test
    void the_eldest_go_and_are_counted() {
        MapState<Long, Long> map =
                states.declare(StateSpec.map("map", Long.class, Long.class).maxKeys(100));
        for (long i = 0; i < 1_000; i++) {
            map.put(i, i);
        }

        assertThat(map.size()).isEqualTo(100);
        assertThat(map.entries().getFirst().getKey()).isEqualTo(900);
        assertThat(states.evicted()).isEqualTo(900);
    }

    @Test
    void what_comes_and_goes_between_checkpoints_leaves_nothing() {
        MapState<Long, Long> map = states.declare(StateSpec.map("map", Long.class, Long.class));
        var kept = new Kept();
        kept.write(states.freeze());
        map.put(-1L, 1L);

        for (long i = 0; i < 100_000; i++) {
            map.put(i, i);
            map.remove(i);
        }
        List<Part> parts = states.freeze();
        kept.write(parts);

        assertThat(kept.puts).isEqualTo(1);
        assertThat(kept.removals).isZero();
    }

    @Test
    void a_list_writes_what_was_added_and_which_have_gone() {
        ListState<Long> list = states.declare(StateSpec.list("list", Long.class));
        var kept = new Kept();
        for (long i = 0; i < 1_000; i++) {
            list.add(i);
        }
        kept.write(states.freeze());
        long before = kept.puts;

        list.add(1_000L);
        list.removeFirst(3);
        kept.write(states.freeze());

        assertThat(kept.puts - before).isEqualTo(1);
        assertThat(kept.removals).isEqualTo(3);
    }

    @Test
    void several_instances_need_a_key() {
        states = new StateTables("test", 1, 2, key, time, copy());
        ValueState<Long> seen = states.declare(SEEN);

        assertThatThrownBy(seen::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'seen'")
                .hasMessageContaining("option 'key'");
    }

    @Test
    void a_bound_without_keys_is_refused() {
        assertThatThrownBy(() -> states.declare(StateSpec.list("list", Long.class).maxKeys(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max_keys");
        assertThatThrownBy(() -> states.declare(StateSpec.value("any", Object.class)))
                .hasMessageContaining("state 'any'")
                .hasMessageContaining("java.lang.Object cannot be kept");
    }
}
