package io.millrace.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.components.BuiltIns;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.ComponentPage;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.ComponentType;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Graph;
import io.millrace.graph.Problem;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads what the built-in components declare. */
class BuiltInsTest {

    private final ComponentRegistry registry = new ComponentRegistry().register(new BuiltIns());

    @Test
    @DisplayName("T20 X020 every default that is declared can be bound")
    void every_default_can_be_bound() {
        for (String type : registry.names()) {
            assertThat(problems(type))
                    .as(type)
                    .allMatch(
                            p ->
                                    p.code().equals(Problem.MISSING_OPTION.code())
                                            || p.code().equals(Problem.REFUSED.code())
                                            || p.severity() == Diagnostic.Severity.WARNING);
        }
    }

    private List<Diagnostic> problems(String type) {
        try {
            return Graph.builder("one")
                    .registry(registry)
                    .component("one", type, Map.of())
                    .build()
                    .warnings();
        } catch (BlueprintException e) {
            return e.diagnostics();
        }
    }

    @Test
    void every_option_has_a_meaning_and_every_example_is_right() {
        List<ComponentType> types =
                registry.names().stream().flatMap(n -> registry.variants(n).stream()).toList();
        for (ComponentType type : types) {
            String name = type.name() + " " + type.variant();
            assertThat(ComponentPage.summary(type)).as(name).isNotEmpty();
            assertThat(ComponentPage.text(type)).as(name).contains("\nexample:\n");
            assertThat(ComponentPage.markdown(type)).doesNotContain("|  |\n");
            String example =
                    ComponentPage.markdown(type)
                            .replaceAll("(?s).*```yaml\n(.*?)```\n.*", "$1")
                            .indent(2);
            var blueprint = new Blueprint(registry, Map.of(), _ -> null);
            assertThat(errors(blueprint, "components:\n" + example)).as(name).isEmpty();
        }
    }

    private static List<Diagnostic> errors(Blueprint blueprint, String text) {
        try {
            blueprint.parse(text, "example.yaml", Path.of(""));
            return List.of();
        } catch (BlueprintException e) {
            return e.diagnostics();
        }
    }
}
