package io.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.SplittableRandom;

class GroupTest {

    /** A key of which many have the same hash. */
    private record Key(int number, int hashes) {
        @Override
        public int hashCode() {
            return number % hashes;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 1_000_000})
    void finds_what_a_linked_map_has_in_its_order(int hashes) {
        long seed = new SplittableRandom().nextLong(1_000_000);
        var random = new SplittableRandom(seed);
        var model = new LinkedHashMap<Key, Cell>();
        var group = new Group(NoKey.NO_KEY, 0);
        int most = hashes < 100 ? 100 : 3_000;

        for (int i = 0; i < 20 * most; i++) {
            boolean shrinks = i / (5 * most) % 2 == 1;
            var key = new Key(random.nextInt(most), hashes);
            int hash = KeyHash.of(key);
            Cell known = model.get(key);
            assertThat(group.find(key, hash)).as("seed %d", seed).isSameAs(known);
            if (known == null && random.nextInt(4) >= (shrinks ? 3 : 1)) {
                var cell = new Cell(key, hash);
                group.add(cell);
                model.put(key, cell);
            } else if (known != null && random.nextInt(4) < (shrinks ? 3 : 1)) {
                group.remove(known);
                model.remove(key);
            }
            assertThat(group.size).isEqualTo(model.size());
        }

        var order = new ArrayList<Node>();
        for (Node node = group.first; node != null; node = node.newer) {
            order.add(node);
        }
        assertThat(order).as("seed %d", seed).containsExactlyElementsOf(model.values());
    }
}
