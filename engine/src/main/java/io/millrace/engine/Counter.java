package io.millrace.engine;

import java.util.concurrent.atomic.AtomicLong;

/** A count that one thread raises and any thread reads; raising it costs no more than a field. */
final class Counter extends AtomicLong {

    private static final long serialVersionUID = 1L;

    /** Adds one; the writer's own thread alone. */
    void raise() {
        setOpaque(getPlain() + 1);
    }

    /** Adds some; the writer's own thread alone. */
    void raise(long by) {
        setOpaque(getPlain() + by);
    }
}
