package io.millrace.components.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.components.time.Generator;
import io.millrace.graph.Graph;
import io.millrace.graph.StateBounds;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** What is said of the bounds of windows. */
class WindowBoundsTest {

    private static Map<String, String> bounds(Map<String, ?> config) {
        Graph graph =
                Graph.builder("test")
                        .component("in", Generator.class, Map.of("count", 1), Map.of())
                        .component("windows", Windowing.class, config, Map.of())
                        .bind("in -> windows")
                        .build();
        return StateBounds.of(graph).getLast().options();
    }

    @Test
    void a_window_is_bounded_by_what_ends_it() {
        assertThat(bounds(Map.of("window_size", "10s"))).containsEntry("window_size", "10s");
        assertThat(bounds(Map.of("window", "session", "gap", "1m")))
                .containsEntry("gap", "1m")
                .doesNotContainKey("window_size");
        assertThat(bounds(Map.of("window", "count", "count", 3)))
                .containsEntry("count", "3")
                .doesNotContainKey("window_size");
    }
}
