package io.millrace.api;

import org.jspecify.annotations.Nullable;

/**
 * What travels beside the item that a component handles now.
 *
 * <p>Read on the component's own thread; the values are those of the item last taken.
 *
 * @since 0.1
 */
public interface Current {

    /** The value of {@link #timestamp} for an item without event time. */
    long NO_TIMESTAMP = Long.MIN_VALUE;

    /** Returns the key of the item, which stays with it until replaced; null if it has none. */
    @Nullable Object key();

    /** Returns the event time in milliseconds since 1970-01-01T00:00Z, or {@link #NO_TIMESTAMP}. */
    long timestamp();

    /** Returns the name of the input the item arrived on; empty in a source. */
    String stream();

    /** Nothing known of the item: no key, no timestamp, no input. */
    Current NONE =
            new Current() {
                @Override
                public @Nullable Object key() {
                    return null;
                }

                @Override
                public long timestamp() {
                    return NO_TIMESTAMP;
                }

                @Override
                public String stream() {
                    return "";
                }
            };
}
