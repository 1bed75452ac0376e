package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ListState;
import io.millrace.api.MapState;
import io.millrace.api.StateSpec;
import io.millrace.api.ValueState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class StateTablesTest {

    private final TestKey key = new TestKey();
    private final StateTables states = new StateTables("test", 0, 1, key, TestTime.start(), copy());

    /** Returns where the states are; null for in memory. */
    @Nullable WorkingCopy copy() {
        return null;
    }

    @Test
    void a_value_is_of_the_instance_unless_it_is_per_key() {
        ValueState<Long> own = states.declare(StateSpec.value("own", Long.class));
        ValueState<Long> keyed = states.declare(StateSpec.value("keyed", Long.class).perKey());

        key.now = "a";
        own.set(1L);
        keyed.set(2L);
        key.now = "b";

        assertThat(own.get()).isEqualTo(1);
        assertThat(keyed.get()).isNull();
        assertThat(keyed.or(7L)).isEqualTo(7);
        key.now = new String("a");
        assertThat(keyed.get()).isEqualTo(2);
        keyed.clear();
        assertThat(keyed.isEmpty()).isTrue();
        assertThat(own.isEmpty()).isFalse();
    }

    @Test
    void no_key_is_a_key_of_its_own() {
        ValueState<Long> keyed = states.declare(StateSpec.value("keyed", Long.class).perKey());

        key.now = null;
        keyed.set(1L);
        key.now = "a";

        assertThat(keyed.get()).isNull();
        key.now = null;
        assertThat(keyed.get()).isEqualTo(1);
    }

    @Test
    void a_map_keeps_the_order_in_which_its_keys_were_put() {
        MapState<String, Long> map = states.declare(StateSpec.map("map", String.class, Long.class));
        for (long i = 0; i < 100; i++) {
            map.put("k" + i, i);
        }
        for (int i = 0; i < 100; i += 2) {
            map.remove("k" + i);
        }

        map.put("k1", -1L);
        map.put("k0", 0L);

        assertThat(map.size()).isEqualTo(51);
        assertThat(map.entries()).startsWith(Map.entry("k1", -1L), Map.entry("k3", 3L));
        assertThat(map.entries()).endsWith(Map.entry("k99", 99L), Map.entry("k0", 0L));
        assertThat(map.contains("k2")).isFalse();
    }

    @Test
    void a_list_loses_its_first_values() {
        ListState<String> list = states.declare(StateSpec.list("list", String.class).perKey());
        for (int i = 0; i < 20; i++) {
            list.add("v" + i);
        }

        List<String> before = list.all();
        list.removeFirst(17);
        list.add("v20");

        assertThat(list.all()).containsExactly("v17", "v18", "v19", "v20");
        assertThat(before).hasSize(20);
        assertThatThrownBy(() -> list.removeFirst(5)).isInstanceOf(IndexOutOfBoundsException.class);
        list.removeFirst(4);
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void the_eldest_key_goes_first() {
        MapState<String, Long> map =
                states.declare(StateSpec.map("map", String.class, Long.class).maxKeys(2));
        ValueState<Long> keyed =
                states.declare(StateSpec.value("keyed", Long.class).perKey().maxKeys(2));
        for (String each : List.of("a", "b", "a", "c")) {
            key.now = each;
            map.put(each, 1L);
            keyed.set(1L);
        }

        var keys = new ArrayList<>();
        states.forEachKey(keyed, keys::add);
        assertThat(keys).containsExactly("b", "c");
        assertThat(map.entries()).extracting(Map.Entry::getKey).containsExactly("b", "c");
    }

    @Test
    void a_key_may_go_while_all_are_visited() {
        MapState<Long, Long> keyed =
                states.declare(StateSpec.map("$timers", Long.class, Long.class).perKey());
        for (long i = 0; i < 10; i++) {
            key.now = i;
            keyed.put(i, i);
        }

        var seen = new ArrayList<>();
        states.forEachKey(
                keyed,
                each -> {
                    seen.add(keyed.entries().getFirst().getValue());
                    keyed.clear();
                });

        assertThat(seen).hasSize(10).contains(3L);
        states.forEachKey(keyed, each -> seen.clear());
        assertThat(seen).hasSize(10);
    }

    @Test
    void a_name_is_declared_once() {
        states.declare(StateSpec.value("seen", Long.class));

        assertThatThrownBy(() -> states.declare(StateSpec.list("seen", Long.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'test'")
                .hasMessageContaining("'seen'");
    }
}
