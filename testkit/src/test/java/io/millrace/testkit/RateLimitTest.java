package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.api.Traits;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A {@code rate_limit} on components of each shape, on virtual time. */
class RateLimitTest {

    private static final Map<String, ?> THREE_A_SECOND =
            Map.of("rate_limit", Map.of("items", 3, "per", "1s"));
    private static final Duration WHOLE = Duration.ofSeconds(3); // of ten items, the last wait

    private final List<Instant> times = Collections.synchronizedList(new ArrayList<>());

    private GraphBuilder graph(Map<String, ?> sink) {
        return Graph.builder("limited").component("sink", () -> new Note(times), sink);
    }

    private void assertNoSpanHoldsMoreThanThree() {
        List<Instant> sorted = times.stream().sorted().toList();
        assertThat(sorted).hasSize(10);
        for (int i = 3; i < sorted.size(); i++) {
            assertThat(Duration.between(sorted.get(i - 3), sorted.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("X049 what is over the limit waits")
    void takes_no_more_than_so_many_items_in_any_span(boolean fused) throws Exception {
        Graph graph = graph(THREE_A_SECOND).component("ten", Ten::new).bind("ten -> sink").build();

        GraphTester tester = GraphTester.of(graph);
        GraphTester.Result result = (fused ? tester : tester.unfused()).run();

        assertNoSpanHoldsMoreThanThree();
        assertThat(result.elapsed()).isBetween(WHOLE, WHOLE.plusMillis(500));
    }

    @Test
    void counts_all_instances_of_a_component_together() throws Exception {
        Graph graph =
                graph(Map.of("parallelism", 4, "rate_limit", Map.of("items", 3, "per", "1s")))
                        .component("ten", Ten::new)
                        .bind("ten -> sink")
                        .build();

        GraphTester.of(graph).run();

        assertNoSpanHoldsMoreThanThree();
    }

    @Test
    void limits_what_a_loop_receives() throws Exception {
        Graph graph =
                graph(Map.of())
                        .component("ten", Ten::new)
                        .component("loop", Pass::new, THREE_A_SECOND)
                        .bind("ten -> loop -> sink")
                        .build();

        GraphTester.of(graph).run();

        assertNoSpanHoldsMoreThanThree();
    }

    @Test
    void limits_what_a_source_sends() throws Exception {
        Graph graph =
                graph(Map.of())
                        .component("ten", Ten::new, THREE_A_SECOND)
                        .bind("ten -> sink")
                        .build();

        GraphTester.of(graph).run();

        assertNoSpanHoldsMoreThanThree();
    }

    @Test
    void does_not_delay_the_end() throws Exception {
        Graph graph =
                graph(Map.of("rate_limit", Map.of("items", 10, "per", "1h")))
                        .component("ten", Ten::new)
                        .bind("ten -> sink")
                        .build();

        GraphTester.Result result = GraphTester.of(graph).run();

        assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(1));
        assertThat(times).hasSize(10);
    }

    @Test
    void lets_a_limited_source_stop_at_once() throws Exception {
        Graph graph =
                graph(Map.of())
                        .component(
                                "ten",
                                Ten::new,
                                Map.of("rate_limit", Map.of("items", 1, "per", "1h")))
                        .bind("ten -> sink")
                        .build();

        GraphTester.Result result = GraphTester.of(graph).drainAfter(Duration.ofSeconds(1)).run();

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(2));
        assertThat(times).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fires_timers_while_items_wait(boolean fused) throws Exception {
        var ticks = new ArrayList<Instant>();
        Graph graph =
                Graph.builder("limited")
                        .component("ten", Ten::new)
                        .component("ticker", () -> new Ticker(ticks), THREE_A_SECOND)
                        .bind("ten -> ticker")
                        .build();

        GraphTester tester = GraphTester.of(graph);
        (fused ? tester : tester.unfused()).run();

        assertThat(ticks).hasSizeGreaterThanOrEqualTo(5);
        assertThat(Duration.between(ticks.get(0), ticks.get(1))).isEqualTo(Duration.ofMillis(500));
    }

    /** Sends ten numbers as fast as it may. */
    @Traits(cooperative = true)
    static final class Ten implements Source {
        @Override
        public void run(SourceOutput out) throws Exception {
            for (long i = 0; i < 10; i++) {
                out.send(i);
            }
        }
    }

    /** Passes items on, in a loop of its own. */
    static final class Pass implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            for (Object item : streams.receive("input", Object.class)) {
                streams.output(Output.DEFAULT).send(item);
            }
        }
    }

    /** Notes when items come. */
    @Ports(outputs = {})
    static final class Note implements Handler<Object> {
        private final List<Instant> times;
        private Context context;

        Note(List<Instant> times) {
            this.times = times;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output out) {
            times.add(context.clock().now());
        }
    }

    /** Notes the times of a timer of half a second. */
    @Ports(outputs = {})
    static final class Ticker implements Handler<Object> {
        private final List<Instant> ticks;
        private Context context;

        Ticker(List<Instant> ticks) {
            this.ticks = ticks;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
            context.startTimer("tick", Duration.ofMillis(500));
        }

        @Override
        public void onItem(Object item, Output out) {}

        @Override
        public void onTimer(String timer, Output out) {
            ticks.add(context.clock().now());
            context.startTimer("tick", Duration.ofMillis(500));
        }
    }
}
