package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What a simulation does about threads that it does not own, and about those that never end. */
class SimulationGuardTest {

    private static Graph graph(Supplier<? extends Component> component) {
        return Graph.builder("guarded")
                .component("source", () -> new ListSource(List.of(1, 2, 3)))
                .component("tested", component)
                .component("out", CollectSink::new)
                .bind("source -> tested -> out")
                .build();
    }

    /** A handler made of a function. */
    @FunctionalInterface
    private interface Step extends Handler<Integer> {
        @Override
        void onItem(Integer item, Output out) throws Exception;
    }

    private static Simulation of(Step step) {
        return Simulation.of(graph(() -> new Stepping(step)));
    }

    private record Stepping(Step step) implements Handler<Integer> {
        @Override
        public void onItem(Integer item, Output out) throws Exception {
            step.onItem(item, out);
        }
    }

    @Test
    void notices_a_sleep_on_the_clock_of_the_machine() {
        Simulation simulation =
                of(
                        (_, _) ->
                                new CountDownLatch(1)
                                        .await(1, java.util.concurrent.TimeUnit.MILLISECONDS));

        assertThatThrownBy(() -> simulation.run(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'millrace/guarded/source' waits on the clock of the machine")
                .hasMessageContaining("fix: wait with context.sleep")
                .hasMessageContaining("seed 1, step ");
    }

    @Test
    void notices_a_thread_that_wakes_one_of_its_own() {
        var waiting = new AtomicReference<@Nullable Thread>();
        Simulation simulation =
                of((_, _) -> {
                            waiting.set(Thread.currentThread());
                            LockSupport.park();
                        })
                        .check(_ -> wakeFromOutside(waiting.getAndSet(null)));

        assertThatThrownBy(() -> simulation.run(1))
                .hasMessageContaining("'outsider' is outside the simulation")
                .hasMessageContaining("had 'millrace/guarded/source' go on");
    }

    private static void wakeFromOutside(@Nullable Thread waiting) {
        if (waiting != null) {
            Thread outsider =
                    Thread.ofPlatform().name("outsider").start(() -> LockSupport.unpark(waiting));
            assertThatCode(outsider::join).doesNotThrowAnyException();
        }
    }

    @Test
    void notices_that_nothing_can_run_any_more_and_says_who_waits_where() {
        Simulation simulation = of((_, _) -> new CountDownLatch(1).await());

        assertThatThrownBy(() -> simulation.run(1))
                .hasMessageContaining("nothing can run any more")
                .hasMessageContaining("millrace/guarded/source waits")
                .hasMessageContaining("SimulationGuardTest");
    }

    @Test
    void notices_a_run_that_does_not_end() {
        Component endless =
                streams -> {
                    while (true) {
                        streams.send("output", 1);
                    }
                };

        assertThatThrownBy(() -> Simulation.of(graph(() -> endless)).within(1_000).run(1))
                .hasMessageContaining("the run does not end in 1000 steps");
    }

    @Test
    void notices_a_thread_that_is_left_behind() {
        Simulation simulation =
                of((_, _) -> Thread.startVirtualThread(LockSupport::park).setName("stray"));

        assertThatThrownBy(() -> simulation.run(1)).hasMessageContaining("threads are left");
    }

    @Test
    void ends_when_the_check_after_each_step_fails() {
        Simulation simulation =
                of((item, out) -> out.send(item))
                        .check(
                                _ -> {
                                    throw new AssertionError("checked");
                                });

        assertThatThrownBy(() -> simulation.run(1)).hasMessageStartingWith("checked\nseed 1");
    }

    /** Hands each item to a thread of its own, which hands it back. */
    private static final class Helped implements Handler<Integer> {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Integer item, Output out) throws Exception {
            var answers = new ArrayBlockingQueue<Integer>(1);
            Thread.startVirtualThread(() -> answers.add(item));
            context.sleep(Duration.ofHours(1));
            out.send(answers.take());
        }
    }

    @Test
    void simulates_virtual_threads_that_components_start() {
        for (long seed = 0; seed < 100; seed++) {
            long each = seed;
            assertThatCode(() -> Simulation.of(graph(Helped::new)).run(each))
                    .doesNotThrowAnyException();
        }
    }
}
