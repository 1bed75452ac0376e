package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sending without waiting, or not for ever. */
class TrySendTest {

    private static final Map<String, ?> TWO = Map.of("buffer", Map.of("items", 2));

    private final List<Object> sent = new ArrayList<>();

    /** Begins to take after ten seconds. */
    @Ports(outputs = {})
    private static final class Late implements Handler<Object> {
        private final List<Object> items = new ArrayList<>();
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output unused) throws Exception {
            if (items.isEmpty()) {
                context.sleep(Duration.ofSeconds(10));
            }
            items.add(item);
        }
    }

    /** Tries to send what it gets, and drops what there is no room for. */
    private final class Trying implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws Exception {
            if (out.trySend(item)) {
                sent.add(item);
            }
        }
    }

    /** Ends when all streams are empty again, so that nobody waits to tell of the end. */
    private static GraphBuilder graph() {
        Object[] script = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, Duration.ofMinutes(1)};
        return Graph.builder("try").component("in", () -> new Script(script));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("M019 trySend sends nothing where a stream is full")
    void sends_nothing_where_a_stream_is_full(boolean fused) throws Exception {
        var late = new Late();
        Graph graph =
                graph().component("trying", Trying::new)
                        .component("late", () -> late, TWO)
                        .bind("in -> trying -> late")
                        .build();

        GraphTester.Result result = run(graph, fused);

        assertThat(late.items).isEqualTo(sent).hasSizeBetween(2, 9).startsWith(0, 1);
        assertThat(result.component("trying").itemsOut()).isEqualTo(sent.size());
        assertThat(result.component("trying").blockedNanos()).isZero();
    }

    @Test
    @DisplayName("M019 trySend looks through the handlers that are fused behind it")
    void looks_through_fused_handlers() throws Exception {
        var late = new Late();
        Graph graph =
                graph().component("trying", Trying::new)
                        .component("pass", Pass::new)
                        .component("late", () -> late, TWO)
                        .bind("in -> trying -> pass -> late")
                        .build();

        GraphTester.Result result = run(graph, true);

        assertThat(late.items).isEqualTo(sent).hasSizeBetween(2, 9);
        assertThat(result.component("pass").itemsIn()).isEqualTo(sent.size());
        assertThat(result.component("pass").blockedNanos()).isZero();
    }

    /** Passes everything on. */
    private static final class Pass implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("M019 trySend to several sends to all of them or to none")
    void sends_to_all_or_to_none(boolean fused) throws Exception {
        var late = new Late();
        var quick = new CollectSink();
        Graph graph =
                graph().component("trying", Trying::new)
                        .component("late", () -> late, TWO)
                        .component("quick", () -> quick)
                        .bind("in -> trying -> late")
                        .bind("trying -> quick")
                        .build();

        run(graph, fused);

        assertThat(late.items).isEqualTo(sent).hasSizeLessThan(10);
        assertThat(quick.items()).isEqualTo(sent);
    }

    @Test
    @DisplayName("M019 trySend to one of several asks the one whose turn it is")
    void asks_the_one_whose_turn_it_is() throws Exception {
        var late = new Late();
        var quick = new CollectSink();
        Graph graph =
                graph().component("trying", Trying::new, Map.of("distribute", "round_robin"))
                        .component("late", () -> late, TWO)
                        .component("quick", () -> quick)
                        .bind("in -> trying -> late")
                        .bind("trying -> quick")
                        .build();

        run(graph, true);

        assertThat(sent).hasSizeLessThan(10);
        assertThat(quick.items().size()).isBetween(late.items.size() - 1, late.items.size());
        assertThat(sent).hasSize(late.items.size() + quick.items().size());
    }

    @Test
    @DisplayName("M019 M020 a stream that drops has room, and so has an output that is not bound")
    void what_drops_has_room() throws Exception {
        Graph graph =
                graph().component("trying", Trying::new)
                        .component("alone", Trying::new)
                        .component("late", Late::new)
                        .bind("in -> trying")
                        .bind(
                                "trying -> late",
                                Map.of("buffer", Map.of("items", 2), "when_full", "drop_newest"))
                        .bind("in -> alone")
                        .build();

        GraphTester.Result result = run(graph, true);

        assertThat(sent).hasSize(20);
        assertThat(result.component("trying").dropped()).containsKey("when_full");
        assertThat(result.component("alone").dropped()).containsEntry("unbound", 10L);
    }

    @Test
    @DisplayName("M019 a send with a time-out waits for room so long, on the run's clock")
    void a_send_with_a_time_out_waits_so_long() throws Exception {
        var late = new Late();
        var loop =
                new Loop(
                        (streams, it) -> {
                            Output out = streams.output("output");
                            for (Object item : streams.receive("input", Object.class)) {
                                while (!out.send(item, Duration.ofSeconds(4))) {
                                    sent.add("full at " + it.seconds());
                                }
                                sent.add(item + " at " + it.seconds());
                            }
                        });
        Graph graph =
                graph().component("loop", () -> loop)
                        .component("late", () -> late, TWO)
                        .bind("in -> loop -> late")
                        .build();

        GraphTester.Result result = run(graph, true);

        assertThat(late.items).hasSize(10);
        assertThat(sent)
                .startsWith("0 at 0", "1 at 0")
                .contains("full at 4", "full at 8")
                .endsWith("9 at 10");
        assertThat(Duration.ofNanos(result.component("loop").blockedNanos()))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    @DisplayName("M019 a source tries to send no faster than its rate")
    void a_source_tries_to_send_no_faster_than_its_rate() throws Exception {
        var sink = new CollectSink();
        Graph graph =
                Graph.builder("rate")
                        .component(
                                "eager",
                                Eager::new,
                                Map.of("rate_limit", Map.of("items", 2, "per", "1s")))
                        .component("sink", () -> sink)
                        .bind("eager -> sink")
                        .build();

        GraphTester.Result result = run(graph, true);

        assertThat(sink.items()).containsExactly("tried", "tried", "waited");
        assertThat(result.elapsed()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /** Tries three times at once, and once more with a second's patience. */
    @Traits(cooperative = true)
    private static final class Eager implements Source {
        @Override
        public void run(SourceOutput out) throws Exception {
            for (int i = 0; i < 3; i++) {
                out.trySend("tried");
            }
            out.send("impatient", Duration.ofMillis(10));
            out.send("waited", Duration.ofSeconds(1));
        }
    }

    private static GraphTester.Result run(Graph graph, boolean fused) throws InterruptedException {
        GraphTester tester = GraphTester.of(graph);
        GraphTester.Result result = (fused ? tester : tester.unfused()).run();
        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        return result;
    }
}
