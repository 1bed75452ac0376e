package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.api.Traits;
import io.millrace.graph.ComponentSpec.Buffer;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class GraphCheckTest {

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

    @Traits(stateful = true)
    static final class Counting extends Same {}

    @Ports(outputs = {})
    static final class Sink extends Same {}

    @Ports(inputs = {"left", "right"})
    static final class Merge extends Same {}

    @Ports(inputs = {"left", "right"})
    static final class Join implements Component {
        @Override
        public void process(Streams streams) {}
    }

    private static List<String> codes(GraphBuilder builder) {
        List<Diagnostic> problems;
        try {
            problems = builder.build().warnings();
        } catch (BlueprintException e) {
            problems = e.diagnostics();
        }
        return problems.stream().map(Diagnostic::code).toList();
    }

    private static GraphBuilder diamond(
            Class<? extends Component> meeting, Map<String, ?> options) {
        GraphBuilder builder =
                Graph.builder("diamond")
                        .component("numbers", Numbers::new)
                        .component("before", Same::new)
                        .component("one", Same::new)
                        .component("two", Same::new)
                        .component("sink", Sink::new);
        if (meeting == Join.class) {
            builder.component("meeting", Join::new);
        } else {
            builder.component("meeting", Merge::new);
        }
        return builder.bind("numbers -> before -> one")
                .bind("before -> two")
                .bind("one -> meeting.left", options)
                .bind("two -> meeting.right", options)
                .bind("meeting -> sink");
    }

    @Test
    void streams_that_meet_again_in_a_loop_may_block_each_other() {
        assertThat(codes(diamond(Join.class, Map.of()))).containsExactly("MR213");
        assertThat(codes(diamond(Join.class, Map.of("buffer", new Buffer(16, 1000)))))
                .containsExactly("MR213");
    }

    @Test
    void streams_that_meet_with_slack_or_in_a_handler_do_not() {
        assertThat(codes(diamond(Join.class, Map.of("buffer", Buffer.DEFAULT)))).isEmpty();
        assertThat(codes(diamond(Merge.class, Map.of()))).isEmpty();
    }

    @Test
    void streams_of_two_sources_do_not_block_each_other() {
        assertThat(
                        codes(
                                Graph.builder("two")
                                        .component("one", Numbers::new)
                                        .component("two", Numbers::new)
                                        .component("join", Join::new)
                                        .component("sink", Sink::new)
                                        .bind("one -> left:join:output -> sink")
                                        .bind("two -> join.right")))
                .isEmpty();
    }

    @Test
    void key_must_reach_a_parallel_stateful_component_on_every_path() {
        GraphBuilder keyed =
                Graph.builder("keys")
                        .component("one", Numbers::new)
                        .component("two", Numbers::new)
                        .component("key", Same::new, Map.of("key", "item.id"))
                        .component("same", Same::new, Map.of("distribute", "key"))
                        .component("counting", Counting::new, Map.of("parallelism", 2))
                        .component("sink", Sink::new)
                        .bind("one -> key -> same -> counting -> sink");

        assertThat(codes(keyed.bind("two -> sink"))).isEmpty();
        assertThat(codes(keyed.bind("two -> counting"))).containsExactly("MR218");
    }

    @Test
    void every_cycle_is_named() {
        GraphBuilder builder =
                Graph.builder("cycles")
                        .component("numbers", Numbers::new)
                        .component("a", Same::new)
                        .component("b", Same::new)
                        .component("c", Same::new)
                        .component("d", Same::new)
                        .bind("numbers -> a -> b -> c -> a")
                        .bind("d -> d");

        assertThat(problems(builder))
                .containsExactlyInAnyOrder(
                        "components form a cycle: a -> b -> c -> a",
                        "components form a cycle: d -> d");
    }

    private static List<String> problems(GraphBuilder builder) {
        try {
            return builder.build().warnings().stream().map(Diagnostic::message).toList();
        } catch (BlueprintException e) {
            return e.diagnostics().stream().map(Diagnostic::message).toList();
        }
    }

    @Test
    void long_chain_is_checked_without_running_out_of_stack() {
        GraphBuilder builder =
                Graph.builder("long")
                        .component("c0", Numbers::new)
                        .component("end", Sink::new)
                        .bind("c19999 -> end");
        for (int i = 1; i < 20_000; i++) {
            builder.component("c" + i, Same::new).bind("c" + (i - 1) + " -> c" + i);
        }

        assertThat(codes(builder)).isEmpty();
    }
}
