package io.millrace.api;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often a component has failed.
 *
 * @param total failures since it was created
 * @param byCategory the same by category; a category without failures is not in it
 * @param perSecond failures per second over the last minute
 * @since 0.1
 */
public record ErrorCounts(long total, Map<ErrorEvent.Category, Long> byCategory, double perSecond) {

    /** Copies the map. */
    public ErrorCounts {
        var copy = new EnumMap<ErrorEvent.Category, Long>(ErrorEvent.Category.class);
        copy.putAll(byCategory);
        byCategory = Collections.unmodifiableMap(copy);
    }
}
