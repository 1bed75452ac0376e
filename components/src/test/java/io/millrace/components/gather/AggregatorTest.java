package io.millrace.components.gather;

import static io.millrace.components.Options.field;
import static io.millrace.components.Options.items;
import static io.millrace.components.flow.Expressions.apostrophes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.components.Options;
import io.millrace.components.gather.Aggregator.Strategy;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class AggregatorTest {

    private static List<String> data(TestRun run) {
        return run.output().stream()
                .map(item -> apostrophes(field(item, "aggregated_data")))
                .toList();
    }

    @ParameterizedTest(name = "X031 {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "collect | [4,1,7]",
                "sum     | 12",
                "average | 4.0",
                "count   | 3",
                "min     | 1",
                "max     | 7",
                "concat  | '4-1-7'",
            })
    void strategies_make_one_item_of_a_batch(String strategy, String expected) throws Exception {
        var run =
                Options.tester(
                                Aggregator.class,
                                "strategy",
                                strategy,
                                "field",
                                "item.n",
                                "separator",
                                "-")
                        .input(items("{'n':4}", "{'n':1}", "{'n':7}"))
                        .run()
                        .finished();

        assertThat(data(run)).hasSize(1);
        assertThat(data(run).getFirst().replace("'", "")).isEqualTo(expected.replace("'", ""));
    }

    @Test
    @DisplayName("X031 custom is an expression over the list of items")
    void custom_is_an_expression_over_the_list_of_items() throws Exception {
        var run =
                Options.tester(
                                Aggregator.class,
                                "strategy",
                                "custom",
                                "custom",
                                "items.filter(i, i.n > 1).size()",
                                "batch_size",
                                2)
                        .input(items("{'n':1}", "{'n':2}", "{'n':3}", "{'n':4}"))
                        .run()
                        .finished();

        assertThat(data(run)).containsExactly("1", "2");
    }

    @Test
    @DisplayName("X031 the output has the seed's keys; reasons are size, timeout and end")
    void output_is_that_of_the_seed() throws Exception {
        var run =
                Options.timeline(Aggregator.class, "batch_size", 2, "timeout", "10s")
                        .at(0, "1")
                        .at(1000, "2")
                        .at(2000, "3")
                        .at(20_000, "4")
                        .until(21_000);

        assertThat(run.came())
                .containsExactly(
                        "1000 {'aggregated_data':[1,2],'batch_size':2,"
                                + "'aggregation_strategy':'collect','flush_reason':'size',"
                                + "'batch_timestamp':'2026-01-01T00:00:01Z',"
                                + "'aggregator_name':'tested'}",
                        "12000 {'aggregated_data':[3],'batch_size':1,"
                                + "'aggregation_strategy':'collect','flush_reason':'timeout',"
                                + "'batch_timestamp':'2026-01-01T00:00:12Z',"
                                + "'aggregator_name':'tested'}",
                        "21000 {'aggregated_data':[4],'batch_size':1,"
                                + "'aggregation_strategy':'collect','flush_reason':'end',"
                                + "'batch_timestamp':'2026-01-01T00:00:21Z',"
                                + "'aggregator_name':'tested'}");
    }

    @Test
    @DisplayName("X031 the defaults are 10 items, 30 s, and to flush on time-out")
    void defaults_are_those_of_the_seed() {
        var config = Options.of(Aggregator.Config.class);

        assertThat(config.strategy()).isEqualTo(Strategy.COLLECT);
        assertThat(config.batchSize()).isEqualTo(10);
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.flushOnTimeout()).isTrue();
    }

    @Test
    @DisplayName("T4 a batch leaves when its time is over, also when nothing more comes")
    void batch_leaves_when_its_time_is_over() throws Exception {
        var run =
                Options.timeline(Aggregator.class, "strategy", "count")
                        .at(500, "1")
                        .until(3_600_000);

        assertThat(run.came()).hasSize(1);
        assertThat(run.came().getFirst()).startsWith("30500 ").contains("'timeout'");
    }

    @Test
    @DisplayName("X031 without flush_on_timeout a batch waits until it is whole or input ends")
    void batch_waits_without_flush_on_timeout() throws Exception {
        var run =
                Options.timeline(Aggregator.class, "flush_on_timeout", false, "batch_size", 2)
                        .at(0, "1")
                        .at(100_000, "2")
                        .at(100_000, "3")
                        .until(200_000);

        assertThat(run.came())
                .map(c -> c.replaceAll(" .*", ""))
                .containsExactly("100000", "200000");
    }

    @Test
    @DisplayName("T5 what is left at the end is a batch; no input gives none")
    void what_is_left_at_the_end_is_a_batch() throws Exception {
        var tester = Options.tester(Aggregator.class, "batch_size", 2);

        assertThat(data(tester.input(items("1", "2", "3")).run().finished()))
                .containsExactly("[1,2]", "[3]");
        assertThat(tester.input().run().finished().output()).isEmpty();
    }

    @Test
    @DisplayName("X031 a value that is no number fails its item, not the batch")
    void value_that_is_no_number_fails_its_item_alone() throws Exception {
        var run =
                Options.tester(Aggregator.class, "strategy", "sum", "field", "item.n")
                        .input(items("{'n':1}", "{'n':'x'}", "{'m':1}", "{'n':null}", "{'n':2.5}"))
                        .run()
                        .finished();

        assertThat(data(run)).containsExactly("3.5");
        assertThat(run.errorMessages())
                .hasSize(3)
                .contains("cannot aggregate a value that is no number of 64 bits: x");
    }

    @Test
    @DisplayName("X031 a sum beyond 64 bits fails the item that brings it there")
    void sum_beyond_64_bits_fails_the_item() throws Exception {
        var run =
                Options.tester(Aggregator.class, "strategy", "sum")
                        .input(items("9223372036854775806", "1", "1", "-7"))
                        .run()
                        .finished();

        assertThat(data(run)).containsExactly("9223372036854775800");
        assertThat(run.errorMessages())
                .containsExactly("the sum 9223372036854775808 is beyond 64 bits");
    }

    @Test
    void mean_of_large_whole_numbers_is_right() throws Exception {
        var run =
                Options.tester(Aggregator.class, "strategy", "average")
                        .input(items("9223372036854775807", "9223372036854775807"))
                        .run()
                        .finished();

        assertThat(data(run)).containsExactly(Document.of((double) Long.MAX_VALUE).toString());
    }

    @Test
    @DisplayName("X031 a custom expression that fails, fails the batch as one item")
    void custom_expression_that_fails_fails_the_batch() throws Exception {
        var run =
                Options.tester(
                                Aggregator.class,
                                "strategy",
                                "custom",
                                "custom",
                                "items.map(i, 10 / i)",
                                "batch_size",
                                2)
                        .input(items("1", "0", "5", "2"))
                        .run()
                        .finished();

        assertThat(data(run)).containsExactly("[2,5]");
        assertThat(run.errors()).hasSize(1);
        assertThat(field(run.errors().getFirst(), "item")).hasToString("[1,0]");
    }

    @Test
    void item_nested_too_deep_for_a_list_fails_alone() throws Exception {
        String deep = "[".repeat(Document.MAX_DEPTH) + "]".repeat(Document.MAX_DEPTH);

        var run = Options.tester(Aggregator.class).input(items("1", deep, "2")).run().finished();

        assertThat(data(run)).containsExactly("[1,2]");
        assertThat(run.errors()).hasSize(1);
    }

    @Test
    void custom_needs_its_expression_and_others_take_none() {
        assertThat(Options.problems(Aggregator.class, "strategy", "custom"))
                .containsExactly(
                        "'strategy' of component 'tested': is custom, so say 'custom', an"
                                + " expression over the list of items");
        assertThat(Options.problems(Aggregator.class, "custom", "items.size()"))
                .containsExactly("'custom' of component 'tested': is for 'strategy: custom'");
        assertThat(Options.problems(Aggregator.class, "timeout", "0s")).hasSize(1);
        assertThat(Options.problems(Aggregator.class, "batch_size", 0)).hasSize(1);
        assertThat(Options.problems(Aggregator.class, "strategy", "median")).hasSize(1);
    }

    @RepeatedTest(5)
    @DisplayName("X031 batches are those of a naive list, whatever comes when")
    void batches_are_those_of_a_naive_list() throws Exception {
        long seed = new SplittableRandom().nextLong();
        var random = new SplittableRandom(seed);
        int size = random.nextInt(1, 6);
        int timeout = random.nextInt(1, 3000);
        var run =
                Options.timeline(
                        Aggregator.class,
                        "batch_size",
                        size,
                        "timeout",
                        timeout + "ms",
                        "strategy",
                        "sum");
        var expected = new ArrayList<String>();
        long now = 0;
        long first = 0;
        long sum = 0;
        int count = 0;
        for (int i = 0; i < 30; i++) {
            now += random.nextInt(3) == 0 ? 0 : random.nextInt(2000);
            if (count > 0 && first + timeout <= now) {
                now += first + timeout == now ? 1 : 0; // which of the two comes first is open
                expected.add((first + timeout) + " " + sum + " timeout");
                count = 0;
                sum = 0;
            }
            long value = random.nextLong(-1_000_000, 1_000_000);
            run.at(now, "" + value);
            first = count == 0 ? now : first;
            sum += value;
            count++;
            if (count == size) {
                expected.add(now + " " + sum + " size");
                count = 0;
                sum = 0;
            }
        }
        if (count > 0) {
            expected.add(now + " " + sum + " end");
        }

        var came =
                run.until(now).came().stream()
                        .map(
                                c ->
                                        c.replaceAll(
                                                "(\\d+) \\{'aggregated_data':(-?\\d+),.*"
                                                        + "'flush_reason':'(\\w+)'.*",
                                                "$1 $2 $3"))
                        .toList();
        assertThat(came).as("seed %d", seed).isEqualTo(expected);
    }
}
