package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Behaviour;
import io.millrace.api.Component;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Example;
import io.millrace.api.Expression;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Range;
import io.millrace.api.Since;
import io.millrace.api.Streams;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

class ComponentRegistryTest {

    /** A handler with options of several kinds. */
    @Doc("Holds items back. Keeps their order.")
    @Example("hold:\n  type: Hold\n  config: { time: 2s }")
    @Traits(stateful = true, maxParallelism = 4)
    public static final class Hold implements Handler<Object> {
        /** One of several places. */
        public record Place(@Doc("Its name.") String name, @Default("0") int floor) {}

        /** What may be said. */
        public record Config(
                @Doc("How long | at most.") Duration time,
                @Doc("How many at once.") @Default("10") @Range(min = 1, max = 99) int most,
                @Doc("Which ones.") Optional<Expression> when,
                @Nullable String name,
                @Default("[]") List<Place> places) {}

        final Hold.Config config;

        public Hold(Hold.Config config) {
            this.config = config;
        }

        @Override
        public void onItem(Object item, Output out) {}
    }

    /** A loop whose constructor fails. */
    @Ports(outputs = {})
    public static final class Fails implements Component {
        public Fails() {
            throw new IllegalStateException("it does");
        }

        @Override
        public void process(Streams streams) {}
    }

    /** Its default does not fit. */
    public static final class Wrong implements Component {
        /** What may be said. */
        public record Config(@Default("many") int count) {}

        public Wrong(Wrong.Config config) {}

        @Override
        public void process(Streams streams) {}
    }

    private static ComponentType type(String name, Class<? extends Component> type) {
        return Objects.requireNonNull(new ComponentRegistry().register(name, type).type(name));
    }

    @Test
    void finds_types_by_name() {
        var registry =
                new ComponentRegistry()
                        .register("B", Hold.class)
                        .register(() -> List.of(Fails.class));

        assertThat(registry.names()).containsExactly("B", "Fails");
        assertThat(registry.type("B")).isNotNull();
        assertThat(registry.type("C")).isNull();
    }

    @Test
    @DisplayName("M112 a name of two classes is refused, naming both")
    void name_of_two_classes_is_refused_naming_both() {
        var registry = new ComponentRegistry().register("Same", Hold.class);

        registry.register("Same", Hold.class);
        assertThatThrownBy(() -> registry.register("Same", Fails.class))
                .isInstanceOf(BlueprintException.class)
                .hasMessageContaining(Hold.class.getName())
                .hasMessageContaining(Fails.class.getName());
    }

    @Test
    void creates_instances_with_their_configuration() throws Exception {
        Graph graph =
                Graph.builder("holding")
                        .component("a", Hold.class, Map.of("time", "2s"), Map.of())
                        .component(
                                "b",
                                Hold.class,
                                new Hold.Config(Duration.ZERO, 5, Optional.empty(), "x", List.of()),
                                Map.of())
                        .build();

        var first = (Hold) graph.component("a").type().create(graph.component("a").config());
        assertThat(first.config)
                .isEqualTo(
                        new Hold.Config(
                                Duration.ofSeconds(2), 10, Optional.empty(), null, List.of()));
        var second = (Hold) graph.component("b").type().create(graph.component("b").config());
        assertThat(second.config.name()).isEqualTo("x");
    }

