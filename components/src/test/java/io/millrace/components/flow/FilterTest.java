package io.millrace.components.flow;

import static io.millrace.components.flow.Expressions.item;
import static io.millrace.components.flow.Expressions.when;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.components.Options;
import io.millrace.testkit.ComponentTester;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

    private final ComponentTester filter =
            ComponentTester.of(Filter::new, new Filter.Config(when("n", n -> n > 1)));

    @Test
    void passes_items_that_meet_the_condition() throws Exception {
        var run = filter.input(item("{'n':1}"), item("{'n':2}"), item("{'n':3}")).run().finished();

        assertThat(run.output()).containsExactly(item("{'n':2}"), item("{'n':3}"));
        assertThat(run.errors()).isEmpty();
    }

    @Test
    @DisplayName("T15 X011 a condition that cannot be evaluated fails the item")
    void fails_an_item_the_condition_cannot_be_evaluated_on_and_goes_on() throws Exception {
        var run = filter.input(item("{'m':1}"), item("{'n':2}")).run().finished();

        assertThat(run.output()).containsExactly(item("{'n':2}"));
        assertThat(run.errorMessages()).containsExactly("no field 'n'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "item.missing > 1",
                "item.n > 'text'",
                "!has(item.n.inner)",
                "1 / item.zero == 1 || item.missing",
                "item.text",
            })
    @DisplayName("T15 a filter fails closed: a broken condition lets no item through")
    void broken_condition_lets_no_item_through(String condition) throws Exception {
        var run =
                Options.tester(Filter.class, "condition", condition)
                        .input(item("{'n':2,'zero':0,'text':'true'}"))
                        .run()
                        .finished();

        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).hasSize(1);
    }
}
