package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/** Random graphs on the real engine, in random interleavings. */
class SimulationTest {

    /** A seed alone is one to replay; with a number of seeds it is the first of them. */
    private static final long FIRST = Long.getLong("millrace.seed", 1);

    private static final int SEEDS =
            Integer.getInteger(
                    "millrace.seeds", System.getProperty("millrace.seed") == null ? 10_000 : 1);

    @Test
    void random_graphs_keep_what_the_engine_promises() {
        Map<String, Integer> features = new ConcurrentSkipListMap<>();
        var steps = new LongAdder();
        long start = System.nanoTime();
        LongStream.range(FIRST, FIRST + SEEDS)
                .parallel() // whole runs side by side; each has one thread
                .forEach(
                        seed -> {
                            SimulatedGraph.Story story = run(seed);
                            steps.add(story.result().steps());
                            story.features().forEach(f -> features.merge(f, 1, Integer::sum));
                        });
        double seconds = (System.nanoTime() - start) / 1e9;

        System.out.printf(
                "simulation: %,d seeds from %d, %,.0f runs/s, %,d steps: all as"
                        + " expected; graphs with %s%n",
                SEEDS, FIRST, SEEDS / seconds, steps.sum(), features);
    }

    private static SimulatedGraph.Story run(long seed) {
        try {
            return new SimulatedGraph(seed).run();
        } catch (AssertionError e) {
            throw new AssertionError(
                    ("replay: mvn -pl testkit -am test -Dtest=SimulationTest"
                                    + " -Dsurefire.failIfNoSpecifiedTests=false"
                                    + " -Dmillrace.seed=%d%n%s")
                            .formatted(seed, e.getMessage()),
                    e);
        }
    }

    @Test
    void the_same_seed_gives_the_same_run_and_others_give_others() {
        Set<Long> traces = new HashSet<>();

        for (long seed = 0; seed < 100; seed++) {
            Simulation.Result once = run(seed).result();
            Simulation.Result again = run(seed).result();

            assertThat(again.trace()).as("seed %d", seed).isEqualTo(once.trace());
            assertThat(again.components()).isEqualTo(once.components());
            assertThat(again.deadLetters()).isEqualTo(once.deadLetters());
            assertThat(again.elapsed()).isEqualTo(once.elapsed());
            traces.add(once.trace());
        }

        assertThat(traces).hasSize(100);
    }
}