    @Test
    void what_a_constructor_throws_is_thrown() {
        assertThatThrownBy(() -> type("F", Fails.class).create(ComponentSpec.NO_CONFIG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("it does");
    }

    @Test
    void default_that_does_not_fit_is_the_fault_of_the_type() {
        GraphBuilder builder =
                Graph.builder("wrong").component("a", Wrong.class, Map.of(), Map.of());

        assertThatThrownBy(builder::build)
                .hasMessageContaining("MR223: component type 'Wrong' cannot be used");
    }

    @Test
    void page_shows_what_the_class_declares() {
        assertThat(ComponentPage.markdown(type("Hold", Hold.class)))
                .isEqualTo(
                        """
                        # Hold

                        Holds items back. Keeps their order.

                        A handler. Inputs: `input`. Outputs: `output`, `error`.

                        Keeps state: in parallel only where the items have a key.

                        Runs as at most 4 instances.

                        ## Options

                        | Key | Type | Default | Range | Meaning |
                        |---|---|---|---|---|
                        | `time` | duration | required |  | How long \\| at most. |
                        | `most` | integer | `10` | 1 to 99 | How many at once. |
                        | `when` | condition | none |  | Which ones. |
                        | `name` | text | none |  |  |
                        | `places` | list of options | `[]` |  |  |
                        | `places[].name` | text | required |  | Its name. |
                        | `places[].floor` | integer | `0` |  |  |

                        ## Example

                        ```yaml
                        hold:
                          type: Hold
                          config: { time: 2s }
                        ```
                        """);
        assertThat(ComponentPage.summary(type("Hold", Hold.class))).isEqualTo("Holds items back.");
    }

    @Test
    void page_for_a_terminal_says_the_same() {
        assertThat(ComponentPage.text(type("Hold", Hold.class)))
                .isEqualTo(
                        """
                        Hold: Holds items back. Keeps their order.

                        A handler.
                        inputs:  input
                        outputs: output, error
                        Keeps state: in parallel only where the items have a key.
                        Runs as at most 4 instances.

                        options:
                          time: duration (required)
                              How long | at most.
                          most: integer (10; 1 to 99)
                              How many at once.
                          when: condition (none)
                              Which ones.
                          name: text (none)
                          places: list of options ([])
                          places[].name: text (required)
                              Its name.
                          places[].floor: integer (0)

                        example:
                          hold:
                            type: Hold
                            config: { time: 2s }
                        """);
        assertThat(ComponentPage.text(type("F", Fails.class))).startsWith("F\n\nA sink.\n");
    }

    @Test
    void page_for_programs_says_the_same() {
        assertThat(ComponentPage.json(type("F", Fails.class)))
                .isEqualTo(
                        "{\"type\":\"F\",\"variant\":\"default\",\"doc\":\"\",\"inputs\":[\"input\"],\"outputs\":[\"error\"],"
                            + "\"options\":[],\"example\":\"\"}");
        assertThat(ComponentPage.json(type("Hold", Hold.class)))
                .contains(
                        "{\"key\":\"most\",\"type\":\"integer\",\"default\":\"10\","
                                + "\"range\":\"1 to 99\",\"doc\":\"How many at once.\"}");
    }

    @Doc("Passes on.")
    @Behaviour(
            emits = "an `item` arrives",
            blocks = "downstream is full",
            completes = "upstream ends",
            fails = "never",
            errors = "it is odd")
    @Since(value = "1.2", stable = true)
    public static final class Pass implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) throws InterruptedException {
            out.send(item);
        }
    }

    @Test
    @DisplayName("M120 a page says how the component behaves, since when it is there, what is near")
    void page_says_how_the_component_behaves() {
        var registry = new ComponentRegistry();
        registry.register("Hold", Hold.class).register("Pass", Pass.class);

        assertThat(ComponentPage.markdown(type("Pass", Pass.class), registry))
                .isEqualTo(
                        """
                        # Pass

                        Passes on.

                        A handler. Inputs: `input`. Outputs: `output`, `error`.

                        Since 1.2; stable.

                        ## Options

                        None.

                        ## Behaviour

                        - **Emits when** an `item` arrives.
                        - **Blocks when** downstream is full.
                        - **Completes when** upstream ends.
                        - **Fails when** never.
                        - **An item fails when** it is odd.

                        See also: [Hold](Hold.md).
                        """);
        assertThat(ComponentPage.text(type("Pass", Pass.class)))
                .contains("\nSince 1.2; stable.\n\nEmits when an item arrives.\n");
        assertThat(ComponentPage.json(type("Pass", Pass.class)))
                .contains(
                        "\"emits\":\"an `item` arrives\",\"blocks\":\"downstream is full\"",
                        "\"errors\":\"it is odd\",\"since\":\"Since 1.2; stable.\"");
    }
}
