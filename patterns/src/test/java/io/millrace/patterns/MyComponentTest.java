package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.engine.Run;
import io.millrace.graph.ComponentRegistry;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.StandaloneComponent;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Testing patterns, by the names that they have in the seed. */
class MyComponentTest {

    // @start region="processing"
    @Test
    @DisplayName("M080 M081 M082 M083 M084 M085 M086 M087 what goes in comes out, item by item")
    void test_component_processing() throws Exception {
        Document[] testItems = {
            Document.parse("{\"id\":1,\"data\":\"test1\"}"),
            Document.parse("{\"id\":2,\"data\":\"test2\"}")
        };

        var run =
                ComponentTester.of(MyComponent.class)
                        .config("variant", "test_variant")
                        .input((Object[]) testItems)
                        .run()
                        .finished();

        assertThat(run.output()).containsExactly((Object[]) testItems);
    }

    // @end

    // @start region="error-handling"
    @Test
    @DisplayName("M088 M089 T9 a transform that fails does not end the component, and is told once")
    void test_component_error_handling() throws Exception {
        var run =
                ComponentTester.of(MyComponent.class)
                        .input(Document.parse("{\"id\":1}"), Document.parse("{\"id\":2}"))
                        .failItem(1, new IllegalArgumentException("Test error"))
                        .run()
                        .finished();

        assertThat(run.texts()).containsExactly("{\"id\":2}");
        assertThat(run.errorMessages()).containsExactly("Test error");
    }

    // @end

    // @start region="integration"
    @Test
    @DisplayName("M090 M091 M092 M106 T10 the registry creates it, set-up makes it run")
    void test_component_integration() throws Exception {
        var registry = new ComponentRegistry();
        registry.register("MyComponent", MyComponent.class);

        var component =
                StandaloneComponent.of(
                        registry.create(
                                "MyComponent", "test_instance", Map.of("variant", "production")));

        assertThat(component.name()).isEqualTo("test_instance");
        assertThat(component.variant()).isEqualTo("production");

        component.setup();
        assertThat(component.status().state()).isEqualTo(Run.State.RUNNING);

        component.cleanup();
        assertThat(component.status().state()).isEqualTo(Run.State.STOPPED);
    }

    // @end

    @Test
    @DisplayName("M002 M015 M018 M069 a class that only extends AbstractComponent passes all on")
    void component_without_a_line_of_code_passes_items_on() throws Exception {
        Object item = Document.parse("{\"a\":1}");

        var run = ComponentTester.of(Nothing::new).input(item).run().finished();

        assertThat(run.output()).hasSize(1);
        assertThat(run.output().getFirst()).isSameAs(item);
    }

    /** Says nothing. */
    static final class Nothing extends io.millrace.api.AbstractComponent<Object> {}

    @Test
    @DisplayName("M001 M002 M013 each variant does its own, and the default passes on")
    void variants_of_the_page_work() throws Exception {
        for (var expected :
                List.of(
                        List.of("default", "{\"id\":1}"),
                        List.of("type_a", "{\"id\":1,\"treated\":\"as type a\"}"),
                        List.of("type_b", "{\"id\":1,\"treated\":\"as type b\"}"))) {
            var run =
                    ComponentTester.of(MyComponent.class)
                            .config("variant", expected.getFirst())
                            .input(Document.parse("{\"id\":1}"))
                            .run()
                            .finished();

            assertThat(run.texts()).containsExactly(expected.getLast());
        }
    }
}
