package io.millrace.graph;

import java.util.Locale;

/**
 * How often an item has its effect on what a sink shows, when the run is killed and goes on.
 *
 * @since 0.2
 */
public enum Delivery {
    /** Once. */
    EXACTLY_ONCE,
    /** Once or more: what was sent since the last checkpoint comes again. */
    AT_LEAST_ONCE,
    /** Once, or not at all: what was under way is lost, and nothing is kept to go on from. */
    BEST_EFFORT;

    /** Returns whether it promises less than another. */
    public boolean isWeakerThan(Delivery other) {
        return compareTo(other) > 0;
    }

    /** Returns the weaker of two. */
    public static Delivery weaker(Delivery one, Delivery other) {
        return one.isWeakerThan(other) ? one : other;
    }

    /** Returns it as a blueprint writes it: {@code exactly_once}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
