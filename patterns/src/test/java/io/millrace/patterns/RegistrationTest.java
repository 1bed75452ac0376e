package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.AbstractComponent;
import io.millrace.api.Component;
import io.millrace.api.Document;
import io.millrace.api.Registered;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.ComponentSpec;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/** Component registration pattern. */
class RegistrationTest {

    // @start region="variants"
    @Registered("ConfigurableComponent")
    public static class ConfigurableComponent extends AbstractComponent<Document> {}

    @Registered(value = "ConfigurableComponent", variant = "processor")
    public static class ProcessorComponent extends AbstractComponent<Document> {}

    @Registered(value = "ConfigurableComponent", variant = "analyzer")
    public static class AnalyzerComponent extends AbstractComponent<Document> {}

    // @end

    /** Another component of the same name. */
    public static class OtherComponent extends AbstractComponent<Document> {}

    private static ComponentRegistry variants() {
        var registry = new ComponentRegistry();
        registry.register(ConfigurableComponent.class);
        registry.register(ProcessorComponent.class);
        registry.register(AnalyzerComponent.class);
        return registry;
    }

    @Test
    @DisplayName("M105 M106 T10 component_registry.register, by call")
    void register_by_call() {
        // @start region="register"
        ComponentRegistry componentRegistry = ComponentRegistry.discover();
        componentRegistry.register("MyComponent", MyComponent.class);
        // @end

        assertThat(componentRegistry.names()).contains("MyComponent", "Filter", "FileSink");
    }

    @Test
    @DisplayName("M107 T10 the annotation registers as the call does")
    void register_by_annotation() {
        var byCall = new ComponentRegistry();
        byCall.register("ConfigurableComponent", ConfigurableComponent.class);
        byCall.register("ConfigurableComponent", "processor", ProcessorComponent.class);
        byCall.register("ConfigurableComponent", "analyzer", AnalyzerComponent.class);

        assertThat(variants().names()).isEqualTo(byCall.names());
        assertThat(variants().variants("ConfigurableComponent"))
                .extracting(t -> t.variant() + " " + t.implementation().getSimpleName())
                .isEqualTo(
                        byCall.variants("ConfigurableComponent").stream()
                                .map(t -> t.variant() + " " + t.implementation().getSimpleName())
                                .toList())
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "processor, ProcessorComponent",
        "analyzer, AnalyzerComponent",
        "default, ConfigurableComponent"
    })
    @DisplayName("M108 M109 M110 M111 create_variant gives the class of the variant")
    void create_variant(String variant, String type) throws Exception {
        ComponentSpec spec = created(variants(), variant);

        assertThat(spec.name()).isEqualTo("test_instance");
        assertThat(spec.variant()).isEqualTo(variant);
        Component component = spec.type().create(spec.config());
        assertThat(component.getClass().getSimpleName()).isEqualTo(type);
    }

    private static ComponentSpec created(ComponentRegistry componentRegistry, String variant) {
        // @start region="create-variant"
        ComponentSpec component =
                componentRegistry.createVariant(
                        "ConfigurableComponent", variant, "test_instance", Map.of());
        // @end
        return component;
    }

    @Test
    @DisplayName("M014 M111 another variant is an error that lists those that there are")
    void unknown_variant_is_refused() {
        assertThatThrownBy(() -> created(variants(), "procesor"))
                .isInstanceOfSatisfying(
                        BlueprintException.class,
                        e ->
                                assertThat(e.diagnostics().getFirst().toString())
                                        .contains("default", "analyzer", "processor"));
    }

    @Test
    @DisplayName("M112 a name of two classes is refused, naming both")
    void name_registered_twice_is_refused() {
        assertThatThrownBy(() -> variants().register("ConfigurableComponent", OtherComponent.class))
                .isInstanceOf(BlueprintException.class)
                .hasMessageContaining(ConfigurableComponent.class.getName())
                .hasMessageContaining(OtherComponent.class.getName());
    }
}
