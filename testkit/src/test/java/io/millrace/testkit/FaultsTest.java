package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Component;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Streams;
import io.millrace.engine.Run;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class FaultsTest {

    /** Passes items on. */
    static final class Pass implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
        }
    }

    /** Passes items on in a loop of its own, with a boundary for each. */
    static final class Loop implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            for (String item : streams.receive("input", String.class)) {
                streams.errors().run("process_item", item, () -> streams.send("output", item));
            }
        }
    }

    @Test
    @DisplayName("M088 a fault for an item is the component's failure of that item")
    void fails_items_that_match() throws Exception {
        var tester =
                ComponentTester.of(Pass::new)
                        .failOn("b"::equals, new IllegalArgumentException("Test error"))
                        .input("a", "b", "c", "b");

        var run = tester.run().finished();

        assertThat(run.output()).containsExactly("a", "c");
        assertThat(run.errorMessages()).containsExactly("Test error", "Test error");
        assertThat(run.status().errors()).isEqualTo(2);
    }

    @Test
    @DisplayName("M088 a loop meets a fault where it uses its error boundary")
    void fails_items_of_loops() throws Exception {
        var run =
                ComponentTester.of(Loop::new)
                        .failItem(2, new IOException("no answer"))
                        .input("a", "b", "c")
                        .run()
                        .finished();

        assertThat(run.output()).containsExactly("a", "c");
        assertThat(run.errors().getFirst().get("operation")).hasToString("\"process_item\"");
    }

    @Test
    void makes_items_slow() throws Exception {
        var run =
                ComponentTester.of(Pass::new)
                        .slowOn("b"::equals, Duration.ofMinutes(1))
                        .input("a", "b", "c")
                        .run();

        assertThat(run.arrivals("output"))
                .extracting(arrival -> arrival.at().toSeconds())
                .containsExactly(0L, 60L, 60L);
    }

    @Test
    @DisplayName("M022 clean-up is done once, also after a set-up that failed")
    void fails_setup_and_cleanup() throws Exception {
        var cleanups = new AtomicInteger();
        class Counting implements Handler<Object> {
            @Override
            public void onItem(Object item, Output out) {}

            @Override
            public void cleanup() {
                cleanups.incrementAndGet();
            }
        }
        var tester = ComponentTester.of(Counting::new).input("a");

        var inSetup = tester.failSetup(new IOException("no server")).run(true);

        assertThat(inSetup.failure()).hasMessage("no server");
        assertThat(((Run.Outcome.Failed) inSetup.outcome()).phase()).isEqualTo("setup");
        assertThat(cleanups).hasValue(1);

        var inCleanup = tester.failCleanup(new IOException("no server")).run(true);

        assertThat(((Run.Outcome.Failed) inCleanup.outcome()).phase()).isEqualTo("cleanup");
        assertThat(cleanups).hasValue(2);
    }

    @Test
    void a_fault_that_is_not_met_fails_the_test() {
        var tester = ComponentTester.of(Pass::new).failItem(3, new IOException("x")).input("a");

        assertThatThrownBy(tester::run)
                .isInstanceOf(AssertionError.class)
                .hasMessage("failItem 3: there was no such item at the component's error boundary");
    }
}
