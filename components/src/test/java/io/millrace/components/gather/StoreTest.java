package io.millrace.components.gather;

import static io.millrace.components.Options.items;
import static io.millrace.components.flow.Expressions.apostrophes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.components.Options;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class StoreTest {

    private static TestRun run(Object[] items, Object... options) throws InterruptedException {
        return Options.tester(Store.class, options).input(items).run().finished();
    }

    private static List<String> answers(TestRun run) {
        return run.texts().stream().map(t -> apostrophes(t)).toList();
    }

    @Test
    @DisplayName("X025 create, get, update, delete and list answer with status, id and data")
    void requests_are_answered_as_in_the_seed() throws Exception {
        var run =
                run(
                        items(
                                "{'action':'create','id':'a','data':{'n':1,'m':1}}",
                                "{'action':'get','id':'a'}",
                                "{'action':'update','id':'a','data':{'n':2,'o':3}}",
                                "{'action':'create','id':'a','data':{'n':9}}",
                                "{'action':'create','id':7,'data':'text'}",
                                "{'action':'list'}",
                                "{'action':'delete','id':'a'}",
                                "{'action':'get','id':'a'}",
                                "{'action':'update','id':'a','data':{}}",
                                "{'action':'delete','id':'a'}"));

        assertThat(answers(run))
                .containsExactly(
                        "{'status':'created','id':'a','data':{'n':1,'m':1}}",
                        "{'status':'found','id':'a','data':{'n':1,'m':1}}",
                        "{'status':'updated','id':'a','data':{'n':2,'m':1,'o':3}}",
                        "{'status':'exists','id':'a','data':{'n':2,'m':1,'o':3}}",
                        "{'status':'created','id':'7','data':'text'}",
                        "{'status':'listed','id':null,'data':[{'id':'a','data':{'n':2,'m':1,'o':3}},"
                            + "{'id':'7','data':'text'}]}",
                        "{'status':'deleted','id':'a','data':{'n':2,'m':1,'o':3}}",
                        "{'status':'not_found','id':'a','data':null}",
                        "{'status':'not_found','id':'a','data':null}",
                        "{'status':'not_found','id':'a','data':null}");
        assertThat(run.errors()).isEmpty();
    }

    @Test
    @DisplayName("X025 create without an id makes one up")
    void create_without_an_id_makes_one_up() throws Exception {
        var run = run(items("{'action':'create','data':1}", "{'action':'create','data':1}"));

        assertThat(answers(run))
                .doesNotHaveDuplicates()
                .allMatch(
                        a ->
                                a.matches(
                                        "\\{'status':'created','id':'[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}"
                                            + "-[89ab][0-9a-f]{3}-[0-9a-f]{12}','data':1}"));
    }

    @ParameterizedTest(name = "X025 {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "5                             | a request must be an object: {\"action\": \"get\","
                        + " \"id\": \"a\"}",
                "{'id':'a'}                    | field 'action' is missing; say create, get,"
                        + " update, delete or list",
                "{'action':1}                  | field 'action' is no text; say create, get,"
                        + " update, delete or list",
                "{'action':'drop','id':'a'}    | there is no action 'drop'; there are create, get,"
                        + " update, delete, list",
                "{'action':'get'}              | field 'id' is missing, which says what record is"
                        + " meant",
                "{'action':'get','id':{}}      | field 'id' must be a text or a whole number",
                "{'action':'create','id':'a'}  | field 'data' is missing, which is what to keep",
                "{'action':'update','id':'a'}  | field 'data' is missing, which is what to keep",
            })
    void request_that_cannot_be_understood_fails(String item, String error) throws Exception {
        var run = run(items(item));

        assertThat(run.output()).isEmpty();
        assertThat(run.errorMessages()).containsExactly(error);
    }

    @Test
    @DisplayName("X025 one record more than max_entries fails the request")
    void one_record_too_many_fails_the_request() throws Exception {
        var run =
                run(
                        items(
                                "{'action':'create','id':'a','data':1}",
                                "{'action':'create','id':'b','data':1}",
                                "{'action':'delete','id':'a'}",
                                "{'action':'create','id':'b','data':1}"),
                        "max_entries",
                        1);

        assertThat(answers(run)).hasSize(3).last().asString().contains("'created'");
        assertThat(run.errorMessages())
                .containsExactly(
                        "the store is full: it holds 1 records, which is its max_entries; delete"
                                + " some, or raise it");
    }

    @RepeatedTest(20)
    @DisplayName("X025 answers are those of a naive map")
    void answers_are_those_of_a_naive_map() throws Exception {
        long seed = new SplittableRandom().nextLong();
        var random = new SplittableRandom(seed);
        Map<String, Long> model = new LinkedHashMap<>();
        var items = new ArrayList<String>();
        var expected = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            String id = "k" + random.nextInt(5);
            String action = List.of("create", "get", "update", "delete").get(random.nextInt(4));
            items.add("{'action':'%s','id':'%s','data':%d}".formatted(action, id, i));
            Long before = model.get(id);
            String status = before == null ? "not_found" : "found";
            Long data = before;
            switch (action) {
                case "create" -> {
                    status = before == null ? "created" : "exists";
                    data = model.computeIfAbsent(id, _ -> (long) items.size() - 1);
                }
                case "update" -> {
                    if (before != null) {
                        status = "updated";
                        data = (long) i;
                        model.put(id, data);
                    }
                }
                case "delete" -> {
                    status = model.remove(id) == null ? "not_found" : "deleted";
                }
                default -> {}
            }
            expected.add("{'status':'%s','id':'%s','data':%d}".formatted(status, id, data));
        }

        assertThat(answers(run(items(items.toArray(String[]::new)))))
                .as("seed %d", seed)
                .isEqualTo(expected);
    }

    @Test
    void what_is_kept_does_not_hold_on_to_the_item_around_it() throws Exception {
        String deep = "[".repeat(Document.MAX_DEPTH - 3) + "]".repeat(Document.MAX_DEPTH - 3);

        var run =
                run(
                        items(
                                "{'action':'create','id':'a','data':" + deep + "}",
                                "{'action':'create','id':'b','data':[[" + deep + "]]}",
                                "{'action':'list'}"));

        assertThat(run.output()).hasSize(2);
        assertThat(run.errors()).hasSize(1);
    }
}
