package io.millrace.engine;

import io.millrace.api.Handler;
import io.millrace.engine.errors.Attempts;
import io.millrace.engine.errors.CircuitBreaker;
import io.millrace.engine.errors.HeldItems;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.Policies;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/** Gives handlers what makes their attempts, and lets instances share what they have to share. */
final class Guards {

    private final RandomGenerator random;
    private final Map<String, CircuitBreaker> breakers = new HashMap<>();
    private final Map<String, Semaphore> bulkheads = new HashMap<>();

    Guards(RandomGenerator random) {
        this.random = random;
    }

    /** Sets what makes the attempts of an instance, if its policies ask for any. */
    void guard(Instance instance) {
        Policies policies = instance.spec.options().policies();
        if (!policies.areAny() || !(instance.component instanceof Handler)) {
            return;
        }
        String name = instance.spec.name();
        Buffer buffer = instance.spec.options().buffer();
        instance.errors()
                .setAttempts(
                        new Attempts(
                                policies,
                                breaker(policies.circuitBreaker(), name),
                                bulkhead(policies.bulkhead(), name),
                                new HeldItems((buffer == null ? Buffer.DEFAULT : buffer).items()),
                                new SplittableRandom(random.nextLong()),
                                new AttemptHost(instance)));
    }

    private @Nullable CircuitBreaker breaker(
            Policies.@Nullable CircuitBreaker policy, String component) {
        return policy == null
                ? null
                : breakers.computeIfAbsent(component, _ -> new CircuitBreaker(policy));
    }

    private @Nullable Semaphore bulkhead(Policies.@Nullable Bulkhead policy, String component) {
        if (policy == null) {
            return null;
        }
        // a component's own never meets one that is shared: no name has a space
        String name = policy.name().isEmpty() ? "of " + component : policy.name();
        return bulkheads.computeIfAbsent(name, _ -> new Semaphore(policy.concurrent()));
    }
}
