package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.AbstractComponent;
import io.millrace.api.Ports;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

/** The component that is made of pieces to override. */
class AbstractComponentTest {

    /** Overrides nothing. */
    private static final class Same extends AbstractComponent<Object> {}

    @Test
    @DisplayName("M002 M015 M018 M032 with nothing overridden every item is passed on as it is")
    void passes_everything_on() throws Exception {
        var item = new Object();

        TestRun run = ComponentTester.of(Same::new).input(item, "2").run().finished();

        assertThat(run.output()).containsExactly(item, "2");
        assertThat(run.output().getFirst()).isSameAs(item);
    }

    /** Says what it does with each item. */
    private static final class Upper extends AbstractComponent<String> {
        private String sign = "";

        @Override
        protected void setup() {
            log().debug("'{}' begins.", context().name());
            sign = "!";
        }

        @Override
        protected Object transform(String item) {
            if (item.isEmpty()) {
                throw new IllegalArgumentException("Test error");
            }
            return item.toUpperCase(java.util.Locale.ROOT) + sign;
        }
    }

    @Test
    @DisplayName("M015 M018 M021 transforms each item, and one that fails fails alone")
    void transforms_each_item() throws Exception {
        TestRun run = ComponentTester.of(Upper::new).input("a", "", "b").run().finished();

        assertThat(run.output()).containsExactly("A!", "B!");
        assertThat(run.errorMessages()).containsExactly("Test error");
    }

    /** Makes null of everything. */
    private static final class Nothing extends AbstractComponent<String> {
        @Override
        @SuppressWarnings("NullAway") // that is what the test is about
        protected Object transform(String item) {
            return null;
        }
    }

    @Test
    @DisplayName("a transform that returns null fails the item")
    void a_transform_that_returns_null_fails_the_item() throws Exception {
        TestRun run = ComponentTester.of(Nothing::new).input("a").run().finished();

        assertThat(run.output()).isEmpty();
        assertThat(run.errorMessages().getFirst())
                .startsWith("transform gave null for an item of 'input'");
    }

    /** Treats the items of each input in its own way. */
    @Ports(
            inputs = {"a", "b", "c"},
            outputs = {"a", "b", "output"})
    private static final class PerStream extends AbstractComponent<String> {
        @Override
        protected Object transform(String stream, String item) {
            return stream + ":" + item;
        }
    }

    @Test
    @DisplayName("M027 M028 M029 T19 each input has its transform, and its output if there is one")
    void each_input_has_its_transform_and_its_output() throws Exception {
        TestRun run =
                ComponentTester.of(PerStream::new)
                        .on("a", "1", "2")
                        .on("b", "3")
                        .on("c", "4")
                        .run()
                        .finished();

        assertThat(run.output("a")).containsExactly("a:1", "a:2");
        assertThat(run.output("b")).containsExactly("b:3");
        assertThat(run.output()).containsExactly("c:4");
        assertThat(run.status().itemsIn()).isEqualTo(4);
    }

    /** Routes by the first letter. */
    @Ports(outputs = {"output", "even", "odd", "default"})
    private static final class ByContent extends AbstractComponent<Integer> {
        @Override
        protected String route(String stream, Object result) {
            int number = (int) result;
            return number < 0 ? "negative" : number % 2 == 0 ? "even" : "odd";
        }
    }

    @Test
    @DisplayName("M031 M033 an item leaves by the chosen output, else by 'default'")
    void an_item_leaves_by_the_chosen_output_else_by_default() throws Exception {
        TestRun run =
                ComponentTester.of(ByContent::new)
                        .unbound("odd")
                        .input(1, 2, 3, -4, 6)
                        .run()
                        .finished();

        assertThat(run.output("even")).containsExactly(2, 6);
        assertThat(run.output("default")).containsExactly(1, 3, -4);
        assertThat(run.status().dropped()).isEmpty();
    }

    @Test
    @DisplayName("M020 M031 M033 M034 an item without any output is counted as unrouted")
    void an_item_without_any_output_is_counted() throws Exception {
        TestRun run =
                ComponentTester.of(ByContent::new)
                        .unbound("odd")
                        .unbound("default")
                        .input(IntStream.range(0, 100).boxed().toArray())
                        .run()
                        .finished();

        assertThat(run.output("even")).hasSize(50);
        assertThat(run.status().dropped()).containsEntry("unrouted", 50L);
    }

    @Test
    @DisplayName("M032 M104 an output that is not bound counts what is routed to it")
    void an_unbound_output_counts() throws Exception {
        Graph graph =
                Graph.builder("alone")
                        .component("in", () -> new Script("1", "2"))
                        .component("same", Same::new)
                        .bind("in -> same")
                        .build();

        GraphTester.Result result = GraphTester.of(graph).run();

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(result.component("same").dropped()).containsEntry("unrouted", 2L);
    }
}
