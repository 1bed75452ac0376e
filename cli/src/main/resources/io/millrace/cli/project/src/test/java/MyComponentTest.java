import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.api.Document;
import io.millrace.graph.ComponentRegistry;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.StandaloneComponent;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class MyComponentTest {

    private final ComponentRegistry registry =
            new ComponentRegistry().register("MyComponent", MyComponent.class);

    @Test
    void test_component_processing() throws Exception {
        TestRun run =
                ComponentTester.of(
                                registry.create(
                                        "MyComponent", "test", Map.of("variant", "production")))
                        .input(
                                Document.parse("{\"id\":1,\"price\":19.99,\"quantity\":3}"),
                                Document.parse("{\"id\":2,\"price\":0.333,\"quantity\":1}"))
                        .run();

        assertEquals(
                List.of(
                        "{\"id\":1,\"price\":19.99,\"quantity\":3,\"total\":59.97}",
                        "{\"id\":2,\"price\":0.333,\"quantity\":1,\"total\":0.33}"),
                run.texts());
    }

    @Test
    void test_component_error_handling() throws Exception {
        TestRun run =
                ComponentTester.of(MyComponent.class)
                        .input(
                                Document.parse("{\"id\":1,\"quantity\":3}"),
                                Document.parse("{\"id\":2,\"price\":5,\"quantity\":1}"))
                        .run();

        assertEquals(List.of("the order has no 'price'"), run.errorMessages());
        assertEquals(1, run.output().size());
    }

    @Test
    void test_component_integration() throws Exception {
        var component =
                StandaloneComponent.of(
                        registry.create(
                                "MyComponent", "test_instance", Map.of("variant", "production")));
        assertEquals("test_instance", component.name());
        assertEquals("production", component.variant());

        component.setup();
        assertTrue(component.isRunning());

        component.cleanup();
        assertFalse(component.isRunning());
    }
}
