package io.millrace.components.flow;

import static io.millrace.components.flow.Expressions.field;
import static io.millrace.components.flow.Expressions.item;
import static io.millrace.components.flow.Expressions.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Current;
import io.millrace.api.Mapping;
import io.millrace.testkit.ComponentTester;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class TransformerTest {

    private static final Mapping COPY_A =
            mapping("copy", item -> field("a").evaluate(item, Current.NONE));

    private static Transformer.Config changes(
            Optional<Mapping> set, List<String> drop, Map<String, String> rename) {
        return new Transformer.Config(Optional.empty(), set, drop, rename);
    }

    @Test
    void fields_make_a_new_object() throws Exception {
        var config =
                new Transformer.Config(Optional.of(COPY_A), Optional.empty(), List.of(), Map.of());

        var run =
                ComponentTester.of(Transformer::new, config)
                        .input(item("{'a':1,'b':2}"), item("{'b':2}"))
                        .run()
                        .finished();

        assertThat(run.output()).containsExactly(item("{'copy':1}"));
        assertThat(run.errorMessages()).containsExactly("no field 'a'");
    }

    @Test
    void drops_then_renames_then_sets_what_the_item_was() throws Exception {
        var rename = new LinkedHashMap<String, String>();
        rename.put("b", "a");
        rename.put("missing", "z");
        var config = changes(Optional.of(COPY_A), List.of("a", "none"), rename);

        var run =
                ComponentTester.of(Transformer::new, config)
                        .input(item("{'a':1,'b':2,'c':3}"))
                        .run()
                        .finished();

        assertThat(run.texts()).containsExactly("{\"a\":2,\"c\":3,\"copy\":1}");
    }

    @Test
    void set_replaces_a_field_in_its_place() throws Exception {
        var config = changes(Optional.of(mapping("a", i -> item("9"))), List.of(), Map.of());

        var run =
                ComponentTester.of(Transformer::new, config)
                        .input(item("{'a':1,'b':2}"))
                        .run()
                        .finished();

        assertThat(run.texts()).containsExactly("{\"a\":9,\"b\":2}");
    }

    @Test
    void fails_an_item_that_is_no_object() throws Exception {
        var config = changes(Optional.empty(), List.of("a"), Map.of());

        var run = ComponentTester.of(Transformer::new, config).input(item("[1]")).run().finished();

        assertThat(run.errorMessages())
                .containsExactly("the item is no object, so its fields cannot change");
    }

    @Test
    void refuses_to_be_told_nothing_and_to_be_told_two_things() {
        assertThatThrownBy(() -> changes(Optional.empty(), List.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("nothing to do: say 'fields'");
        assertThatThrownBy(
                        () ->
                                new Transformer.Config(
                                        Optional.of(COPY_A),
                                        Optional.empty(),
                                        List.of("a"),
                                        Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("fields: ");
    }
}
