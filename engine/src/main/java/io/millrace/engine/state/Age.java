package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

/** When something was last written: one of a chain, the first written first. */
final class Age {

    final Tracked of;
    long written;
    @Nullable Age before;
    @Nullable Age after;

    Age(Tracked of) {
        this.of = of;
    }
}
