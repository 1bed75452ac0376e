package io.millrace.components.flow;

import static io.millrace.components.flow.Expressions.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.ComponentTester;

import org.junit.jupiter.api.Test;

import java.util.List;

class MergerTest {

    @Test
    void passes_on_what_arrives_on_any_input() throws Exception {
        var run =
                ComponentTester.of(Merger::new, new Merger.Config(List.of("a", "b", "c")))
                        .on("a", item("1"), item("2"))
                        .on("b", item("3"))
                        .run()
                        .finished();

        assertThat(run.output())
                .containsExactlyInAnyOrder(item("1"), item("2"), item("3"))
                .containsSubsequence(item("1"), item("2"));
    }

    @Test
    void refuses_no_inputs_and_one_name_for_two() {
        assertThatThrownBy(() -> new Merger.Config(List.of()))
                .hasMessage("inputs: is empty; name at least one");
        assertThatThrownBy(() -> new Merger.Config(List.of("a", "b", "a")))
                .hasMessage("inputs: 'a' is there twice");
    }
}
