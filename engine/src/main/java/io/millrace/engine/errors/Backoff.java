package io.millrace.engine.errors;

import io.millrace.graph.Policies;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long before a retry: exponential, bounded, and a little at random. */
final class Backoff {

    private Backoff() {}

    /**
     * Returns the wait.
     *
     * @param retry which retry it is, from 1
     */
    static Duration before(int retry, Policies.Backoff policy, RandomGenerator random) {
        double most = policy.max().toNanos();
        double wait = policy.initial().toNanos() * Math.pow(policy.factor(), retry - 1);
        double share = policy.jitter() * (2 * random.nextDouble() - 1);
        return Duration.ofNanos((long) Math.min(most, Math.min(most, wait) * (1 + share)));
    }
}
