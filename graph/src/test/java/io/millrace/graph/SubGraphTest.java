package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.StreamSpec.Port;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Graphs that are components of others. */
class SubGraphTest {

    static final class Numbers implements Source {
        @Override
        public void run(SourceOutput out) {}
    }

    static class Same implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
        }
    }

    @Ports(outputs = {})
    static final class Sink extends Same {}

    /** Two handlers in a row. */
    private static GraphBuilder pair() {
        return Graph.builder("pair")
                .folder(Path.of("pairs"))
                .component("first", Same::new)
                .component("second", Same::new)
                .bind("first -> second")
                .input("input", "first")
                .output("output", "second");
    }

    private static GraphBuilder around(GraphBuilder sub, Map<String, ?> options) {
        return Graph.builder("around")
                .component("numbers", Numbers::new)
                .component("sub", sub, options)
                .component("sink", Sink::new)
                .bind("numbers -> sub -> sink");
    }

    private static List<String> streams(Graph graph) {
        return graph.streams().stream().map(StreamSpec::toString).toList();
    }

    private static List<Diagnostic> problems(GraphBuilder builder) {
        try {
            return builder.build().warnings();
        } catch (BlueprintException e) {
            return e.diagnostics();
        }
    }

    @Test
    void components_take_the_place_of_the_graph_that_holds_them() {
        Graph graph = around(pair(), Map.of()).build();

        assertThat(graph.warnings()).isEmpty();
        assertThat(graph.components())
                .extracting(ComponentSpec::name)
                .containsExactly("numbers", "sub/first", "sub/second", "sink");
        assertThat(streams(graph))
                .containsExactly(
                        "numbers.output -> sub/first.input",
                        "sub/second.output -> sink.input",
                        "sub/first.output -> sub/second.input");
        assertThat(graph.component("sub/first").folder()).isEqualTo(Path.of("pairs"));
        assertThat(graph.component("sink").folder()).isNull();
    }

    @Test
    void graph_within_a_graph_within_a_graph_works_and_so_does_one_used_twice() {
        GraphBuilder middle =
                Graph.builder("middle")
                        .component("one", pair(), Map.of())
                        .component("two", pair(), Map.of())
                        .bind("one -> two")
                        .input("input", "one")
                        .output("output", "two.output");

        Graph graph = around(middle, Map.of()).build();

        assertThat(graph.warnings()).isEmpty();
        assertThat(streams(graph))
                .containsExactlyInAnyOrder(
                        "numbers.output -> sub/one/first.input",
                        "sub/one/first.output -> sub/one/second.input",
                        "sub/one/second.output -> sub/two/first.input",
                        "sub/two/first.output -> sub/two/second.input",
                        "sub/two/second.output -> sink.input");
    }

    @Test
    void an_end_may_stand_for_several() {
        GraphBuilder sub =
                Graph.builder("both")
                        .component("a", Same::new)
                        .component("b", Same::new)
                        .input("input", "a", "b")
                        .output("output", "a", "b");

        assertThat(streams(around(sub, Map.of()).build()))
                .containsExactly(
                        "numbers.output -> sub/a.input",
                        "numbers.output -> sub/b.input",
                        "sub/a.output -> sink.input",
                        "sub/b.output -> sink.input");
    }

    @Test
    void failed_items_leave_by_its_error_stream_unless_they_go_elsewhere_inside() {
        GraphBuilder inner = pair().component("log", Sink::new).bind("first.error -> log");
        GraphBuilder sub =
                Graph.builder("sub")
                        .component("a", Same::new)
                        .component("b", Same::new, Map.of("on_error", Map.of("then", "skip")))
                        .component("c", Same::new)
                        .component("inner", inner, Map.of())
                        .bind("a -> b -> inner -> c")
                        .input("input", "a")
                        .output("output", "c")
                        .output("refused", "c.error");

        Graph graph =
                around(sub, Map.of())
                        .component("failed", Sink::new)
                        .component("refused", Sink::new)
                        .bind("sub.error -> failed")
                        .bind("sub.refused -> refused")
                        .build();

        assertThat(graph.warnings()).isEmpty();
        assertThat(streams(graph))
                .filteredOn(s -> s.contains(".error"))
                .containsExactlyInAnyOrder(
                        "sub/a.error -> failed.input",
                        "sub/inner/second.error -> failed.input",
                        "sub/inner/log.error -> failed.input",
                        "sub/c.error -> refused.input",
                        "sub/inner/first.error -> sub/inner/log.input");
    }

    @Test
    void key_is_that_of_the_items_that_come_in_and_one_inside_goes_before() {
        GraphBuilder sub =
                Graph.builder("sub")
                        .component("plain", Same::new)
                        .component("keyed", Same::new, Map.of("key", "item.own"))
                        .component("deep", pair(), Map.of("key", "item.deep"))
                        .component("end", Sink::new)
                        .bind("plain -> end")
                        .bind("keyed -> end")
                        .bind("deep -> end")
                        .input("input", "plain", "keyed", "deep");

        Graph graph =
                Graph.builder("around")
                        .component("numbers", Numbers::new)
                        .component("sub", sub, Map.of("key", "item.all"))
                        .bind("numbers -> sub")
                        .build();

        assertThat(graph.components())
                .filteredOn(c -> c.options().key() != null)
                .extracting(c -> c.name() + ": " + c.options().key())
                .containsExactly(
                        "sub/plain: item.all", "sub/keyed: item.own", "sub/deep/first: item.deep");
    }

    @Test
    void key_is_refused_where_items_from_inside_would_get_it() {
        GraphBuilder sub =
                Graph.builder("sub")
                        .component("own", Numbers::new)
                        .component("meeting", Same::new)
                        .bind("own -> meeting")
                        .input("input", "meeting")
                        .output("output", "meeting");

        assertThat(problems(around(sub, Map.of("key", "item.n"))))
                .extracting(Diagnostic::code)
                .containsExactly("MR221");
    }

    @Test
    void buffer_is_that_of_the_streams_that_come_in_and_that_of_a_binding_goes_before() {
        GraphBuilder sub =
                Graph.builder("sub")
                        .component("deep", pair(), Map.of("buffer", Map.of("items", 7)));
        sub.input("input", "deep").output("output", "deep");
        GraphBuilder around =
                around(sub, Map.of("buffer", Map.of("items", 5)))
                        .component("more", Numbers::new)
                        .bind("more -> sub", Map.of("buffer", Map.of("items", 3)));

        assertThat(around.build().streams())
                .filteredOn(s -> s.buffer() != null)
                .extracting(s -> s.from() + " " + size(s.buffer()))
                .containsExactly("numbers.output 5", "more.output 3");
        assertThat(around(sub, Map.of()).build().streams().getFirst().buffer())
                .extracting(Buffer::items)
                .isEqualTo(7);
    }

    private static int size(@Nullable Buffer buffer) {
        return buffer == null ? 0 : buffer.items();
    }

    @Test
    void options_that_mean_nothing_for_many_components_are_refused() {
        for (String option : List.of("parallelism", "distribute", "on_error")) {
            Object value =
                    switch (option) {
                        case "parallelism" -> 2;
                        case "distribute" -> "round_robin";
                        default -> Map.of("then", "skip");
                    };
            assertThat(problems(around(pair(), Map.of(option, value))))
                    .as(option)
                    .extracting(Diagnostic::code)
                    .containsExactly("MR221");
        }
    }

    @Test
    void cycle_through_a_graph_is_found_and_named_from_where_it_can_be_seen() {
        GraphBuilder outside =
                around(pair(), Map.of()).component("back", Same::new).bind("sub -> back -> sub");
        GraphBuilder inside = pair().bind("second -> first");

        assertThat(problems(outside))
                .singleElement()
                .satisfies(
                        p ->
                                assertThat(p.message())
                                        .contains("sub/first -> sub/second -> back -> sub/first"));
        assertThat(problems(around(inside, Map.of())))
                .singleElement()
                .satisfies(
                        p -> {
                            assertThat(p.message()).endsWith("cycle: first -> second -> first");
                            assertThat(p.notes()).contains("used as component 'sub'");
                        });
    }

    @Test
    void what_is_not_bound_is_told_of_the_component_that_is_bound_to_nothing() {
        GraphBuilder builder =
                Graph.builder("loose")
                        .component("numbers", Numbers::new)
                        .component("end", pair(), Map.of())
                        .component("alone", pair(), Map.of())
                        .bind("numbers -> end");

        assertThat(problems(builder))
                .extracting(Diagnostic::message)
                .containsExactly(
                        "output 'output' of component 'end' is bound to nothing",
                        "no item can reach component 'alone'");
    }

    @Test
    void error_stream_that_gets_nothing_is_told() {
        GraphBuilder sub =
                Graph.builder("sub")
                        .component("a", Same::new, Map.of("on_error", Map.of("then", "stop")))
                        .input("input", "a")
                        .output("output", "a");

        assertThat(problems(around(sub, Map.of()).bind("sub.error -> sink")))
                .extracting(Diagnostic::code)
                .containsExactly("MR212");
    }

    @Test
    void graph_that_is_a_part_says_what_its_ends_are_and_is_not_run() {
        Graph graph = pair().build();

        assertThat(graph.warnings()).isEmpty();
        assertThat(graph.inputs().getFirst().ports()).containsExactly(new Port("first", "input"));
        assertThat(graph.outputs().getFirst().ports())
                .containsExactly(new Port("second", "output"));
        assertThatThrownBy(graph::whole)
                .isInstanceOf(BlueprintException.class)
                .hasMessageContaining("MR224");
        Graph whole = around(pair(), Map.of()).build();
        assertThat(whole.whole()).isSameAs(whole);
    }

    @Test
    void graph_cannot_hold_itself() {
        GraphBuilder outer = pair();
        GraphBuilder inner = pair().component("outer", outer, Map.of());

        assertThatThrownBy(() -> outer.component("inner", inner, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> outer.component("outer", outer, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void binding_that_makes_too_many_streams_is_refused() {
        GraphBuilder wide = Graph.builder("wide");
        var names = new String[400];
        for (int i = 0; i < names.length; i++) {
            names[i] = "c" + i;
            wide.component(names[i], Same::new);
        }
        wide.input("input", names).output("output", names);

        GraphBuilder builder =
                Graph.builder("far")
                        .component("one", wide, Map.of())
                        .component("two", wide, Map.of())
                        .bind("one -> two");

        assertThat(problems(builder)).extracting(Diagnostic::code).contains("MR227");
    }
}
