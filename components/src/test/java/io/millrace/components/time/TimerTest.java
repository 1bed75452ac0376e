package io.millrace.components.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.graph.Graph;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.GraphTester;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

class TimerTest {

    @Test
    @DisplayName("X003 an item at every interval")
    void sends_an_item_at_every_interval() throws Exception {
        var config = new Timer.Config(Duration.ofMillis(1500), Optional.of(3L), Timer.Missed.ONE);

        var run = ComponentTester.of(Timer::new, config).run().finished();

        assertThat(run.texts())
                .containsExactly(
                        "{\"seq\":0,\"time\":\"2026-01-01T00:00:01.500Z\"}",
                        "{\"seq\":1,\"time\":\"2026-01-01T00:00:03Z\"}",
                        "{\"seq\":2,\"time\":\"2026-01-01T00:00:04.500Z\"}");
    }

    @Test
    void skips_intervals_that_go_by_while_downstream_is_full_and_keeps_its_beat() throws Exception {
        var timer = new Timer.Config(Duration.ofSeconds(2), Optional.of(3L), Timer.Missed.ONE);
        var delay = new Delay.Config(Duration.ofSeconds(5));
        var sink = new CollectSink();
        Graph graph =
                Graph.builder("test")
                        .component("timer", () -> new Timer(timer))
                        .component("delay", () -> new Delay(delay))
                        .component("sink", () -> sink)
                        .bind("timer -> delay -> sink")
                        .build();

        GraphTester.of(graph).run();

        assertThat(sink.items().stream().map(Object::toString))
                .containsExactly(
                        "{\"seq\":0,\"time\":\"2026-01-01T00:00:02Z\"}",
                        "{\"seq\":1,\"time\":\"2026-01-01T00:00:08Z\"}",
                        "{\"seq\":2,\"time\":\"2026-01-01T00:00:14Z\"}");
    }

    @Test
    void stops_when_the_run_does() throws Exception {
        var timer = new Timer.Config(Duration.ofHours(1), Optional.empty(), Timer.Missed.ONE);
        Graph graph = Graph.builder("test").component("timer", () -> new Timer(timer)).build();

        var result = GraphTester.of(graph).drainAfter(Duration.ofSeconds(1)).run();

        assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void refuses_an_interval_below_a_millisecond() {
        assertThatThrownBy(
                        () ->
                                new Timer.Config(
                                        Duration.ofNanos(999_999),
                                        Optional.empty(),
                                        Timer.Missed.ONE))
                .hasMessage("interval: must be at least 1ms");
    }
}
