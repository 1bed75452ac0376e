package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Component;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.ComponentSpec.Distribution;
import io.millrace.graph.ComponentSpec.OnError;
import io.millrace.graph.StreamSpec.Port;
import io.millrace.graph.StreamSpec.WhenFull;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class GraphBuilderTest {

    static final class Numbers implements Source {
        @Override
        public void run(SourceOutput out) {}
    }

    static final class Same implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
        }
    }

    @Ports(inputs = {"left", "right"})
    static final class Join implements Component {
        @Override
        public void process(Streams streams) {}
    }

    @Ports(outputs = {})
    static final class Sink implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) {}
    }

    @Test
    void holds_what_was_said() {
        Graph graph =
                Graph.builder("numbers")
                        .folder(Path.of("there"))
                        .component("numbers", Numbers::new, Map.of("distribute", "round_robin"))
                        .component(
                                "same",
                                Same::new,
                                Map.of(
                                        "parallelism",
                                        3,
                                        "on_error",
                                        Map.of("then", "skip"),
                                        "buffer",
                                        Map.of("items", 7),
                                        "description",
                                        "Does nothing."))
                        .component("sink", Sink.class, Sink::new)
                        .bind("numbers -> same")
                        .bind(
                                "same -> sink",
                                Map.of("when_full", "drop_oldest", "buffer", new Buffer(3, 99)))
                        .bind(new Port("numbers", "error"), new Port("sink", "input"))
                        .build();

        assertThat(graph.name()).isEqualTo("numbers");
        assertThat(graph.folder()).isEqualTo(Path.of("there"));
        assertThat(graph.warnings()).isEmpty();
        assertThat(graph.component("numbers").options().distribute())
                .isEqualTo(Distribution.ROUND_ROBIN);
        ComponentSpec same = graph.component("same");
        assertThat(same.type().implementation()).isEqualTo(Same.class);
        assertThat(same.options().parallelism()).isEqualTo(3);
        assertThat(same.options().onError()).isEqualTo(OnError.SKIP);
        assertThat(same.options().buffer()).isEqualTo(new Buffer(7, Buffer.DEFAULT.bytes()));
        assertThat(same.options().description()).isEqualTo("Does nothing.");
        assertThat(graph.streams())
                .extracting(StreamSpec::toString)
                .containsExactly(
                        "numbers.output -> same.input",
                        "same.output -> sink.input",
                        "numbers.error -> sink.input");
        assertThat(graph.streams().get(1).whenFull()).isEqualTo(WhenFull.DROP_OLDEST);
        assertThat(graph.streams().get(1).buffer()).isEqualTo(new Buffer(3, 99));
    }

    @Test
    void chain_names_ports_of_a_component_in_its_middle() {
        Graph graph =
                Graph.builder("ports")
                        .component("a", Numbers::new)
                        .component("b", Numbers::new)
                        .component("join", Join::new)
                        .component("sink", Sink::new)
                        .bind("a -> left:join:output -> sink.input")
                        .bind("b.output -> join.right")
                        .build();

        assertThat(graph.streams())
                .extracting(StreamSpec::toString)
                .containsExactly(
                        "a.output -> join.left",
                        "join.output -> sink.input",
                        "b.output -> join.right");
    }

    @Test
    void all_problems_are_reported_at_once() {
        GraphBuilder builder =
                Graph.builder("wrong")
                        .component("a", Numbers::new)
                        .component("a", Numbers::new)
                        .component("9", Numbers::new)
                        .component("join", Join::new)
                        .component("sink", Sink::new)
                        .bind("a -> join.lfet")
                        .bind("a -> joni.left -> sink")
                        .bind("sink -> a")
                        .bind("aa -> sink")
                        .bind("a")
                        .bind("a -> sink")
                        .bind("a.output -> sink.input");

        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        BlueprintException.class,
                        e ->
                                assertThat(e.diagnostics())
                                        .extracting(Diagnostic::code)
                                        .containsExactlyInAnyOrderElementsOf(
                                                List.of(
                                                        "MR204", "MR205", "MR203", "MR206", "MR208",
                                                        "MR207", "MR201", "MR206", "MR209")));
    }
}
