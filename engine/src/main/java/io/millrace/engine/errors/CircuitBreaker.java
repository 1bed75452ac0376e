package io.millrace.engine.errors;

import io.millrace.graph.Policies;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The state of a circuit breaker, shared by the parallel instances of a component. Safe for any
 * thread; times are nanoseconds of one clock.
 */
public final class CircuitBreaker {

    /** Whether attempts are made. */
    public enum State {
        /** All are. */
        CLOSED,
        /** None is. */
        OPEN,
        /** One at a time is, to see whether it has got better. */
        HALF_OPEN
    }

    /** What {@link #admit} returns where an attempt may be made. */
    static final long NOW = Long.MIN_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Policies.CircuitBreaker policy;
    private State state = State.CLOSED;
    private int failures;
    private int successes;
    private boolean probing;
    private long openedAt;

    /** Creates one that is closed. */
    public CircuitBreaker(Policies.CircuitBreaker policy) {
        this.policy = policy;
    }

    Policies.CircuitBreaker policy() {
        return policy;
    }

    /** Returns the state. */
    public State state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks to make an attempt, of which {@link #succeeded}, {@link #failed} or {@link #abandoned}
     * has to tell.
     *
     * @return {@link #NOW}, or when to ask again
     */
    long admit(long now) {
        lock.lock();
        try {
            if (state == State.OPEN && now - openedAt >= policy.recovery().toNanos()) {
                state = State.HALF_OPEN;
                successes = 0;
                probing = false;
            }
            return switch (state) {
                case CLOSED -> NOW;
                case OPEN -> openedAt + policy.recovery().toNanos();
                case HALF_OPEN -> {
                    if (probing) {
                        yield now + PROBE_PAUSE;
                    }
                    probing = true;
                    yield NOW;
                }
            };
        } finally {
            lock.unlock();
        }
    }

    /** How long others wait for the outcome of a probe before they ask again: 10 ms. */
    private static final long PROBE_PAUSE = 10_000_000;

    void succeeded() {
        lock.lock();
        try {
            probing = false;
            failures = 0;
            if (state == State.HALF_OPEN && ++successes >= policy.successes()) {
                state = State.CLOSED;
            }
        } finally {
            lock.unlock();
        }
    }

    void failed(long now) {
        lock.lock();
        try {
            probing = false;
            failures++;
            if (state == State.HALF_OPEN
                    || (state == State.CLOSED && failures >= policy.failures())) {
                state = State.OPEN;
                openedAt = now;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes back an attempt that has neither succeeded nor failed: the run ended meanwhile. */
    void abandoned() {
        lock.lock();
        try {
            probing = false;
        } finally {
            lock.unlock();
        }
    }
}
