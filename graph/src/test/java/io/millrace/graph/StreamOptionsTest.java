package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Aggregate;
import io.millrace.api.Aggregate.Function;
import io.millrace.api.Current;
import io.millrace.api.Default;
import io.millrace.api.Document;
import io.millrace.api.Expression;
import io.millrace.api.FieldPath;
import io.millrace.api.Handler;
import io.millrace.api.KeyedConfig;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Traits;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What components that gather items by key take as options: aggregates, fields, keys. */
class StreamOptionsTest {

    /** A component with a key in its configuration. */
    @Traits(stateful = true)
    @Ports(
            outputs = {"output", "late"},
            optional = "late")
    public static final class Keyed implements Handler<Document> {

        public record Config(
                @Default("id") @FieldPath Expression joinKey,
                @Default("{}") Map<String, Aggregate> aggregates)
                implements KeyedConfig {
            @Override
            public Expression key() {
                return joinKey;
            }
        }

        public Keyed(Config config) {
            Objects.requireNonNull(config, "config");
        }

        @Override
        public void onItem(Document item, Output out) throws InterruptedException {
            out.send(item);
        }
    }

    private static ComponentSpec spec(Map<String, ?> config, Map<String, ?> options) {
        return Graph.builder("test")
                .component("tested", Keyed.class, config, options)
                .build()
                .component("tested");
    }

    private static Keyed.Config config(String key, Object value) {
        return (Keyed.Config) spec(Map.of(key, value), Map.of()).config();
    }

    @ParameterizedTest(name = "M038 {0} is {1}")
    @CsvSource({
        "id, item.id",
        "user.id, item.user.id",
        "item.id, item.id",
        "item, item",
        "items, item.items",
        "key, item.key",
        "'item.a + item.b', 'item.a + item.b'",
        "'string(key)', 'string(key)'"
    })
    void path_of_a_field_stands_for_an_expression(String written, String meant) {
        assertThat(config("join_key", written).joinKey().text()).isEqualTo(meant);
    }

    @Test
    @DisplayName("M038 the key of the configuration is that of the component, unless it has one")
    void key_of_the_configuration_is_that_of_the_component() {
        assertThat(spec(Map.of(), Map.of()).options().key()).hasToString("item.id");
        assertThat(spec(Map.of("join_key", "user.id"), Map.of()).options().key())
                .hasToString("item.user.id");
        assertThat(spec(Map.of(), Map.of("key", "item.other")).options().key())
                .hasToString("item.other");
    }

    @Test
    void key_of_the_configuration_lets_it_run_in_parallel() {
        assertThat(spec(Map.of(), Map.of("parallelism", 4)).options().parallelism()).isEqualTo(4);
    }

    @Test
    void aggregates_are_calls_of_expressions() {
        Map<String, Aggregate> bound =
                config(
                                "aggregates",
                                Map.of(
                                        "n",
                                        "count()",
                                        "sum",
                                        "sum(item.a + 1)",
                                        "x",
                                        " max( key )"))
                        .aggregates();

        assertThat(bound.get("n")).isEqualTo(new Aggregate(Function.COUNT, null));
        assertThat(Objects.requireNonNull(bound.get("sum")).expression()).hasToString("item.a + 1");
        assertThat(Objects.requireNonNull(bound.get("x")).function()).isEqualTo(Function.MAX);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "summ(item.a)   | 'aggregates.x' of component 'tested': there is no aggregate"
                        + " 'summ' | did you mean 'sum'?",
                "sum()          | 'aggregates.x' of component 'tested': 'sum' is of something"
                        + " | write sum(item.…)",
                "count(item.a)  | 'aggregates.x' of component 'tested': 'count' counts the items"
                        + " | write count()",
                "count          | 'aggregates.x' of component 'tested' must be an aggregate such as"
                        + " sum(item.amount), not the text 'count' |",
            })
    void aggregate_that_is_none_is_a_problem(String text, String message, @Nullable String fix) {
        assertThatThrownBy(() -> config("aggregates", Map.of("x", text)))
                .isInstanceOfSatisfying(
                        BlueprintException.class,
                        e -> {
                            Diagnostic problem = e.diagnostics().getFirst();
                            assertThat(problem.message()).isEqualTo(message);
                            assertThat(problem.fix()).isEqualTo(fix);
                        });
    }

    @Test
    void output_that_may_be_unbound_is_no_problem() {
        Graph graph =
                Graph.builder("test")
                        .component("in", () -> new Keyed(new Keyed.Config(OF_ITEM, Map.of())))
                        .component("tested", Keyed.class, Map.of(), Map.of())
                        .bind("in -> tested")
                        .input("i", "in")
                        .build();

        assertThat(graph.warnings())
                .map(Diagnostic::message)
                .containsExactly("output 'output' of component 'tested' is bound to nothing");
    }

    private static final Expression OF_ITEM = new Seven();

    private record Seven() implements Expression {
        @Override
        public String text() {
            return "7";
        }

        @Override
        public boolean test(Document item, Current current) {
            return true;
        }

        @Override
        public Document evaluate(Document item, Current current) {
            return Document.of(7);
        }
    }

    @Test
    void value_of_an_expression_is_handed_on_as_what_it_is() {
        var taken = new Taken();
        Document item = Document.parse("{\"a\":7,\"b\":1.5,\"c\":\"x\"}");

        for (String aggregate :
                List.of("sum(item.a)", "sum(item.b)", "sum(item.c)", "sum(item.a * 2)")) {
            Objects.requireNonNull(
                            config("aggregates", Map.of("x", aggregate)).aggregates().get("x"))
                    .expression()
                    .evaluate(item, Current.NONE, taken);
        }
        OF_ITEM.evaluate(item, Current.NONE, taken);

        assertThat(taken.values).containsExactly(7L, 1.5, Document.of("x"), 14L, 7L);
    }

    private static final class Taken implements Expression.Taker {

        private final List<Object> values = new ArrayList<>();

        @Override
        public void integer(long value) {
            values.add(value);
        }

        @Override
        public void number(double value) {
            values.add(value);
        }

        @Override
        public void other(Document value) {
            values.add(value);
        }
    }
}
