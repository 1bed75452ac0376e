package io.millrace.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Blueprints that are components of others. */
class SubBlueprintsTest {

    @TempDir Path temp;

    private Path file(String name, String text) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<Diagnostic> problems(Path file) {
        try {
            return Corpus.blueprint(Map.of()).read(file).warnings();
        } catch (BlueprintException e) {
            return e.diagnostics();
        }
    }

    private static final String KEEP =
            """
            parameters: { most: , town: Rome }
            inputs: [keep]
            outputs: { output: keep }
            components:
              keep:
                type: Keep
                config:
                  condition: item.n < ${most} && item.town == "${town}"
            """;

    private static final String USES =
            """
            components:
              orders: { type: Orders }
              few: { type: ./steps/keep.yaml, config: { most: 5 } }
              many: { type: ./steps/keep.yaml, config: { most: 50, town: Bari } }
              out: { type: Print }
            bindings:
              - orders -> few -> out
              - orders -> many -> out
            """;

    @Test
    void each_use_has_parameters_of_its_own() throws IOException {
        file("steps/keep.yaml", KEEP);

        Graph graph = Corpus.blueprint(Map.of()).read(file("uses.yaml", USES));

        assertThat(graph.warnings()).isEmpty();
        assertThat(graph.component("few/keep").config().toString())
                .contains("item.n < 5 && item.town == \"Rome\"");
        assertThat(graph.component("many/keep").config().toString())
                .contains("item.n < 50 && item.town == \"Bari\"");
        assertThat(graph.component("many/keep").folder()).isEqualTo(temp.resolve("steps"));
        assertThat(graph.component("few/keep").position().toString())
                .isEqualTo(temp.resolve("steps/keep.yaml") + ":5:3");
        assertThat(graph.streams())
                .extracting(StreamSpec::toString)
                .containsExactly(
                        "orders.output -> few/keep.input",
                        "few/keep.output -> out.input",
                        "orders.output -> many/keep.input",
                        "many/keep.output -> out.input");
    }

    @Test
    void settings_reach_a_part_by_way_of_its_config_alone() throws IOException {
        file("steps/keep.yaml", KEEP);
        String uses =
                """
                parameters: { most: 7 }
                components:
                  orders: { type: Orders }
                  few:
                    type: ./steps/keep.yaml
                    config:
                      most: ${most}
                  many: { type: ./steps/keep.yaml, config: { most: 50 } }
                  out: { type: Print }
                bindings: [orders -> few -> out, orders -> many -> out]
                """;

        Graph graph = Corpus.blueprint(Map.of("most", "9")).read(file("uses.yaml", uses));

        assertThat(graph.component("few/keep").config().toString()).contains("item.n < 9 &&");
        assertThat(graph.component("many/keep").config().toString()).contains("item.n < 50 &&");
    }

    @Test
    void paths_are_relative_to_the_file_they_are_in() throws IOException {
        file("a/b/leaf.yaml", KEEP);
        file(
                "a/middle.yaml",
                """
                inputs: [leaf]
                outputs: [leaf]
                components:
                  leaf: { type: ./b/leaf.yaml, config: { most: 1 } }
                """);
        Path top =
                file(
                        "c/top.yaml",
                        """
                        components:
                          orders: { type: Orders }
                          middle: { type: ../a/middle.yaml }
                          out: { type: Print }
                        bindings: [orders -> middle -> out]
                        """);

        Graph graph = Corpus.blueprint(Map.of()).read(top);

        assertThat(graph.component("middle/leaf/keep").folder()).isEqualTo(temp.resolve("a/b"));
    }

    @Test
    void part_can_be_checked_alone() throws IOException {
        Path part = file("keep.yaml", KEEP.replace("{ most: ,", "{ most: 3,"));

        Graph graph = Corpus.blueprint(Map.of()).read(part);

        assertThat(graph.warnings()).isEmpty();
        assertThat(graph.inputs()).extracting(Graph.Exposed::name).containsExactly("input");
        assertThat(graph.components()).extracting(ComponentSpec::name).containsExactly("keep");
    }

    @Test
    void shorthand_and_long_form_are_the_same() throws IOException {
        String components =
                """
                components:
                  pair: { type: Merge }
                  out: { type: Keep, config: { condition: 'true' } }
                bindings: [pair -> out]
                """;
        Path one = file("one.yaml", "inputs: [pair.left, pair.right]\noutputs: out\n" + components);
        Path two =
                file(
                        "two.yaml",
                        "inputs: { left: pair.left, right: [pair.right] }\n"
                                + "outputs: { output: out.output }\n"
                                + components);

        assertThat(ends(one)).isEqualTo(ends(two)).hasSize(3);
    }

    private static List<String> ends(Path file) {
        Graph graph = Corpus.blueprint(Map.of()).read(file);
        var ends = new ArrayList<String>();
        graph.inputs().forEach(e -> ends.add("in " + e.name() + e.ports()));
        graph.outputs().forEach(e -> ends.add("out " + e.name() + e.ports()));
        return ends;
    }

    @Test
    void links_to_one_file_do_not_hide_a_circle() throws IOException {
        Path one = file("one.yaml", "inputs: [a]\ncomponents:\n  a: { type: ./two.yaml }\n");
        Files.createSymbolicLink(temp.resolve("two.yaml"), one);

        assertThat(problems(one)).extracting(Diagnostic::code).contains("MR225");
    }

    @Test
    void seventeen_levels_are_refused_and_sixteen_are_not() throws IOException {
        for (int i = 0; i < 18; i++) {
            String inner =
                    i == 17 ? "Keep, config: { condition: 'true' }" : "./l" + (i + 1) + ".yaml";
            file(
                    "l" + i + ".yaml",
                    "inputs: [a]\noutputs: [a]\ncomponents:\n  a: { type: " + inner + " }\n");
        }

        assertThat(problems(temp.resolve("l1.yaml"))).isEmpty();
        assertThat(problems(temp.resolve("l0.yaml")))
                .extracting(Diagnostic::code)
                .containsExactly("MR227");
    }

    @Test
    void bomb_of_parts_is_refused_at_once() {
        Path bomb = Corpus.FOLDER.resolve("bad/sub_bomb.yaml");
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10 && best > 100_000_000; i++) {
            long start = System.nanoTime();
            assertThat(problems(bomb)).extracting(Diagnostic::code).containsExactly("MR227");
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.println("a bomb of blueprints is refused in " + best / 1_000_000 + " ms");

        assertThat(best).isLessThan(100_000_000);
    }

    @Test
    void classic_streams_reach_into_a_part_by_name() throws IOException {
        file("steps/keep.yaml", KEEP);
        Path top =
                file(
                        "top.yaml",
                        """
                        components:
                          - { name: orders, type: Orders }
                          - { name: keep, type: ./steps/keep.yaml, config: { most: 1 } }
                          - { name: out, type: Print }
                          - { name: failed, type: Print }
                        bindings:
                          - { from_component: orders, to_component: keep, stream_name: output }
                          - { from_component: keep, to_component: out, stream_name: output }
                          - { from_component: keep, to_component: failed, stream_name: error }
                        """);

        assertThat(Corpus.blueprint(Map.of()).read(top).streams())
                .extracting(StreamSpec::toString)
                .containsExactly(
                        "orders.output -> keep/keep.input",
                        "keep/keep.output -> out.input",
                        "keep/keep.error -> failed.input");
    }
}
