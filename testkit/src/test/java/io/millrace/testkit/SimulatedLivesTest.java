package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/** Random graphs with checkpoints, which are killed and started again, in random interleavings. */
class SimulatedLivesTest {

    /** A seed alone is one to replay; with a number of seeds it is the first of them. */
    private static final long FIRST = Long.getLong("millrace.seed", 1);

    private static final int SEEDS =
            Integer.getInteger(
                    "millrace.seeds", System.getProperty("millrace.seed") == null ? 2_000 : 1);

    @Test
    @DisplayName("F1 F2 F3 F4 whatever ends a run, the next goes on, and all comes exactly once")
    void goes_on_whatever_happens() {
        Map<String, Integer> features = new ConcurrentSkipListMap<>();
        var steps = new LongAdder();
        var lives = new LongAdder();
        long start = System.nanoTime();
        LongStream.range(FIRST, FIRST + SEEDS)
                .forEach(
                        seed -> {
                            SimulatedLives.Story story = run(seed);
                            steps.add(story.steps());
                            lives.add(story.lives());
                            story.features().forEach(f -> features.merge(f, 1, Integer::sum));
                        });
        double seconds = (System.nanoTime() - start) / 1e9;

        System.out.printf(
                "simulation with checkpoints: %,d seeds from %d, %,d runs, %,.0f runs/s, %,d"
                        + " steps: all as expected; with %s%n",
                SEEDS, FIRST, lives.sum(), lives.sum() / seconds, steps.sum(), features);
    }

    @ParameterizedTest
    @ValueSource(longs = {10_149, 50_142})
    void comes_to_its_end_where_streams_are_idle(long seed) {
        assertThat(run(seed).lives()).isPositive();
    }

    private static SimulatedLives.Story run(long seed) {
        try {
            return new SimulatedLives(seed).run();
        } catch (AssertionError e) {
            throw new AssertionError(
                    ("replay: mvn -pl testkit -am test -Dtest=SimulatedLivesTest"
                                    + " -Dsurefire.failIfNoSpecifiedTests=false"
                                    + " -Dmillrace.seed=%d%n%s")
                            .formatted(seed, e.getMessage()),
                    e);
        }
    }
}
