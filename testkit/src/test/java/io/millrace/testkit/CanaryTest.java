package io.millrace.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/** Plants faults into the engine, each of which the simulation has to find. */
class CanaryTest {

    private static final int SEEDS = 5_000;

    static List<Fault> faults() {
        return Fault.all();
    }

    static List<Fault> faultsOfCheckpoints() {
        return Fault.ofCheckpoints();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void finds_a_planted_fault(Fault fault) throws Exception {
        find(fault, SimulatedGraph.class);
    }

    @ParameterizedTest
    @MethodSource("faultsOfCheckpoints")
    void finds_a_fault_planted_into_the_checkpoints(Fault fault) throws Exception {
        find(fault, SimulatedLives.class);
    }

    private static void find(Fault fault, Class<?> simulated) throws Exception {
        Fault.Simulated faulty = fault.load(simulated);
        @Nullable AssertionError found = null;
        int seeds = 0;
        while (found == null && seeds < SEEDS) {
            found = faulty.failure(++seeds);
        }

        if (found == null) {
            throw new AssertionError("not found by " + SEEDS + " seeds: " + fault);
        }
        System.out.printf("canary: %s: found by seed %d: %s%n", fault, seeds, firstLine(found));
    }

    private static String firstLine(Throwable found) {
        return String.valueOf(found.getMessage()).lines().findFirst().orElse("");
    }
}
