package io.millrace.components.model;

import static io.millrace.components.Options.field;
import static io.millrace.components.Options.items;
import static io.millrace.components.flow.Expressions.apostrophes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.components.Options;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ModelTest {

    /** Doubles numbers; refuses 13, and cannot be loaded with `broken`. */
    public static final class Doubling implements io.millrace.api.Model {

        static final List<String> CALLS = new ArrayList<>();

        /** Creates one. */
        public Doubling() {}

        @Override
        public String type() {
            return "doubling";
        }

        @Override
        public void load(Document options, Context context) {
            CALLS.add("load " + options);
            if (options.get("broken") != null) {
                throw new IllegalStateException("weights.bin is cut off");
            }
        }

        @Override
        public List<Document> infer(List<Document> inputs) {
            CALLS.add("infer " + inputs);
            var answers = new ArrayList<Document>();
            for (Document input : inputs) {
                if (input.asLong() == 13) {
                    throw new IllegalStateException("no answer to 13");
                }
                answers.add(Document.of(2 * input.asLong()));
            }
            return input14(inputs) ? answers.subList(1, answers.size()) : answers;
        }

        private static boolean input14(List<Document> inputs) {
            return inputs.getFirst().asLong() == 14;
        }

        @Override
        public void close() {
            CALLS.add("close");
        }
    }

    private static List<String> outputs(TestRun run) {
        return run.output().stream().map(item -> apostrophes(field(item, "model_output"))).toList();
    }

    @ParameterizedTest(name = "X030 {0} of {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "uppercase | 'grüße'       | 'GRÜSSE'",
                "count     | 'grüße'       | 5",
                "count     | [1,2,3]       | 3",
                "count     | {'a':1,'b':2} | 2",
                "echo      | {'a':1}       | {'a':1}",
            },
            quoteCharacter = '#')
    void transform_is_built_in(String transform, String input, String output) throws Exception {
        var run =
                Options.tester(Model.class, "options", Map.of("transform", transform))
                        .input(items(input))
                        .run()
                        .finished();

        assertThat(outputs(run)).containsExactly(output);
    }

    @Test
    @DisplayName("X030 the output has the seed's keys")
    void output_has_the_keys_of_the_seed() throws Exception {
        var run =
                Options.timeline(Model.class, "input", "item.text").at(0, "{'text':'a'}").until(0);

        assertThat(run.came())
                .containsExactly(
                        "0 {'model_output':'a','model_name':'tested','model_type':'transform',"
                                + "'processed_at':'2026-01-01T00:00:00Z','status':'success'}");
        var bare =
                Options.tester(Model.class, "add_timestamp", false, "add_metadata", false)
                        .input(items("1"))
                        .run()
                        .finished();
        assertThat(bare.texts()).containsExactly("{\"model_output\":1,\"status\":\"success\"}");
    }

    @Test
    @DisplayName("X030 an item the model cannot answer fails alone")
    void item_the_model_cannot_answer_fails_alone() throws Exception {
        var run =
                Options.tester(Model.class, "options", Map.of("transform", "uppercase"))
                        .input(items("'a'", "5", "'b'"))
                        .run()
                        .finished();

        assertThat(outputs(run)).containsExactly("'A'", "'B'");
        assertThat(run.errorMessages()).containsExactly("only a text can be put in upper case");
    }

    @Test
    @DisplayName("X030 M097 a model is loaded once, asked in batches, and closed")
    void model_is_loaded_once_asked_in_batches_and_closed() throws Exception {
        Doubling.CALLS.clear();

        var run =
                Options.tester(Model.class, "model_type", "doubling", "input", "item.n")
                        .option("batch", Map.of("items", 2))
                        .input(items("{'n':1}", "{'n':13}", "{'n':3}", "{'m':4}", "{'n':5}"))
                        .run(false)
                        .finished();

        assertThat(outputs(run)).containsExactly("2", "6", "10");
        assertThat(run.errors()).hasSize(2);
        assertThat(Doubling.CALLS)
                .containsExactly(
                        "load {}",
                        "infer [1, 13]",
                        "infer [1]",
                        "infer [13]",
                        "infer [3]",
                        "infer [5]",
                        "close");
    }

    @Test
    void model_that_gives_too_few_answers_fails_the_items() throws Exception {
        var run =
                Options.tester(Model.class, "model_type", "doubling")
                        .input(items("14"))
                        .run()
                        .finished();

        assertThat(run.errorMessages()).containsExactly("the model gave 0 answers to 1 inputs");
    }

    @Test
    @DisplayName("X030 a model that is not there or cannot be loaded fails in set-up")
    void model_that_cannot_be_loaded_fails_in_setup() throws Exception {
        assertThat(Options.tester(Model.class, "model_type", "gpt").run(false).failure())
                .hasMessage(
                        "model_type: there is no model 'gpt' here; there are: doubling, transform");
        assertThat(
                        Options.tester(Model.class, "options", Map.of("transform", "reverse"))
                                .run(false)
                                .failure())
                .hasMessage("transform: cannot be 'reverse'; it can be uppercase, count, echo");
        assertThat(Options.tester(Model.class, "options", Map.of("size", 1)).run(false).failure())
                .hasMessage("size: is no option of model 'transform'; it has transform");

        Doubling.CALLS.clear();
        var broken =
                Options.tester(
                        Model.class, "model_type", "doubling", "options", Map.of("broken", true));
        assertThat(broken.run(false).failure()).hasMessage("weights.bin is cut off");
        assertThat(Doubling.CALLS).containsExactly("load {\"broken\":true}", "close");
    }

    @Test
    @DisplayName("X030 a model that was not loaded says so")
    void model_that_was_not_loaded_says_so() {
        assertThatThrownBy(() -> new TransformModel().infer(List.of(Document.of(1))))
                .hasMessage("Model not loaded");
    }
}
