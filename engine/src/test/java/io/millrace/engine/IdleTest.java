package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** A run in which nothing happens costs next to nothing. */
class IdleTest extends EngineFixture {

    private static final int TASKS = 20;
    private static final Duration WINDOW = Duration.ofSeconds(3);

    @Test
    void takes_less_than_one_percent_of_a_processor() throws Exception {
        GraphBuilder graph = Parts.graph().component("c0", Parts.Sleepy::new);
        for (int i = 1; i < TASKS; i++) {
            graph.component("c" + i, Parts.Loop::new).bind("c" + (i - 1) + " -> c" + i);
        }
        Run run = Engine.start(graph.build(), options(true));
        double least = 100;

        // the first windows also pay for the compiler, and for whatever ran before in this process
        for (int i = 0; i < 10 && least >= 1; i++) {
            least = Math.min(least, percent(run));
        }
        System.out.printf("IdleTest: %d tasks, %.2f %% of a processor%n", TASKS, least);
        run.cancel();
        run.await();

        assertThat(least).isLessThan(1);
    }

    private static double percent(Run run) throws InterruptedException {
        long cpu = processorNanos();
        long time = System.nanoTime();
        assertThat(run.await(WINDOW)).isEmpty();
        return 100.0 * (processorNanos() - cpu) / (System.nanoTime() - time);
    }

    private static long processorNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
