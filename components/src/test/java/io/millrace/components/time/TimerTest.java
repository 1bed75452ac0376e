package io.millrace.components.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Document;
import io.millrace.components.CutSource;
import io.millrace.graph.Graph;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.GraphTester;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

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

    @ParameterizedTest
    @CsvSource({"ALL, 9", "ONE, 6", "NONE, 5"})
    @DisplayName("F27 what comes for intervals that have gone by is as `missed` says")
    void intervals_that_have_gone_by_are_caught_up_as_it_says(Timer.Missed missed, int count)
            throws Exception {
        var config = new Timer.Config(Duration.ofSeconds(1), Optional.empty(), missed);
        Path folder = Path.of("");
        var random = new SplittableRandom(1);
        var first = new CutSource(() -> new Timer(config), folder, random).most(3);
        first.run(0);
        var down = Duration.ofMillis(7_300); // 4 intervals behind the third, and a rest

        List<String> sent =
                new CutSource(() -> new Timer(config), folder, random)
                        .from(first.position())
                        .at(down)
                        .most(count - 3)
                        .run(0);

        assertThat(sent.getFirst()).startsWith("{\"seq\":3,");
        assertThat(sent.getLast())
                .isEqualTo("{\"seq\":" + (count - 1) + ",\"time\":\"2026-01-01T00:00:09Z\"}");
    }

    @Test
    void a_clock_that_was_set_back_begins_the_intervals_anew() throws Exception {
        var config = new Timer.Config(Duration.ofSeconds(1), Optional.empty(), Timer.Missed.ALL);
        Document position = Document.parse("{\"seq\": 5, \"last\": \"2030-01-01T00:00:00Z\"}");

        List<String> sent =
                new CutSource(() -> new Timer(config), Path.of(""), new SplittableRandom(1))
                        .from(position)
                        .most(1)
                        .run(0);

        assertThat(sent).containsExactly("{\"seq\":5,\"time\":\"2026-01-01T00:00:01Z\"}");
    }
}
