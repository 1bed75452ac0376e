package io.millrace.components.stream;

import java.time.Duration;
import java.util.Optional;

/** What keeps the state of a component from growing for ever. */
final class Bounds {

    private Bounds() {}

    /**
     * Checks that there is a bound, or that there is said to be none.
     *
     * @param wanted the bounds there could be, as a message says it
     */
    static void check(
            Optional<Duration> ttl, Optional<Integer> maxKeys, boolean unbounded, String wanted) {
        if (ttl.isPresent() && !ttl.get().isPositive()) {
            throw new IllegalArgumentException("ttl: must be above zero");
        }
        if (unbounded && (ttl.isPresent() || maxKeys.isPresent())) {
            throw new IllegalArgumentException(
                    "unbounded: but there is a bound, '"
                            + (ttl.isPresent() ? "ttl" : "max_keys")
                            + "'");
        }
        if (ttl.isEmpty() && maxKeys.isEmpty() && !unbounded) {
            throw new IllegalArgumentException(
                    "it would remember every key for ever; say "
                            + wanted
                            + ", or 'unbounded: true' if the keys are few");
        }
    }
}
