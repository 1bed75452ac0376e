package io.millrace.components.stream;

import java.util.List;

/**
 * An open window of a key; part of the state of {@link Windowing}. Times are in milliseconds since
 * 1970.
 *
 * @param start when it begins
 * @param end when it ends; it does not hold this time
 * @param count how many items it has
 * @param cells what its aggregates have come to
 */
record Pane(long start, long end, long count, List<Cell> cells) {

    boolean holds(long time) {
        return start <= time && time < end;
    }
}
