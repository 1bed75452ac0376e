package io.millrace.components.gather;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** Where an {@link Accumulator} keeps its totals. */
interface Totals {

    /** Returns a total, or null if there is none. */
    @Nullable Amount get(String key);

    /**
     * Adds to a total.
     *
     * @param start the total where there is none
     * @return the new total
     */
    Amount add(String key, Amount start, Amount by);

    /**
     * Multiplies a total.
     *
     * @param start the total where there is none
     * @return the new total
     */
    Amount multiply(String key, Amount start, Amount by);

    /** Forgets a total; one that is not there is no error. */
    void reset(String key);

    /** Totals in memory, which go with the run. */
    final class InMemory implements Totals {

        private final Map<String, Amount> totals = new HashMap<>();
        private final int maxKeys;

        InMemory(int maxKeys) {
            this.maxKeys = maxKeys;
        }

        @Override
        public @Nullable Amount get(String key) {
            return totals.get(key);
        }

        @Override
        public Amount add(String key, Amount start, Amount by) {
            return put(key, totals.getOrDefault(key, start).plus(by));
        }

        @Override
        public Amount multiply(String key, Amount start, Amount by) {
            return put(key, totals.getOrDefault(key, start).times(by));
        }

        private Amount put(String key, Amount total) {
            if (totals.size() == maxKeys && !totals.containsKey(key)) {
                throw new IllegalStateException(
                        "there is no room for a total of '"
                                + key
                                + "': there are "
                                + maxKeys
                                + ", which is max_keys; reset some, or raise it");
            }
            totals.put(key, total);
            return total;
        }

        @Override
        public void reset(String key) {
            totals.remove(key);
        }
    }
}
