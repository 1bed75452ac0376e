package io.millrace.testkit;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * An item as it arrived behind an output.
 *
 * @param item the item
 * @param at when, from the start of the run, in virtual time
 * @param key the key that travelled with it, or null if it had none
 * @param timestamp its event time in milliseconds since 1970, or {@link
 *     io.millrace.api.Current#NO_TIMESTAMP}
 * @since 0.1
 */
public record Arrival(Object item, Duration at, @Nullable Object key, long timestamp) {}
