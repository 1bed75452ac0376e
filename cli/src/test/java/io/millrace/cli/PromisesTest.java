package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.TransactionalSink;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class PromisesTest {

    private static final class In implements ReplayableSource {
        @Override
        public void run(SourceOutput out) {}

        @Override
        public Document nextPosition() {
            return Document.of(0);
        }

        @Override
        public void startAt(Document position) {}
    }

    @Ports(outputs = {})
    private static class Shown implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) {}
    }

    private static final class Staged extends Shown implements TransactionalSink {
        @Override
        public Sealed seal(long epoch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void publish(long epoch, Document sealed) {}

        @Override
        public void restore(long epoch, @Nullable Document sealed) {}
    }

    /** A component with options that bound its state. */
    public static final class Windows implements Handler<Object> {
        /** Its options. */
        public record Config(Duration windowSize, int maxKeys, boolean unbounded, String field) {}

        public Windows(Windows.Config config) {}

        @Override
        public void onItem(Object item, Output out) {}
    }

    private static GraphBuilder graph() {
        return Graph.builder("promises")
                .component("in", In::new)
                .component(
                        "windows",
                        Windows.class,
                        Map.of(
                                "window_size",
                                "1m30s",
                                "max_keys",
                                1_000,
                                "unbounded",
                                false,
                                "field",
                                "x"),
                        Map.of())
                .component("shown", Shown::new)
                .component("staged", Staged::new)
                .bind("in -> windows -> staged")
                .bind("windows -> shown", Map.of("when_full", "drop_newest"));
    }

    @Test
    void each_path_has_a_line_with_what_weakens_it() {
        assertThat(new Promises(graph().build()).text())
                .isEqualTo(
                        """

                        delivery: at_least_once, a checkpoint every 1s
                          in to shown   at_least_once: a sink of type 'Shown' cannot take back what it has done; but for what 'windows.output -> shown.input' drops when it is full
                          in to staged  exactly_once

                        state
                          windows: window_size 1m30s, max_keys 1000
                        """);
    }

    @Test
    void without_checkpoints_a_path_keeps_nothing() {
        GraphBuilder graph = graph().settings(Map.of("delivery", "best_effort"));

        assertThat(new Promises(graph.build()).text())
                .contains("delivery: best_effort as asked for, no checkpoints\n")
                .contains("in to staged  exactly_once, were there checkpoints\n");
    }

    @Test
    void programs_read_the_same_as_json() {
        GraphBuilder graph = graph().settings(Map.of("checkpoint", "20ms"));
        var promises = new Promises(graph.build());

        assertThat(promises.json())
                .isEqualTo(
                        Document.parse(
                                """
                                {"run": "at_least_once", "asked_for": false, "checkpoint_seconds": 0.02, "paths": [
                                  {"source": "in", "sink": "shown", "delivery": "at_least_once", "weakest": "shown",
                                   "reason": "a sink of type 'Shown' cannot take back what it has done",
                                   "losses": ["what 'windows.output -> shown.input' drops when it is full"]},
                                  {"source": "in", "sink": "staged", "delivery": "exactly_once"}]}
                                """));
        assertThat(promises.state())
                .isEqualTo(
                        Document.parse(
                                """
                                {"windows": {"window_size": "1m30s", "max_keys": "1000"}}
                                """));
    }
}
