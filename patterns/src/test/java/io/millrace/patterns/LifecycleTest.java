package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Core implementation pattern: the states of a component, and the end that it always has. */
class LifecycleTest {

    @TempDir private Path state;

    /** Counts its clean-ups, and fails where it is told to. */
    static final class Counted implements Handler<Object> {
        private final String failsIn;
        final AtomicInteger cleanups = new AtomicInteger();

        Counted(String failsIn) {
            this.failsIn = failsIn;
        }

        private void step(String name) {
            if (name.equals(failsIn)) {
                throw new IllegalStateException("failed in " + name);
            }
        }

        @Override
        public void setup(Context context) {
            step("setup");
        }

        @Override
        public void onItem(Object item, Output out) {
            step("onItem");
        }

        @Override
        public void onEnd(Output out) {
            step("onEnd");
        }

        @Override
        public void cleanup() {
            cleanups.incrementAndGet();
            step("cleanup");
        }
    }

    private GraphBuilder graph(Counted counted) {
        return Parts.graph()
                .component("in", () -> Parts.source(1, 2, 3))
                .component("counted", () -> counted)
                .bind("in -> counted");
    }

    private static Run.State state(Run run, String component) {
        return run.components().stream()
                .filter(c -> c.name().equals(component))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    @DisplayName(
            "M022 F18 clean-up comes exactly once: at the end, after a failure, after a failed"
                    + " set-up")
    void cleanup_is_called_once_whatever_happens() throws Exception {
        for (String failsIn : new String[] {"nowhere", "setup", "onItem", "onEnd", "cleanup"}) {
            var counted = new Counted(failsIn);

            Run run = Parts.run(graph(counted), state);

            assertThat(counted.cleanups).as(failsIn).hasValue(1);
            assertThat(run.outcome() instanceof Run.Outcome.Finished)
                    .as(failsIn)
                    .isEqualTo(failsIn.equals("nowhere") || failsIn.equals("onItem"));
        }
    }

    /** Sends one item after the other until it is stopped. */
    static final class Endless implements Source {
        @Override
        public void run(SourceOutput out) throws Exception {
            while (!out.stopping()) {
                out.send("item");
            }
        }
    }

    @Test
    @DisplayName("M022 a stop drains, and cleans up once")
    void cleanup_is_called_once_when_a_run_is_stopped() throws Exception {
        var counted = new Counted("nowhere");
        Run run =
                Engine.start(
                        Parts.graph()
                                .component("in", Endless::new)
                                .component("counted", () -> counted)
                                .bind("in -> counted")
                                .build(),
                        RunOptions.in(state));

        run.drain();

        assertThat(run.await(Duration.ofSeconds(20))).contains(new Run.Outcome.Finished());
        assertThat(counted.cleanups).hasValue(1);
    }

    @Test
    @DisplayName("M009 a set-up that fails fails the start, and names the component")
    void failed_setup_names_the_component() throws Exception {
        Run run = Parts.run(graph(new Counted("setup")), state);

        assertThat(run.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.component()).isEqualTo("counted");
                            assertThat(failed.phase()).isEqualTo("setup");
                            assertThat(failed.cause()).hasMessage("failed in setup");
                        });
    }

    @Test
    @DisplayName("M079 a component has ended, also when its clean-up fails")
    void component_has_ended_when_its_cleanup_fails() throws Exception {
        Run run = Parts.run(graph(new Counted("cleanup")), state);

        assertThat(state(run, "counted")).isNotEqualTo(Run.State.RUNNING);
        assertThat(run.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        failed -> assertThat(failed.phase()).isEqualTo("cleanup"));
    }

    /** Waits in set-up and in its work until it is let go. */
    static final class Held implements Handler<Object> {
        private final CountDownLatch settingUp = new CountDownLatch(1);
        private final CountDownLatch setUp = new CountDownLatch(1);
        private final CountDownLatch working = new CountDownLatch(1);
        private final CountDownLatch work = new CountDownLatch(1);

        @Override
        public void setup(Context context) throws Exception {
            settingUp.countDown();
            setUp.await();
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            working.countDown();
            work.await();
        }
    }

    @Test
    @DisplayName(
            "M011 X043 a component is RUNNING between its set-up and its end, and not otherwise")
    void states_follow_the_life_of_a_component() throws Exception {
        var held = new Held();
        Run run =
                Engine.start(
                        Parts.graph()
                                .component("in", () -> Parts.source(1))
                                .component("held", () -> held)
                                .bind("in -> held")
                                .build(),
                        RunOptions.in(state));

        held.settingUp.await();
        assertThat(state(run, "held")).isEqualTo(Run.State.STARTING);
        held.setUp.countDown();
        held.working.await();
        assertThat(state(run, "held")).isEqualTo(Run.State.RUNNING);
        held.work.countDown();
        assertThat(run.await(Duration.ofSeconds(20))).contains(new Run.Outcome.Finished());
        assertThat(state(run, "held")).isEqualTo(Run.State.STOPPED);
    }
}
