package io.millrace.testkit;

import static io.millrace.testkit.Given.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class BlueprintTesterTest {

    /** Would ask the outside world. */
    static final class Orders implements Source {
        @Override
        public void run(SourceOutput out) {
            throw new AssertionError("the real source runs");
        }
    }

    /** Counts for ever. */
    @Traits(cooperative = true)
    static final class Ticks implements Source {
        private Context context;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            for (int i = 0; !out.stopping(); i++) {
                out.send(i);
                context.sleep(Duration.ofSeconds(1));
            }
        }
    }

    /** Halves even numbers, fails odd ones. */
    static final class Half implements Handler<Integer> {
        @Override
        public void onItem(Integer item, Output out) throws Exception {
            if (item % 2 != 0) {
                throw new IllegalArgumentException(item + " is odd");
            }
            out.send(item / 2);
        }
    }

    /** Would write to the outside world. */
    @Ports(outputs = {})
    static final class Archive implements Handler<Object> {
        @Override
        public void onItem(Object item, Output unused) {
            throw new AssertionError("the real sink runs");
        }
    }

    /** Takes three items and ends. */
    static final class Three implements Handler<Object> {
        private Context context;
        private int taken;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            out.send(item);
            if (++taken == 3) {
                context.finish();
            }
        }
    }

    private static GraphBuilder orders() {
        return Graph.builder("orders")
                .component("orders", Orders::new)
                .component("half", Half::new)
                .component("archive", Archive::new)
                .bind("orders -> half -> archive");
    }

    @Test
    @DisplayName("M083 M093 a whole graph with sources and sinks replaced by name")
    void replaces_sources_and_sinks() throws Exception {
        var run =
                BlueprintTester.of(orders().build())
                        .given("orders", 2, 3, at("10s", 8))
                        .run()
                        .finished();

        assertThat(run.output("archive")).containsExactly(1, 4);
        assertThat(run.arrivals("archive"))
                .extracting(Arrival::at)
                .containsExactly(Duration.ZERO, Duration.ofSeconds(10));
        assertThat(run.elapsed()).isEqualTo(Duration.ofSeconds(10));
        assertThat(run.errors()).extracting(e -> e.message()).containsExactly("3 is odd");
        assertThat(run.deadLetters("half")).hasSize(1);
        assertThat(run.component("half").itemsIn()).isEqualTo(3);
    }

    @Test
    void a_source_must_be_given_or_real() {
        var tester = BlueprintTester.of(orders().build());

        assertThatThrownBy(tester::run)
                .hasMessage("source 'orders' is not given; give it items or say that it is real");
        assertThatThrownBy(tester.given("order", 1)::run)
                .hasMessage("source 'orders' is not given; give it items or say that it is real");
        assertThatThrownBy(tester.given("orders", 1).given("ordres", 1)::run)
                .hasMessage("there is no source 'ordres'; did you mean 'orders'?");
        assertThatThrownBy(tester.given("orders", 1).real("archives")::run)
                .hasMessage("there is no component 'archives'; did you mean 'archive'?");
        assertThatThrownBy(tester.given("orders", 1).capture("half.out")::run)
                .hasMessage("there is no output 'half.out'");
    }

    @Test
    void captures_what_passes_between_components() throws Exception {
        var run =
                BlueprintTester.of(orders().build())
                        .given("orders", 2, 3)
                        .capture("orders.output")
                        .capture("half.error")
                        .run()
                        .finished();

        assertThat(run.output("orders.output")).containsExactly(2, 3);
        assertThat(run.texts("half.error")).singleElement().asString().contains("3 is odd");
        assertThat(run.output("archive")).containsExactly(1);
    }

    @Test
    void a_capture_does_not_keep_a_sender_running() throws Exception {
        Graph graph =
                Graph.builder("ticks")
                        .component("ticks", Ticks::new)
                        .component("three", Three::new)
                        .component("archive", Archive::new)
                        .bind("ticks -> three -> archive")
                        .build();

        var run = BlueprintTester.of(graph).real("ticks").capture("ticks.output").run().finished();

        assertThat(run.output("archive")).containsExactly(0, 1, 2);
    }

    @Test
    void a_capture_keeps_the_distribution() throws Exception {
        Graph graph =
                Graph.builder("shared")
                        .component("orders", Orders::new, Map.of("distribute", "round_robin"))
                        .component("left", Archive::new)
                        .component("right", Archive::new)
                        .bind("orders -> left")
                        .bind("orders -> right")
                        .build();

        var run =
                BlueprintTester.of(graph)
                        .given("orders", 1, 2, 3, 4)
                        .capture("orders.output")
                        .run()
                        .finished();

        assertThat(run.output("left")).containsExactly(1, 3);
        assertThat(run.output("right")).containsExactly(2, 4);
        assertThat(run.output("orders.output")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void drains_a_source_that_does_not_end() throws Exception {
        Graph graph =
                Graph.builder("ticks")
                        .component("ticks", Ticks::new)
                        .component("archive", Archive::new)
                        .bind("ticks -> archive")
                        .build();

        var run =
                BlueprintTester.of(graph)
                        .real("ticks")
                        .drainAfter(Duration.ofMillis(2500))
                        .run()
                        .finished();

        assertThat(run.output("archive")).containsExactly(0, 1, 2);
        assertThat(run.elapsed()).isBetween(Duration.ofMillis(2500), Duration.ofMillis(2600));
    }

    @Test
    void tests_a_part_by_its_inputs_and_outputs() throws Exception {
        Graph part =
                Graph.builder("part")
                        .component("half", Half::new)
                        .input("numbers", "half")
                        .output("halves", "half")
                        .build();

        var run = BlueprintTester.of(part).given("numbers", 4, 6).run().finished();

        assertThat(run.output("halves")).isEqualTo(List.of(2, 3));
    }

    /** A real sink that closes what it opened. */
    @Ports(outputs = {})
    static final class Counting implements Handler<Object> {
        static int items;

        @Override
        public void onItem(Object item, Output unused) {
            items++;
        }
    }

    @Test
    void leaves_a_real_sink_as_it_is() throws Exception {
        Component sink = new Counting();
        Graph graph =
                Graph.builder("real")
                        .component("orders", Orders::new)
                        .component("count", () -> sink)
                        .bind("orders -> count")
                        .build();

        BlueprintTester.of(graph).given("orders", 1, 2).real("count").run().finished();

        assertThat(Counting.items).isEqualTo(2);
    }
}
