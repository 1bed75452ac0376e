package io.millrace.components.flow;

import static io.millrace.components.flow.Expressions.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.components.time.Timer;
import io.millrace.graph.Graph;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.GraphTester;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

class LimitTest {

    private static Limit.Config config(Optional<Long> count, Optional<Duration> time) {
        return new Limit.Config(count, time);
    }

    @Test
    void passes_so_many_items_and_ends() throws Exception {
        var run =
                ComponentTester.of(Limit::new, config(Optional.of(2L), Optional.empty()))
                        .input(item("1"), item("2"), item("3"))
                        .run()
                        .finished();

        assertThat(run.output()).containsExactly(item("1"), item("2"));
        assertThat(run.status().itemsOut()).isEqualTo(2);
    }

    @Test
    @DisplayName("X016 T4 the time is up also when no item comes")
    void ends_an_endless_source_after_a_time_also_when_no_item_comes() throws Exception {
        for (Duration interval : new Duration[] {Duration.ofSeconds(3), Duration.ofHours(1)}) {
            var sink = new CollectSink();
            var timer = new Timer.Config(interval, Optional.empty(), Timer.Missed.ONE);
            var limit = config(Optional.empty(), Optional.of(Duration.ofSeconds(10)));
            Graph graph =
                    Graph.builder("test")
                            .component("timer", () -> new Timer(timer))
                            .component("limit", () -> new Limit(limit))
                            .component("sink", () -> sink)
                            .bind("timer -> limit -> sink")
                            .build();

            var run = GraphTester.of(graph).run();

            assertThat(run.elapsed()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
            assertThat(sink.items()).hasSize(interval.toHours() == 1 ? 0 : 3);
        }
    }

    @Test
    void refuses_no_limit_and_limits_below_one() {
        assertThatThrownBy(() -> config(Optional.empty(), Optional.empty()))
                .hasMessage("no limit: say 'count', 'for' or both");
        assertThatThrownBy(() -> config(Optional.of(0L), Optional.empty()))
                .hasMessageStartingWith("count: ");
        assertThatThrownBy(() -> config(Optional.empty(), Optional.of(Duration.ZERO)))
                .hasMessageStartingWith("for: ");
    }
}
