package io.millrace.engine.errors;

import io.millrace.api.Clock;

import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is moved. */
final class FixedClock implements Clock {

    private long nanos;

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    void advance(Duration time) {
        nanos += time.toNanos();
    }
}
