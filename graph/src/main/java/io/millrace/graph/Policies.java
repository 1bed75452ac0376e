package io.millrace.graph;

import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Range;
import io.millrace.api.Shorthand;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;

/**
 * What is done before an item of a component counts as failed. Around each item, from the outside:
 * retries, then for each attempt the circuit breaker, the bulkhead and the time-out.
 *
 * @param retries how often a failed item is tried again; 0 for never
 * @param backoff how long before each retry
 * @param timeout how long one attempt may take, or null for any time
 * @param circuitBreaker when attempts are no longer made, or null for always
 * @param bulkhead how many attempts are made at once, or null for any number
 * @since 0.1
 */
public record Policies(
        int retries,
        Backoff backoff,
        @Nullable Duration timeout,
        @Nullable CircuitBreaker circuitBreaker,
        @Nullable Bulkhead bulkhead) {

    /** One attempt, without any limit. */
    public static final Policies NONE = new Policies(0, Backoff.DEFAULT, null, null, null);

    /** Returns whether anything is asked for. */
    public boolean areAny() {
        return retries > 0 || timeout != null || circuitBreaker != null || bulkhead != null;
    }

    /**
     * How long before each retry: {@code initial * factor^n}, at most {@code max}, changed at
     * random by up to the share {@code jitter}, so that many do not come back at once.
     */
    public record Backoff(
            @Doc("How long before the first retry.") @Default("1s") @Shorthand Duration initial,
            @Doc("By how much each is longer than the one before.")
                    @Default("2.0")
                    @Range(min = 1, max = 100)
                    double factor,
            @Doc("How long at most.") @Default("60s") Duration max,
            @Doc("By which share of itself it is longer or shorter, at random.")
                    @Default("0.1")
                    @Range(min = 0, max = 1)
                    double jitter) {

        /** 1 s, 2 s, 4 s … at most 60 s, each up to a tenth longer or shorter. */
        public static final Backoff DEFAULT =
                new Backoff(Duration.ofSeconds(1), 2.0, Duration.ofSeconds(60), 0.1);

        /** Checks the times. */
        public Backoff {
            notNegative("initial", initial);
            notNegative("max", max);
        }
    }

    /**
     * Stops trying what keeps failing (M. Nygard, "Release It!"): after so many failures in a row
     * it opens and nothing is tried for a time; then it is half open, and closes after so many
     * successes in a row, or opens again at the first failure.
     */
    public record CircuitBreaker(
            @Doc("How many failures in a row open it.")
                    @Default("5")
                    @Range(min = 1, max = 1_000_000)
                    @Shorthand
                    int failures,
            @Doc("How long it stays open.") @Default("60s") Duration recovery,
            @Doc("How many successes in a row close it again.")
                    @Default("3")
                    @Range(min = 1, max = 1_000_000)
                    int successes,
            @Doc("What happens to an item while it is open.") @Default("fail") WhenOpen whenOpen) {

        /** Checks the time. */
        public CircuitBreaker {
            notNegative("recovery", recovery);
        }
    }

    /** What happens to an item while a circuit breaker is open. */
    public enum WhenOpen {
        /** It fails at once. */
        FAIL,
        /** It waits, and holds back what is behind it. */
        WAIT
    }

    /**
     * How many items are worked on at once, over all parallel instances of all components that name
     * the same bulkhead.
     */
    public record Bulkhead(
            @Doc("How many at once.") @Range(min = 1, max = 1_000_000) @Shorthand int concurrent,
            @Doc(
                            "What is protected; components that say the same name share it. The"
                                    + " component's own name if nothing is said.")
                    @Default("")
                    String name) {}

    static void notNegative(String option, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(
                    option.toLowerCase(Locale.ROOT) + ": must not be negative");
        }
    }
}
