package io.millrace.engine;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The time of this machine. */
enum SystemTime implements Time {
    INSTANCE;

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void parkUntil(long deadline) {
        long nanos = deadline - System.nanoTime();
        if (nanos > 0) {
            LockSupport.parkNanos(nanos);
        }
    }
}
