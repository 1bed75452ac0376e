package io.millrace.api;

import org.jspecify.annotations.Nullable;

/**
 * A configuration that says by which key its component works: what {@code key} beside {@code
 * config} says otherwise, and that wins.
 *
 * @since 0.2
 */
public interface KeyedConfig {

    /** Returns the key, or null if the items keep the one they have. */
    @Nullable Expression key();
}
