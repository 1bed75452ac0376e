package io.millrace.engine.errors;

import io.millrace.api.Errors;
import io.millrace.api.StreamFinished;
import io.millrace.graph.Policies;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Makes attempts at an item until one succeeds, or none is left: retries around the circuit
 * breaker, around the bulkhead, around the time-out. What an attempt sends is held back until it
 * has succeeded.
 *
 * <p>Of the component's thread, but for {@link #checkTime}.
 */
public final class Attempts {

    /** What the attempts need of the task they are made in. */
    public interface Host {
        /** Returns the time in nanoseconds. */
        long nanoTime();

        /** Waits; what was sent before is handed on first. */
        void sleep(Duration time) throws InterruptedException;

        /** Waits for a place; what was sent before is handed on first. */
        void acquire(Semaphore places) throws InterruptedException;

        /** Returns whether an interruption means the end of the run. */
        boolean isCancelled();
    }

    /**
     * How an item failed for good.
     *
     * @param cause the failure of the last attempt
     * @param attempts how many were made
     */
    public record Failed(Exception cause, int attempts) {}

    private final Policies policies;
    private final @Nullable CircuitBreaker breaker;
    private final @Nullable Semaphore places;
    private final @Nullable TimeLimit limit;
    private final HeldItems held;
    private final RandomGenerator random;
    private final Host host;

    /**
     * Creates what makes the attempts of one instance.
     *
     * @param breaker shared with the other instances of the component, or null
     * @param places the bulkhead, shared with all that name it, or null
     */
    public Attempts(
            Policies policies,
            @Nullable CircuitBreaker breaker,
            @Nullable Semaphore places,
            HeldItems held,
            RandomGenerator random,
            Host host) {
        this.policies = policies;
        this.breaker = breaker;
        this.places = places;
        this.limit = policies.timeout() == null ? null : new TimeLimit();
        this.held = held;
        this.random = random;
        this.host = host;
    }

    /** Returns what holds back what an attempt sends. */
    public HeldItems held() {
        return held;
    }

    /**
     * Does some work, again if it fails and may be tried again.
     *
     * @return null if an attempt has succeeded; what it sent has been sent then
     */
    public @Nullable Failed run(Errors.Action work) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Exception cause;
            try {
                cause = attempt(work);
            } catch (StreamFinished e) {
                held.release(); // the component ends early and normally
                throw e;
            }
            if (cause == null) {
                held.release();
                return null;
            }
            held.discard();
            if (attempt > policies.retries() || cause instanceof HeldItems.TooMany) {
                return new Failed(cause, attempt);
            }
            host.sleep(Backoff.before(attempt, policies.backoff(), random));
        }
    }

    /** Returns how the attempt failed, or null if it did not. */
    private @Nullable Exception attempt(Errors.Action work) throws InterruptedException {
        if (breaker == null) {
            return guarded(work);
        }
        long at = breaker.admit(host.nanoTime());
        while (at != CircuitBreaker.NOW) {
            if (breaker.policy().whenOpen() == Policies.WhenOpen.FAIL) {
                return new CircuitOpen(breaker.policy().failures());
            }
            host.sleep(Duration.ofNanos(at - host.nanoTime()));
            at = breaker.admit(host.nanoTime());
        }
        boolean told = false;
        try {
            Exception cause = guarded(work);
            told = true;
            if (cause == null) {
                breaker.succeeded();
            } else {
                breaker.failed(host.nanoTime());
            }
            return cause;
        } finally {
            if (!told) {
                breaker.abandoned();
            }
        }
    }

    private @Nullable Exception guarded(Errors.Action work) throws InterruptedException {
        if (places == null) {
            return timed(work);
        }
        host.acquire(places);
        try {
            return timed(work);
        } finally {
            places.release();
        }
    }

    private @Nullable Exception timed(Errors.Action work) throws InterruptedException {
        Duration timeout = policies.timeout();
        if (limit == null || timeout == null) {
            return plain(work);
        }
        Exception cause;
        boolean over;
        limit.begin(host.nanoTime() + timeout.toNanos());
        try {
            cause = plain(work);
        } finally {
            over = limit.end();
        }
        if (!over) {
            return cause;
        }
        if (host.isCancelled()) {
            throw new InterruptedException();
        }
        var late = new TimeoutException("took longer than " + seconds(timeout));
        if (cause != null) {
            late.addSuppressed(cause);
        }
        return late;
    }

    private @Nullable Exception plain(Errors.Action work) throws InterruptedException {
        held.hold();
        try {
            work.run();
            return null;
        } catch (StreamFinished e) {
            throw e;
        } catch (InterruptedException e) {
            if (host.isCancelled()) {
                throw e;
            }
            return e;
        } catch (Exception e) {
            return e;
        } finally {
            held.stop();
        }
    }

    private static String seconds(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /** Interrupts the attempt under way if its time is over. For the engine's pacer. */
    public void checkTime(long now) {
        if (limit != null) {
            limit.check(now);
        }
    }
}
