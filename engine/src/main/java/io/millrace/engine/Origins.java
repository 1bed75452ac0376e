package io.millrace.engine;

import org.jspecify.annotations.Nullable;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of items that are on their way again, each for as long as it is anywhere. Items are
 * told apart by identity: two that are equal may have different pasts. Safe for any thread.
 */
final class Origins {

    /**
     * An item's past.
     *
     * @param component where it failed
     * @param attempts how often it was tried there
     * @param position where it came from at first, or null
     */
    record Origin(String component, int attempts, @Nullable String position) {}

    private final Map<Reference, Origin> origins = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    void add(Object item, Origin origin) {
        for (var old = gone.poll(); old != null; old = gone.poll()) {
            origins.remove(old);
        }
        origins.put(new Reference(item, gone), origin);
    }

    /** Returns an item's past in a component, or null if it has none. */
    @Nullable Origin of(Object item, String component) {
        Origin origin = origins.isEmpty() ? null : origins.get(new Reference(item, null));
        return origin != null && origin.component().equals(component) ? origin : null;
    }

    /** A reference that is equal to another of the same object. */
    private static final class Reference extends WeakReference<Object> {
        private final int hash;

        Reference(Object item, @Nullable ReferenceQueue<Object> queue) {
            super(item, queue);
            hash = System.identityHashCode(item);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // identity is meant
        public boolean equals(@Nullable Object other) {
            Object item = get();
            return this == other
                    || (item != null && other instanceof Reference r && r.get() == item);
        }
    }
}
