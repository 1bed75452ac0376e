package io.millrace.components.gather;

import static io.millrace.components.Options.field;
import static io.millrace.components.Options.items;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.components.Options;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class BatcherTest {

    private static List<Long> counts(List<Object> batches) {
        return batches.stream().map(b -> field(b, "count").asLong()).toList();
    }

    @Test
    @DisplayName("M094 M096 batches of 100, and the rest at the end")
    void batches_have_100_items_and_the_rest_follows() throws Exception {
        Object[] items = IntStream.range(0, 250).mapToObj(Document::of).toArray();

        var run = Options.tester(Batcher.class).input(items).run().finished();

        assertThat(counts(run.output())).containsExactly(100L, 100L, 50L);
    }

    @Test
    @DisplayName("M095 a batch is whole by count")
    void batch_is_whole_by_count() throws Exception {
        var run =
                Options.tester(Batcher.class, "items", 2)
                        .input(items("1", "2", "3"))
                        .run()
                        .finished();

        assertThat(run.texts())
                .containsExactly("{\"items\":[1,2],\"count\":2}", "{\"items\":[3],\"count\":1}");
    }

    @Test
    @DisplayName("M095 a batch is whole by bytes; a larger item is one by itself")
    void batch_is_whole_by_bytes() throws Exception {
        String hundred = "'" + "x".repeat(98) + "'";
        String thousand = "'" + "x".repeat(998) + "'";

        var run =
                Options.tester(Batcher.class, "bytes", 250 + 3 * Document.of("").weight())
                        .input(items(hundred, hundred, hundred, thousand, hundred))
                        .run()
                        .finished();

        assertThat(counts(run.output())).containsExactly(2L, 1L, 1L, 1L);
    }

    @Test
    @DisplayName("M095 T4 a batch is whole by time, also when nothing more comes")
    void batch_is_whole_by_time() throws Exception {
        var run =
                Options.timeline(Batcher.class, "within", "2s", "items", 3)
                        .at(100, "1")
                        .at(2099, "2")
                        .at(10_000, "3")
                        .at(10_001, "4")
                        .at(10_002, "5")
                        .at(11_000, "6")
                        .until(100_000);

        assertThat(run.came())
                .containsExactly(
                        "2100 {'items':[1,2],'count':2}",
                        "10002 {'items':[3,4,5],'count':3}",
                        "13000 {'items':[6],'count':1}");
    }

    @Test
    @DisplayName("M095 a batch is whole with an item that says so")
    void batch_is_whole_with_an_item_that_says_so() throws Exception {
        var run =
                Options.tester(Batcher.class, "when", "item.last")
                        .input(items("{'last':false}", "{'last':true}", "{'n':1}", "{'last':true}"))
                        .run()
                        .finished();

        assertThat(counts(run.output())).containsExactly(2L, 1L);
        assertThat(run.errors()).hasSize(1);
    }

    @Test
    void item_nested_too_deep_fails_alone() throws Exception {
        String deep = "[".repeat(Document.MAX_DEPTH - 1) + "]".repeat(Document.MAX_DEPTH - 1);
        String fits = deep.substring(1, deep.length() - 1);

        var run = Options.tester(Batcher.class).input(items("1", deep, fits)).run().finished();

        assertThat(counts(run.output())).containsExactly(2L);
        assertThat(run.errors()).hasSize(1);
    }

    @Test
    void refuses_what_can_be_no_batch() {
        assertThat(Options.problems(Batcher.class, "items", 0)).hasSize(1);
        assertThat(Options.problems(Batcher.class, "within", "0s"))
                .containsExactly("'within' of component 'tested': must be longer than nothing");
    }

    @RepeatedTest(5)
    @DisplayName("M095 T5 nothing is lost or repeated, and order is kept")
    void nothing_is_lost_or_repeated() throws Exception {
        long seed = new SplittableRandom().nextLong();
        var random = new SplittableRandom(seed);
        var run =
                Options.timeline(
                        Batcher.class,
                        "items",
                        random.nextInt(1, 8),
                        "bytes",
                        random.nextInt(1, 100),
                        "within",
                        random.nextInt(1, 2000) + "ms");
        long now = 0;
        var sent = new ArrayList<String>();
        for (int i = 0; i < 50; i++) {
            now += random.nextInt(1500);
            run.at(now, "" + i);
            sent.add("" + i);
        }

        var came = new ArrayList<String>();
        for (String batch : run.until(now).came()) {
            String list = batch.replaceAll(".*\\[(.*)].*", "$1");
            came.addAll(List.of(list.split(",")));
        }
        assertThat(came).as("seed %d", seed).isEqualTo(sent);
    }
}
