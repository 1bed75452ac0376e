package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.AbstractComponent;
import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Streams;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Components with faults that only show under bad conditions. */
class HarshTesterTest {

    private static HarshTester harsh(Supplier<? extends Component> component) {
        return ComponentTester.of(component)
                .input(IntStream.range(0, 20).boxed().toArray())
                .harsh();
    }

    /** Passes everything on. */
    private static final class Same extends AbstractComponent<Object> {}

    @Test
    void a_sound_component_passes() {
        assertThatCode(harsh(Same::new)::run).doesNotThrowAnyException();
    }

    @Test
    void finds_what_loses_an_item_when_a_stream_is_full() {
        Handler<Object> losing = (item, out) -> out.trySend(item);

        assertThatThrownBy(harsh(() -> losing)::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed ")
                .hasMessageContaining("and in calm conditions [0, 1, 2");
    }

    /** Sends later what there is no room for, and what comes then sooner. */
    private static final class Overtaking implements Handler<Object> {
        private final Queue<Object> later = new ArrayDeque<>();

        @Override
        public void onItem(Object item, Output out) throws Exception {
            if (!out.trySend(item)) {
                later.add(item);
            }
        }

        @Override
        public void onEnd(Output out) throws Exception {
            for (Object item : later) {
                out.send(item);
            }
        }
    }

    @Test
    void finds_what_changes_the_order() {
        assertThatThrownBy(harsh(Overtaking::new)::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("and in calm conditions");
    }

    @Test
    void finds_what_takes_an_interruption_for_nothing() {
        var ignored = new AtomicInteger();
        Component deaf =
                streams -> {
                    while (true) {
                        try {
                            for (Object item : streams.receive("input", Object.class)) {
                                streams.send("output", item);
                            }
                            return;
                        } catch (Exception e) {
                            ignored.incrementAndGet(); // that is the fault
                        }
                    }
                };

        assertThatThrownBy(harsh(() -> deaf)::run).isInstanceOf(AssertionError.class);
    }

    /** Starts a thread that nothing ends. */
    private static final class Leaving implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            Thread.startVirtualThread(
                    () -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            for (Object item : streams.receive("input", Object.class)) {
                streams.send("output", item);
            }
        }
    }

    @Test
    void finds_what_leaves_a_thread_behind() {
        assertThatThrownBy(harsh(Leaving::new)::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("threads are left");
    }

    @Test
    void finds_what_sends_an_item_and_fails_it() {
        Handler<Object> both =
                (item, out) -> {
                    out.send(item);
                    if (item.equals(7)) {
                        throw new IllegalArgumentException("too late");
                    }
                };

        assertThatThrownBy(harsh(() -> both)::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("both sent on and failed: 7");
    }

    /** Sends in its clean-up what it has kept. */
    private static final class Late implements Handler<Object> {
        private final List<Object> kept = new ArrayList<>();
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            kept.add(item);
            if (kept.size() > 1) {
                out.send(kept.removeFirst());
            }
        }

        @Override
        public void cleanup() throws Exception {
            for (Object item : kept) {
                context.output("output").send(item);
            }
        }
    }

    @Test
    @DisplayName("sending in the clean-up is an error that says so")
    void finds_what_sends_in_its_clean_up() {
        assertThatThrownBy(harsh(Late::new)::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("uses its streams in its clean-up or after it");
    }

    @Test
    void a_trial_that_shows_nothing_is_an_error() {
        Handler<Object> refusing =
                (_, _) -> {
                    throw new IllegalArgumentException("no");
                };

        assertThatThrownBy(harsh(() -> refusing)::run)
                .hasMessage("nothing comes out of it, so that this would show nothing");
    }
}
