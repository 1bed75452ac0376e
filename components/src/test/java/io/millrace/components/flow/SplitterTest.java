package io.millrace.components.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class SplitterTest {

    private static TestRun split(List<String> keep, Optional<String> into, String... items)
            throws InterruptedException {
        Object[] documents = List.of(items).stream().map(Expressions::item).toArray();
        return ComponentTester.of(Splitter::new, new Splitter.Config("a", keep, into))
                .input(documents)
                .run()
                .finished();
    }

    @Test
    void makes_an_item_of_each_element() throws Exception {
        var run = split(List.of(), Optional.empty(), "{'a':[1,{'x':2},null]}", "{'a':[]}");

        assertThat(run.texts()).containsExactly("1", "{\"x\":2}", "null");
    }

    @Test
    void keeps_fields_that_are_there_beside_the_elements_own() throws Exception {
        var run =
                split(
                        List.of("id", "x", "none"),
                        Optional.empty(),
                        "{'id':7,'x':0,'a':[{'x':1},{'y':2}]}");

        assertThat(run.texts()).containsExactly("{\"id\":7,\"x\":1}", "{\"id\":7,\"x\":0,\"y\":2}");
    }

    @Test
    void puts_elements_into_a_field() throws Exception {
        var run = split(List.of("id"), Optional.of("e"), "{'id':7,'a':[1,[2]]}");

        assertThat(run.texts()).containsExactly("{\"id\":7,\"e\":1}", "{\"id\":7,\"e\":[2]}");
    }

    @Test
    void fails_an_item_without_the_array_and_goes_on() throws Exception {
        var run = split(List.of(), Optional.empty(), "{'b':1}", "{'a':1}", "[1]", "{'a':[5]}");

        assertThat(run.texts()).containsExactly("5");
        assertThat(run.errorMessages())
                .containsExactly(
                        "field 'a' is missing", "field 'a' is no array", "field 'a' is missing");
    }

    @Test
    void fails_an_item_whose_elements_cannot_be_extended_and_sends_none_of_them() throws Exception {
        var run = split(List.of("id"), Optional.empty(), "{'id':7,'a':[{'x':1},2]}");

        assertThat(run.output()).isEmpty();
        assertThat(run.errorMessages())
                .containsExactly(
                        "element 1 of 'a' is no object, so no fields can be kept beside it: name a"
                                + " field for it with 'into'");
    }

    @Test
    void refuses_an_empty_field() {
        assertThatThrownBy(() -> new Splitter.Config("", List.of(), Optional.empty()))
                .hasMessage("field: is empty; name the array's field");
    }
}
