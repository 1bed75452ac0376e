package io.millrace.engine.state;

import io.millrace.api.Clock;

import java.time.Duration;
import java.time.Instant;

/** Time that goes on when it is told to; the wall clock may jump. */
final class TestTime implements Clock {

    private Instant wall;
    private long nanos;

    TestTime(Instant wall, long nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    static TestTime start() {
        return new TestTime(Instant.parse("2026-01-01T00:00:00Z"), -5);
    }

    /** Returns the time of another process, which counts from somewhere else. */
    TestTime restarted() {
        return new TestTime(wall, nanos * 7 + 1_000_000_007);
    }

    void advance(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    void jump(Duration time) {
        wall = wall.plus(time);
    }

    @Override
    public Instant now() {
        return wall;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }
}
