package io.millrace.components;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Behaviour;
import io.millrace.api.Component;
import io.millrace.api.ComponentLibrary;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Example;
import io.millrace.api.Registered;
import io.millrace.api.Since;
import io.millrace.api.Source;
import io.millrace.api.Traits;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

class BuiltInsTest {

    private final List<Class<? extends Component>> components = new BuiltIns().components();

    @Test
    void are_found_as_a_service() {
        assertThat(ServiceLoader.load(ComponentLibrary.class))
                .anySatisfy(library -> assertThat(library).isInstanceOf(BuiltIns.class));
        assertThat(components)
                .map(Class::getSimpleName)
                .containsExactlyInAnyOrder(
                        "Accumulator",
                        "Aggregator",
                        "Batcher",
                        "Buffer",
                        "ControllerRouter",
                        "ControllerTerminator",
                        "Enrich",
                        "Model",
                        "Validator",
                        "RateLimiter",
                        "Store",
                        "Windowing",
                        "Joining",
                        "Deduplication",
                        "FileSource",
                        "StdinSource",
                        "Generator",
                        "Timer",
                        "FileSink",
                        "StdoutSink",
                        "Filter",
                        "Transformer",
                        "Router",
                        "Splitter",
                        "Merger",
                        "Limit",
                        "Delay",
                        "Log");
    }

    @Test
    void can_be_made_and_say_what_they_do() {
        assertThat(components)
                .allSatisfy(
                        type -> {
                            assertThat(Modifier.isPublic(type.getModifiers())).isTrue();
                            assertThat(type).hasAnnotations(Doc.class, Example.class);
                            assertThat(type.getAnnotation(Example.class).value())
                                    .contains("\n  type: " + name(type) + "\n");
                            assertThat(type.getConstructors()).hasSize(1);
                        });
    }

    private static String name(Class<?> type) {
        Registered registered = type.getAnnotation(Registered.class);
        return registered == null ? type.getSimpleName() : registered.value();
    }

    @Test
    @DisplayName("M120 every built-in says how it behaves and since when it is there")
    void say_how_they_behave_and_since_when() {
        assertThat(components)
                .allSatisfy(
                        type -> {
                            assertThat(type).hasAnnotations(Behaviour.class, Since.class);
                            var behaviour = type.getAnnotation(Behaviour.class);
                            assertThat(
                                            List.of(
                                                    behaviour.emits(),
                                                    behaviour.blocks(),
                                                    behaviour.completes(),
                                                    behaviour.fails()))
                                    .as("%s: lower case, no full stop", type)
                                    .allMatch(answer -> answer.matches("[a-z`](?s:.*)[^.]"));
                            assertThat(type.getAnnotation(Since.class).value())
                                    .matches("\\d+\\.\\d+");
                        });
    }

    @Test
    void say_what_every_option_means_and_which_are_needed() {
        for (Class<? extends Component> type : components) {
            for (RecordComponent option : config(type).getRecordComponents()) {
                assertThat(option.getAnnotation(Doc.class))
                        .as("%s of %s", option, type)
                        .isNotNull();
                if (option.getType() == Optional.class) {
                    assertThat(option.getAnnotation(Default.class)).as("%s", option).isNull();
                }
            }
        }
    }

    private static Class<?> config(Class<? extends Component> type) {
        Constructor<?> constructor = type.getConstructors()[0];
        Class<?> config = constructor.getParameterTypes()[0];
        assertThat(constructor.getParameterCount()).isEqualTo(1);
        assertThat(config.isRecord()).isTrue();
        assertThat(Arrays.asList(type.getClasses())).contains(config);
        return config;
    }

    @Test
    void sources_wait_through_their_context_alone_and_are_one() {
        assertThat(components.stream().filter(Source.class::isAssignableFrom))
                .hasSize(4)
                .allSatisfy(
                        source -> {
                            Traits traits = source.getAnnotation(Traits.class);
                            assertThat(traits.cooperative()).isTrue();
                            assertThat(traits.maxParallelism()).isEqualTo(1);
                        });
    }
}
