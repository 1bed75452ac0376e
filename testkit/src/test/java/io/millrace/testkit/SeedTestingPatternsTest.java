package io.millrace.testkit;

import static io.millrace.testkit.MillraceAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.ErrorEvent.Category;
import io.millrace.api.Streams;
import io.millrace.engine.Run;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.ComponentSpec;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The seed's three patterns of tests, under the seed's names. */
class SeedTestingPatternsTest {

    private static final Document FIRST = Document.parse("{\"id\":1,\"data\":\"test1\"}");
    private static final Document SECOND = Document.parse("{\"id\":2,\"data\":\"test2\"}");

    /** The seed's component: a loop with an error boundary for each item. */
    public static class MyComponent implements Component {

        /** Its options. */
        public record Config(@Doc("The variant.") @Default("default") String variant) {}

        private final Config config;
        private Context context;

        /** Creates one. */
        public MyComponent(Config config) {
            this.config = config;
        }

        @Override
        public void setup(Context context) {
            this.context = Objects.requireNonNull(context);
            context.log().debug("Variant {}.", config.variant());
        }

        @Override
        public void process(Streams streams) throws Exception {
            for (Document item : streams.receive("input", Document.class)) {
                context.errors()
                        .run(
                                "process_item",
                                item,
                                () -> streams.send("output", transformItem(item)));
            }
        }

        Document transformItem(Document item) {
            return item;
        }
    }

    /** Its transformation fails, as in the seed. */
    static class Failing extends MyComponent {
        Failing() {
            super(new Config("default"));
        }

        @Override
        Document transformItem(Document item) {
            throw new IllegalArgumentException("Test error");
        }
    }

    /** The same without the error boundary: the failure leaves the loop. */
    static final class Unguarded extends Failing {
        @Override
        public void process(Streams streams) throws Exception {
            for (Document item : streams.receive("input", Document.class)) {
                streams.send("output", transformItem(item));
            }
        }
    }

    /** The same with a boundary that tells nobody. */
    static final class Swallowing extends Failing {
        private int lost;

        @Override
        public void process(Streams streams) throws Exception {
            for (Document item : streams.receive("input", Document.class)) {
                try {
                    streams.send("output", transformItem(item));
                } catch (IllegalArgumentException e) {
                    lost++;
                }
            }
        }

        @Override
        public String toString() {
            return lost + " lost";
        }
    }

    @Test
    @DisplayName(
            "M080 M081 M082 M083 M084 M086 M087 test_component_processing: what is given comes out")
    void test_component_processing() throws Exception {
        var run =
                ComponentTester.of(MyComponent.class)
                        .config("variant", "test_variant")
                        .input(FIRST, SECOND)
                        .run();

        assertThat(run)
                .finished()
                .accountsForEveryItem()
                .output("output")
                .hasSize(2)
                .containsExactly(FIRST, SECOND);
    }

    @Test
    @DisplayName("M088 M089 T9 test_component_error_handling: a failing item does not end the run")
    void test_component_error_handling() throws Exception {
        error_handling_of(Failing::new);
    }

    private static void error_handling_of(Supplier<MyComponent> component) throws Exception {
        var run = ComponentTester.of(component).input(FIRST, SECOND).run(false);

        assertThat(run).finished().accountsForEveryItem().hasFailed(2).output().isEmpty();
        assertThat(run)
                .error(0)
                .hasOperation("process_item")
                .hasMessage("Test error")
                .hasCategory(Category.DATA)
                .isAbout(FIRST);
    }

    @Test
    @DisplayName("T9 the error test fails when the error boundary is removed")
    void error_test_notices_a_missing_boundary() {
        assertThatThrownBy(() -> error_handling_of(Unguarded::new))
                .isInstanceOf(AssertionError.class)
                .hasMessage("'tested' failed in process")
                .hasRootCauseMessage("Test error");
    }

    @Test
    @DisplayName("T9 M117 the error test fails when failures are swallowed")
    void error_test_notices_swallowed_failures() {
        assertThatThrownBy(() -> error_handling_of(Swallowing::new))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "Items unaccounted for: 2 (2 in, 0 out, 0 errors, 0 dropped)");
    }

    @Test
    @DisplayName("M088 T9 an injected fault shows a missing boundary too")
    void injected_fault_notices_a_missing_boundary() throws Exception {
        var guarded =
                ComponentTester.of(MyComponent.class)
                        .failOn(SECOND::equals, new IllegalArgumentException("Test error"))
                        .input(FIRST, SECOND);

        assertThat(guarded.run()).finished().hasFailed(1).output().containsExactly(FIRST);
        assertThatThrownBy(
                        ComponentTester.of(Unguarded::new)
                                        .failOn(_ -> true, new IllegalArgumentException("x"))
                                ::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no such item at the component's error boundary");
    }

    @Test
    @DisplayName(
            "M090 M091 M092 test_component_integration: created by the registry, set up, cleaned"
                    + " up")
    void test_component_integration() throws Exception {
        var registry = new ComponentRegistry().register("MyComponent", MyComponent.class);
        ComponentSpec spec =
                registry.create("MyComponent", "test_instance", Map.of("variant", "production"));
        var component = StandaloneComponent.of(spec);

        assertThat(component.name()).isEqualTo("test_instance");
        assertThat(component.variant()).isEqualTo("production");

        component.setup();
        assertThat(component.isRunning()).isTrue();

        component.cleanup();
        assertThat(component.isRunning()).isFalse();
        assertThat(component.status().state()).isEqualTo(Run.State.STOPPED);
    }
}
