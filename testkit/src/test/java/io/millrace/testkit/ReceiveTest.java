package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Input;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Taking items in a loop of one's own. */
class ReceiveTest {

    private final List<Object> seen = new ArrayList<>();

    private static GraphTester.Result run(Loop loop, Object... script) throws InterruptedException {
        return GraphTester.of(
                        Graph.builder("receive")
                                .component("in", () -> new Script(script))
                                .component("loop", () -> loop)
                                .bind("in -> loop")
                                .build())
                .run();
    }

    @Test
    @DisplayName("M017 T4 a receive with a time-out comes back in time, with nothing arriving")
    void a_receive_with_a_time_out_comes_back_in_time() throws Exception {
        var loop =
                new Loop(
                        (streams, it) -> {
                            Input<String> in = streams.receive("input", String.class);
                            while (!in.hasEnded()) {
                                Optional<String> item = in.receive(Duration.ofSeconds(3));
                                seen.add(item.orElse("nothing") + " at " + it.seconds());
                            }
                        });

        run(loop, "one", Duration.ofSeconds(10), "two");

        assertThat(seen)
                .startsWith("one at 0", "nothing at 3", "nothing at 6", "nothing at 9", "two at 10")
                .endsWith("nothing at 10")
                .hasSize(6);
    }

    @Test
    @DisplayName("M017 a receive without any time takes what is there")
    void a_receive_without_any_time_takes_what_is_there() throws Exception {
        var loop =
                new Loop(
                        (streams, it) -> {
                            Input<String> in = streams.receive("input", String.class);
                            it.context().sleep(Duration.ofSeconds(1));
                            Optional<String> item;
                            do {
                                item = in.receive(Duration.ZERO);
                                item.ifPresent(seen::add);
                            } while (item.isPresent());
                            seen.add("nothing at " + it.seconds());
                            seen.add(in.receive(Duration.ofDays(1_000_000)).orElseThrow());
                        });

        run(loop, "one", "two", Duration.ofSeconds(5), "three");

        assertThat(seen).containsExactly("one", "two", "nothing at 1", "three");
    }

    @Test
    @DisplayName("M073 M113 M114 an input that is not bound is a stream that has ended")
    void an_input_that_is_not_bound_has_ended() throws Exception {
        var loop =
                new Loop.Of2(
                        (streams, it) -> {
                            Input<Object> in = streams.receive("b", Object.class);
                            assertThat(in.receive(Duration.ofHours(1))).isEmpty();
                            assertThat(in.hasEnded()).isTrue();
                            assertThat(in).isEmpty();
                            seen.add("ended at " + it.seconds());
                        });

        GraphTester.of(
                        Graph.builder("unbound")
                                .component("in", () -> new Script("one"))
                                .component("loop", () -> loop)
                                .bind("in -> loop.a")
                                .build())
                .run();

        assertThat(seen).containsExactly("ended at 0");
    }

    @Test
    @DisplayName("M016 a name that is no input is an error that lists those there are")
    void a_name_that_is_no_input_is_an_error() throws Exception {
        GraphTester.Result result =
                run(new Loop((streams, _) -> streams.receive("inptu", Object.class)), "one");

        assertThat(result.outcome())
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        failed ->
                                assertThat(failed.cause())
                                        .hasMessage(
                                                "component 'loop' has no input 'inptu'; it has"
                                                        + " input"));
    }

    @Test
    @DisplayName("receiving on a thread of one's own is an error that says so")
    void receiving_on_a_thread_of_ones_own_is_an_error() throws Exception {
        var caught = new AtomicReference<Throwable>();
        var loop =
                new Loop(
                        (streams, _) -> {
                            Input<String> in = streams.receive("input", String.class);
                            Thread.ofVirtual()
                                    .name("mine")
                                    .start(() -> catching(caught, in))
                                    .join();
                            in.forEach(seen::add);
                        });

        GraphTester.Result result = run(loop, "one", "two");

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(caught.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "component 'loop' uses its streams on a thread of its own, 'mine'; they"
                                + " belong to the thread that calls the component");
        assertThat(seen).containsExactly("one", "two");
    }

    @Test
    @DisplayName("receiving after the clean-up is an error that says so")
    void receiving_after_the_clean_up_is_an_error() throws Exception {
        var kept = new AtomicReference<Input<String>>();
        var caught = new AtomicReference<Throwable>();
        var loop =
                new Loop((streams, _) -> kept.set(streams.receive("input", String.class))) {
                    @Override
                    public void cleanup() {
                        catching(caught, kept.get());
                    }
                };

        GraphTester.Result result = run(loop, "one");

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(caught.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("component 'loop' uses its streams after 'process' has returned");
        catching(caught, kept.get());
        assertThat(caught.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("component 'loop' uses its streams after 'process' has returned");
    }

    private static void catching(AtomicReference<Throwable> caught, Input<String> in) {
        try {
            in.receive();
        } catch (IllegalStateException | InterruptedException e) {
            caught.set(e);
        }
    }
}
