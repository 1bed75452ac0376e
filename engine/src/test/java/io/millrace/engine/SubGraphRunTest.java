package io.millrace.engine;

import static io.millrace.engine.Parts.field;
import static io.millrace.engine.Parts.graph;
import static io.millrace.engine.Parts.run;
import static io.millrace.engine.Parts.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.engine.Parts.Apart;
import io.millrace.engine.Parts.Collect;
import io.millrace.engine.Parts.Count;
import io.millrace.engine.Parts.Do;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Graphs with graphs as components, when they run. */
class SubGraphRunTest extends EngineFixture {

    private static GraphBuilder picky() {
        return Graph.builder("picky")
                .component("before", () -> new Do((item, out) -> out.send(item)))
                .component("check", () -> new Do(Parts::refuseFive))
                .bind("before -> check")
                .input("input", "before")
                .output("output", "check");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void items_pass_and_failed_ones_leave_by_the_error_stream(boolean fuse) throws Exception {
        var out = new Collect();
        var failed = new Collect();

        Run run =
                run(
                        graph().component("source", () -> new Count(10))
                                .component("part", picky(), Map.of())
                                .component("out", () -> out)
                                .component("failed", () -> failed)
                                .bind("source -> part -> out")
                                .bind("part.error -> failed"),
                        options(fuse));

        assertThat(out.items()).hasSize(9).doesNotContain(5L);
        assertThat(failed.items()).hasSize(1);
        assertThat(field((Document) failed.items().getFirst(), "component").asString())
                .isEqualTo("part/check");
        assertThat(status(run, "part/check").errors()).isEqualTo(1);
    }

    @Test
    void handlers_are_fused_across_the_border() {
        Graph graph =
                graph().component("source", Apart.class, () -> new Apart(1))
                        .component("first", picky(), Map.of())
                        .component("second", picky(), Map.of())
                        .component("out", Collect::new)
                        .bind("source -> first -> second -> out")
                        .build();

        assertThat(Plan.of(graph, fused).tasks())
                .extracting(Plan.Task::components)
                .contains(
                        List.of(
                                "first/before",
                                "first/check",
                                "second/before",
                                "second/check",
                                "out"));
    }

    @Test
    void dead_letters_of_a_component_within_are_in_the_same_folder() throws Exception {
        run(
                graph().component("source", () -> new Count(10))
                        .component("part", picky(), Map.of())
                        .component("out", Collect::new)
                        .bind("source -> part -> out"),
                fused);

        Path file = state.resolve("dead-letters").resolve("part.check.ndjson");
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    /** Asks where a path leads. */
    private static final class Asking implements Handler<Object> {
        private final List<Path> found;

        Asking(List<Path> found) {
            this.found = found;
        }

        @Override
        public void setup(Context context) {
            found.add(context.resolve("data.txt"));
        }

        @Override
        public void onItem(Object item, Output out) {}
    }

    @Test
    void paths_are_relative_to_the_folder_of_the_graph_they_are_in() throws Exception {
        var found = new ArrayList<Path>();
        GraphBuilder part =
                Graph.builder("part")
                        .folder(Path.of("inner"))
                        .component("asking", () -> new Asking(found))
                        .input("input", "asking");

        run(
                graph().folder(Path.of("outer"))
                        .component("source", () -> new Count(1))
                        .component("part", part, Map.of())
                        .component("asking", () -> new Asking(found))
                        .bind("source -> part")
                        .bind("source -> asking"),
                fused);

        assertThat(found)
                .containsExactlyInAnyOrder(Path.of("inner/data.txt"), Path.of("outer/data.txt"));
    }
}
