package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Component;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Registered;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

class VariantsTest {

    /** The seed's component, whose variant is an option of its own. */
    public static final class MyComponent extends Passing {
        /** What it does with an item. */
        public enum Variant {
            /** As it comes. */
            DEFAULT,
            /** In production. */
            PRODUCTION
        }

        /** What may be said. */
        public record Config(@Default("default") Variant variant, @Default("1") int count) {}

        public MyComponent(MyComponent.Config config) {}
    }

    /** The seed's component without a variant. */
    @Registered("ConfigurableComponent")
    public static final class ConfigurableComponent extends Passing {}

    /** The seed's first variant. */
    @Registered(value = "ConfigurableComponent", variant = "processor")
    public static final class ProcessorComponent extends Passing {
        /** What may be said. */
        public record Config(@Doc("How long one takes.") @Default("2s") Duration pause) {}

        public ProcessorComponent(ProcessorComponent.Config config) {}
    }

    /** The seed's second variant. */
    @Registered(value = "ConfigurableComponent", variant = "analyzer")
    public static final class AnalyzerComponent extends Passing {
        /** What may be said. */
        public record Config(List<String> fields) {}

        public AnalyzerComponent(AnalyzerComponent.Config config) {}
    }

    /** A handler that hands on what it gets. */
    abstract static class Passing implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws InterruptedException {
            out.send(item);
        }
    }

    private final ComponentRegistry registry =
            new ComponentRegistry()
                    .register("MyComponent", MyComponent.class)
                    .register(AnalyzerComponent.class)
                    .register(ProcessorComponent.class)
                    .register(ConfigurableComponent.class);

    private static List<Diagnostic> problems(Runnable work) {
        try {
            work.run();
        } catch (BlueprintException e) {
            return e.diagnostics();
        }
        return List.of();
    }

    @Test
    @DisplayName("M090 M091 M106 T10 the registry creates a component by type, name and config")
    void creates_a_component_by_type_name_and_config() {
        ComponentSpec component =
                registry.create("MyComponent", "test_instance", Map.of("variant", "production"));

        assertThat(component.name()).isEqualTo("test_instance");
        assertThat(component.variant()).isEqualTo("production");
        assertThat(component.type().name()).isEqualTo("MyComponent");
    }

    @Test
    @DisplayName("M107 a class registered by its annotation is as one registered by call")
    void annotation_and_call_register_the_same() {
        var byCall =
                new ComponentRegistry()
                        .register("ConfigurableComponent", ConfigurableComponent.class)
                        .register("ConfigurableComponent", "processor", ProcessorComponent.class)
                        .register("ConfigurableComponent", "analyzer", AnalyzerComponent.class);

        assertThat(registry.variants("ConfigurableComponent"))
                .usingElementComparator(
                        Comparator.comparing(ComponentType::variant)
                                .thenComparing(type -> type.implementation().getName()))
                .isEqualTo(byCall.variants("ConfigurableComponent"));
        assertThat(registry.variants("ConfigurableComponent"))
                .extracting(ComponentType::variant)
                .containsExactly("default", "analyzer", "processor");
        assertThat(registry.names()).containsExactly("ConfigurableComponent", "MyComponent");
    }

    @Test
    @DisplayName("M013 M108 M109 M110 createVariant gives the class of the variant")
    void creates_the_class_of_a_variant() throws Exception {
        ComponentSpec processor =
                registry.createVariant("ConfigurableComponent", "processor", "p", Map.of());
        ComponentSpec analyzer =
                registry.createVariant(
                        "ConfigurableComponent", "analyzer", "a", Map.of("fields", List.of("x")));

        assertThat(processor.type().create(processor.config()))
                .isInstanceOf(ProcessorComponent.class);
        assertThat(processor.config())
                .isEqualTo(new ProcessorComponent.Config(Duration.ofSeconds(2)));
        assertThat(analyzer.type().create(analyzer.config())).isInstanceOf(AnalyzerComponent.class);
        assertThat(analyzer.variant()).isEqualTo("analyzer");
    }

    @Test
    @DisplayName("M007 M108 a variant that is an option is chosen in the same way")
    void creates_a_variant_that_is_an_option() {
        ComponentSpec component =
                registry.createVariant("MyComponent", "production", "c", Map.of("count", 3));

        assertThat(component.config())
                .isEqualTo(new MyComponent.Config(MyComponent.Variant.PRODUCTION, 3));
        assertThat(component.variant()).isEqualTo("production");
    }

    @Test
    @DisplayName("M007 M008 T8 a missing config is all defaults, and the variant default")
    void missing_config_is_all_defaults() {
        assertThat(registry.create("MyComponent", "c", null).config())
                .isEqualTo(new MyComponent.Config(MyComponent.Variant.DEFAULT, 1));
        assertThat(registry.create("ConfigurableComponent", "c", null).variant())
                .isEqualTo("default");
        assertThat(
                        registry.create("ConfigurableComponent", "c", Map.of("variant", "default"))
                                .config())
                .isSameAs(ComponentSpec.NO_CONFIG);
    }

    @Test
    @DisplayName("M014 M111 an unknown variant is refused, with the candidates and the nearest")
    void unknown_variant_is_refused() {
        assertThat(
                        problems(
                                () ->
                                        registry.createVariant(
                                                "ConfigurableComponent", "procesor", "c", null)))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo("MR228");
                            assertThat(problem.notes())
                                    .containsExactly("variants: default, analyzer, processor");
                            assertThat(problem.fix()).isEqualTo("did you mean 'processor'?");
                        });
        assertThat(problems(() -> registry.createVariant("MyComponent", "prod", "c", null)))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.message()).contains("'variant'", "'prod'");
                            assertThat(problem.notes()).asString().contains("default, production");
                        });
    }

    @Test
    @DisplayName("M014 M111 leniently, the default runs for an unknown variant, with one warning")
    void unknown_variant_runs_the_default_where_that_is_asked_for() {
        Graph graph =
                Graph.builder("lenient")
                        .registry(registry)
                        .strictVariants(false)
                        .component("c", "ConfigurableComponent", Map.of("variant", "test_variant"))
                        .build();

        assertThat(graph.component("c").type().implementation())
                .isEqualTo(ConfigurableComponent.class);
        assertThat(graph.warnings())
                .filteredOn(w -> w.code().equals("MR229"))
                .singleElement()
                .satisfies(w -> assertThat(w.message()).contains("test_variant"));
        registry.strictVariants(false);
        assertThat(registry.createVariant("ConfigurableComponent", "other", "c", null).variant())
                .isEqualTo("default");
    }

    @Test
    @DisplayName("M008 all problems of a config are told at once")
    void all_problems_are_told_at_once() {
        assertThat(
                        problems(
                                () ->
                                        registry.create(
                                                "ConfigurableComponent",
                                                "not a name",
                                                Map.of("variant", "analyzer", "field", 1))))
                .extracting(Diagnostic::code)
                .containsExactlyInAnyOrder("MR205", "MR301", "MR302");
        assertThat(problems(() -> registry.create("MyComponnet", "c", Map.of())))
                .singleElement()
                .satisfies(p -> assertThat(p.fix()).isEqualTo("did you mean 'MyComponent'?"));
    }

    @Test
    @DisplayName(
            "M112 a name or variant that two classes have is refused, with both and their jars")
    void variant_of_two_classes_is_refused() {
        Class<? extends Component> other = MyComponent.class;

        registry.register("ConfigurableComponent", "processor", ProcessorComponent.class);
        assertThatThrownBy(() -> registry.register("ConfigurableComponent", "processor", other))
                .isInstanceOf(BlueprintException.class)
                .hasMessageContaining("'ConfigurableComponent', variant 'processor', is registered")
                .hasMessageContaining(ProcessorComponent.class.getName() + " (/")
                .hasMessageContaining(MyComponent.class.getName() + " (/");
        assertThatThrownBy(() -> registry.register("MyComponent", ProcessorComponent.class))
                .hasMessageContaining("component type 'MyComponent' is registered twice");
    }

    @Test
    void type_without_a_default_needs_a_variant() {
        var own = new ComponentRegistry().register(ProcessorComponent.class);

        assertThat(problems(() -> own.create("ConfigurableComponent", "c", null)))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo("MR302");
                            assertThat(problem.fix()).contains("variant: processor");
                        });
    }

    @Test
    void configuration_of_a_variant_chooses_it() {
        Graph graph =
                Graph.builder("ready")
                        .registry(registry)
                        .component(
                                "c",
                                "ConfigurableComponent",
                                new ProcessorComponent.Config(Duration.ZERO))
                        .build();

        assertThat(graph.component("c").variant()).isEqualTo("processor");
    }
}
