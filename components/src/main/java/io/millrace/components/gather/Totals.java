package io.millrace.components.gather;

import io.millrace.api.Context;
import io.millrace.api.MapState;
import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

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

    /** Totals in the component's state. */
    final class InState implements Totals {

        private final MapState<String, Amount.Kept> totals;
        private final int maxKeys;

        InState(Context context, int maxKeys) {
            totals = context.state(StateSpec.map("totals", String.class, Amount.Kept.class));
            this.maxKeys = maxKeys;
        }

        @Override
        public @Nullable Amount get(String key) {
            Amount.Kept total = totals.get(key);
            return total == null ? null : total.amount();
        }

        @Override
        public Amount add(String key, Amount start, Amount by) {
            return put(key, or(key, start).plus(by));
        }

        @Override
        public Amount multiply(String key, Amount start, Amount by) {
            return put(key, or(key, start).times(by));
        }

        private Amount or(String key, Amount start) {
            Amount total = get(key);
            return total == null ? start : total;
        }

        private Amount put(String key, Amount total) {
            if (totals.size() == maxKeys && !totals.contains(key)) {
                throw new IllegalStateException(
                        "there is no room for a total of '"
                                + key
                                + "': there are "
                                + maxKeys
                                + ", which is max_keys; reset some, or raise it");
            }
            totals.put(key, total.kept());
            return total;
        }

        @Override
        public void reset(String key) {
            totals.remove(key);
        }
    }
}
