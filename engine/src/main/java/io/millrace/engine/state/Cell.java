package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

/** One value: that of a key, or of an entry of a map. */
final class Cell extends Node {

    /** The value; null once this is removed. */
    @Nullable Object value;

    Cell(Object key, int hash) {
        super(key, hash);
    }
}
