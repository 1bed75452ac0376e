package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.HasPorts;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Streams;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class ComponentTesterTest {

    /** Sends numbers to {@code even} or {@code odd}, and fails those below zero. */
    @Ports(outputs = {"even", "odd"})
    static final class Sort implements Handler<Integer> {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Integer item, Output out) throws Exception {
            if (item < 0) {
                throw new IllegalArgumentException("below zero");
            }
            context.output(item % 2 == 0 ? "even" : "odd").send(item);
        }
    }

    @Test
    void shows_what_leaves_by_each_output_and_what_fails() throws Exception {
        var run = ComponentTester.of(Sort::new).input(1, 2, -3, 4).run().finished();

        assertThat(run.output("even")).containsExactly(2, 4);
        assertThat(run.texts("odd")).containsExactly("1");
        assertThat(run.errorMessages()).containsExactly("below zero");
        assertThat(run.errors().getFirst().get("position")).hasToString("\"item 3\"");
        assertThat(run.status().itemsIn()).isEqualTo(4);
    }

    @Test
    @DisplayName("an item that is changed after it has been sent is found")
    void finds_an_item_that_is_changed_after_it_has_been_sent() {
        Handler<Integer> reusing =
                new Handler<>() {
                    private final List<Integer> all = new ArrayList<>();

                    @Override
                    public void onItem(Integer item, Output out) throws Exception {
                        all.add(item);
                        out.send(all);
                    }
                };

        assertThatThrownBy(() -> ComponentTester.of(() -> reusing).input(1, 2).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "an item was changed after it had been sent by 'output': it was [1], and is"
                                + " [1, 2]");
    }

    @Test
    @DisplayName("an item that its taker changes is found")
    void finds_an_item_that_its_taker_changes() {
        Handler<List<String>> changing = (item, _) -> item.clear();

        assertThatThrownBy(
                        () ->
                                ComponentTester.of(() -> changing)
                                        .input(new ArrayList<>(List.of("a")))
                                        .run())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("an item was changed after it had been sent to 'input'");
    }

    @Test
    void leaves_outputs_unbound() throws Exception {
        var run = ComponentTester.of(Sort::new).unbound("odd").input(1, 2).run().finished();

        assertThat(run.outputs()).containsOnlyKeys("even", "error");
        assertThat(run.status().dropped()).containsEntry("unbound", 1L);
        assertThatThrownBy(() -> run.output("odd"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("'odd' is not among [even, error]");
    }

    /** Options that name the inputs. */
    record Names(List<String> inputs) implements HasPorts {}

    /** Says which input an item came on. */
    static final class Name implements Handler<String> {
        private Context context;

        Name(@SuppressWarnings("unused") Names names) {}

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(String item, Output out) throws Exception {
            out.send(context.stream() + "=" + item);
        }
    }

    @Test
    void takes_the_ports_from_the_configuration() throws Exception {
        var run =
                ComponentTester.of(Name::new, new Names(List.of("x", "y")))
                        .on("x", "1")
                        .on("y", "2")
                        .run()
                        .finished();

        assertThat(run.output()).containsExactlyInAnyOrder("x=1", "y=2");
    }

    /** Sends the stack's depth, which shows who calls. */
    static final class Depth implements Handler<Integer> {
        @Override
        public void onItem(Integer item, Output out) throws Exception {
            out.send(Thread.currentThread().getStackTrace().length);
        }
    }

    @Test
    void notices_a_component_for_which_fusing_makes_a_difference() {
        assertThatThrownBy(() -> ComponentTester.of(Depth::new).input(1).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("it makes a difference how the component is run");
    }

    /** Leaves a thread behind. */
    static final class Leak implements Handler<Integer> {
        static final CountDownLatch END = new CountDownLatch(1);

        @Override
        public void setup(Context context) {
            Thread.ofPlatform()
                    .daemon()
                    .name("millrace/leak")
                    .start(
                            () -> {
                                try {
                                    END.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            });
        }

        @Override
        public void onItem(Integer item, Output out) {}
    }

    @Test
    void notices_a_thread_that_is_left_behind() {
        assertThatThrownBy(
                        () ->
                                ComponentTester.of(Leak::new)
                                        .leavingWithin(Duration.ofMillis(50))
                                        .input(1)
                                        .run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'Leak' left behind: thread '")
                .hasMessageContaining("millrace/leak'");
        Leak.END.countDown();
    }

    /** Never ends. */
    static final class Stuck implements Component {
        @Override
        public void process(Streams streams) throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    @Test
    void notices_a_run_that_does_not_end() {
        assertThatThrownBy(() -> ComponentTester.of(Stuck::new).within(Duration.ofMillis(50)).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the run did not end within PT0.05S")
                .hasMessageContaining("Stuck.process");
    }

    @Test
    void tells_a_failure_from_a_normal_end() throws Exception {
        var failed =
                ComponentTester.of(
                                () ->
                                        new Component() {
                                            @Override
                                            public void process(Streams streams) {
                                                throw new IllegalStateException("no");
                                            }
                                        })
                        .run();

        assertThat(failed.failure()).hasMessage("no");
        assertThatThrownBy(failed::finished)
                .isInstanceOf(AssertionError.class)
                .hasMessage("'tested' failed in process");
        assertThatThrownBy(ComponentTester.of(Sort::new).run()::failure)
                .hasMessageStartingWith("expected a failure, but it Finished");
    }

    /** Waits by the clock. */
    static final class Wait implements Handler<Integer> {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Integer item, Output out) throws Exception {
            context.sleep(Duration.ofMillis(1500));
            out.send(context.clock().now().toString());
        }
    }

    @Test
    void time_stands_still_but_for_waits() throws Exception {
        var run = ComponentTester.of(Wait::new).input(1, 2).run().finished();

        assertThat(run.output())
                .containsExactly("2026-01-01T00:00:01.500Z", "2026-01-01T00:00:03Z");
        assertThat(run.elapsed()).isEqualTo(Duration.ofSeconds(3));
    }
}
