package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Component;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.ReplayableSource;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.TransactionalSink;
import io.millrace.graph.Graph.Settings;
import io.millrace.graph.Guarantees.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

class GuaranteesTest {

    static final class Ticks implements Source {
        @Override
        public void run(SourceOutput out) {}
    }

    static final class Log implements ReplayableSource {
        @Override
        public void run(SourceOutput out) {}

        @Override
        public Document nextPosition() {
            return Document.of(0);
        }

        @Override
        public void startAt(Document position) {}
    }

    static class Same implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
        }
    }

    @Ports(outputs = {})
    static final class Shown extends Same {}

    @Ports(outputs = {})
    static final class Staged extends Same implements TransactionalSink {
        @Override
        public Sealed seal(long epoch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void publish(long epoch, Document sealed) {}

        @Override
        public void restore(long epoch, @Nullable Document sealed) {}
    }

    private static GraphBuilder graph(Map<String, Supplier<? extends Component>> types) {
        var builder = Graph.builder("test");
        types.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> builder.component(e.getKey(), e.getValue()));
        return builder;
    }

    private static List<String> paths(GraphBuilder builder) {
        return Guarantees.of(builder.build()).paths().stream().map(GuaranteesTest::text).toList();
    }

    private static String text(Path path) {
        String weakest = path.weakest() == null ? "" : " by " + path.weakest().component();
        return path.source() + " > " + path.sink() + " " + path.delivery() + weakest;
    }

    @Test
    void replayable_source_and_transactional_sink_are_exactly_once() {
        GraphBuilder builder =
                graph(Map.of("log", Log::new, "same", Same::new, "staged", Staged::new))
                        .bind("log -> same -> staged");

        assertThat(paths(builder)).containsExactly("log > staged exactly_once");
        assertThat(Guarantees.of(builder.build()).delivery()).isEqualTo(Delivery.EXACTLY_ONCE);
    }

    @Test
    void each_pair_of_source_and_sink_has_its_weakest_end() {
        GraphBuilder builder =
                graph(
                                Map.of(
                                        "log", Log::new,
                                        "same", Same::new,
                                        "shown", Shown::new,
                                        "staged", Staged::new,
                                        "ticks", Ticks::new))
                        .bind("log -> same -> staged")
                        .bind("same -> shown")
                        .bind("ticks -> shown");

        assertThat(paths(builder))
                .containsExactly(
                        "log > shown at_least_once by shown",
                        "log > staged exactly_once",
                        "ticks > shown best_effort by ticks");
        assertThat(Guarantees.of(builder.build()).delivery()).isEqualTo(Delivery.BEST_EFFORT);
    }

    @Test
    void component_that_sends_on_its_failed_items_alone_is_a_sink() {
        GraphBuilder builder =
                graph(Map.of("log", Log::new, "calls", Same::new, "staged", Staged::new))
                        .bind("log -> calls")
                        .bind("calls.error -> staged");

        assertThat(paths(builder))
                .containsExactly("log > calls at_least_once by calls", "log > staged exactly_once");
    }

    @Test
    void transactional_sink_that_sends_on_is_a_sink() {
        GraphBuilder builder =
                Graph.builder("test")
                        .component("log", Log::new)
                        .component("staged", Passing::new)
                        .component("shown", Shown::new)
                        .bind("log -> staged -> shown");

        assertThat(paths(builder))
                .containsExactly("log > staged exactly_once", "log > shown at_least_once by shown");
    }

    static final class Passing extends Same implements TransactionalSink {
        @Override
        public Sealed seal(long epoch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void publish(long epoch, Document sealed) {}

        @Override
        public void restore(long epoch, @Nullable Document sealed) {}
    }

    @Test
    void what_a_graph_leaves_out_on_purpose_is_said_and_lowers_nothing() {
        Graph graph =
                Graph.builder("test")
                        .component("log", Log::new)
                        .component("same", Same::new, Map.of("on_error", Map.of("then", "skip")))
                        .component("staged", Staged::new)
                        .component("other", Staged::new)
                        .bind("log -> other")
                        .bind("log -> same")
                        .bind("same -> staged", Map.of("when_full", "drop_oldest"))
                        .build();

        List<Path> paths = Guarantees.of(graph).paths();

        assertThat(paths.getFirst().sink()).isEqualTo("staged");
        assertThat(paths.getFirst().delivery()).isEqualTo(Delivery.EXACTLY_ONCE);
        assertThat(paths.getFirst().losses())
                .containsExactly(
                        "what 'same.output -> staged.input' drops when it is full",
                        "items that fail in 'same', which it skips");
        assertThat(paths.getLast().losses()).isEmpty();
    }

    @Test
    void delivery_that_is_asked_for_wins_if_all_paths_keep_it() {
        GraphBuilder builder =
                graph(Map.of("log", Log::new, "staged", Staged::new))
                        .settings(Map.of("delivery", Delivery.BEST_EFFORT))
                        .bind("log -> staged");

        assertThat(Guarantees.of(builder.build()).delivery()).isEqualTo(Delivery.BEST_EFFORT);
        assertThat(paths(builder)).containsExactly("log > staged exactly_once");
    }

    @Test
    void delivery_that_a_path_cannot_keep_is_refused_with_the_component() {
        GraphBuilder builder =
                graph(Map.of("log", Log::new, "shown", Shown::new))
                        .settings(Map.of("delivery", "exactly_once"))
                        .bind("log -> shown");

        assertThatThrownBy(builder::build)
                .isInstanceOf(BlueprintException.class)
                .hasMessageContaining("MR235")
                .hasMessageContaining("'shown'")
                .hasMessageContaining("'delivery: exactly_once'");
    }

    @Test
    void settings_have_defaults_and_a_shorthand() {
        GraphBuilder builder =
                graph(Map.of("log", Log::new, "staged", Staged::new)).bind("log -> staged");
        assertThat(builder.build().settings()).isEqualTo(Settings.DEFAULT);
        assertThat(Settings.DEFAULT).isEqualTo(new Settings(null, Duration.ofSeconds(1)));

        builder.settings(Map.of("checkpoint", "100ms", "delivery", "at_least_once"));
        assertThat(builder.build().settings())
                .isEqualTo(new Settings(Delivery.AT_LEAST_ONCE, Duration.ofMillis(100)));

        builder.settings(Map.of("checkpoint", Map.of("interval", Duration.ofHours(1))));
        assertThat(builder.build().settings().checkpointInterval()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void interval_has_bounds() {
        GraphBuilder builder =
                graph(Map.of("log", Log::new, "staged", Staged::new)).bind("log -> staged");

        for (String interval : List.of("0s", "999us", "61m")) {
            builder.settings(Map.of("checkpoint", interval));
            assertThatThrownBy(builder::build).hasMessageContaining("must be from 1ms to 1h");
        }
    }

    @Test
    void renamed_component_knows_the_name_that_it_had() {
        var inner =
                Graph.builder("inner")
                        .component("kept", Same::new)
                        .component("new", Same::new, Map.of("renamed_from", "before"))
                        .bind("kept -> new")
                        .input("input", "kept")
                        .output("output", "new");
        Graph graph =
                Graph.builder("test")
                        .component("log", Log::new)
                        .component("part", inner, Map.of("renamed_from", "piece"))
                        .component("staged", Staged::new)
                        .bind("log -> part -> staged")
                        .build();

        assertThat(graph.component("log").options().renamedFrom()).isNull();
        assertThat(graph.component("part/kept").options().renamedFrom()).isEqualTo("piece/kept");
        assertThat(graph.component("part/new").options().renamedFrom()).isEqualTo("piece/before");
    }
}
