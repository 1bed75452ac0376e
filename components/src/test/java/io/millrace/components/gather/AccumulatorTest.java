package io.millrace.components.gather;

import static io.millrace.components.Options.field;
import static io.millrace.components.Options.items;
import static io.millrace.components.flow.Expressions.apostrophes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.components.Options;
import io.millrace.components.gather.Accumulator.Operation;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class AccumulatorTest {

    private static TestRun run(Object[] items, Object... options) throws InterruptedException {
        return Options.tester(Accumulator.class, options).input(items).run().finished();
    }

    private static List<String> totals(TestRun run) {
        return run.output().stream().map(item -> apostrophes(field(item, "new_total"))).toList();
    }

    @ParameterizedTest(name = "X021 {0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'operation':'add','value':2} {'operation':'add','value':3}                | 2 5",
                "{'value':2} {'value':-5}                                                   | 2 -3",
                "{'value':1.5} {'value':2}                                                  | 1.5"
                        + " 3.5",
                "{'operation':'multiply','value':4} {'operation':'multiply','value':3}      | 4 12",
                "{'value':7} {'operation':'get_total'} {'operation':'reset'} {'value':1}    | 7 7 0"
                        + " 1",
                "{'operation':'get_total'}                                                  | 0",
                "{'key':'a','value':1} {'key':'b','value':2} {'key':'a','value':10}         | 1 2"
                        + " 11",
                "{'value':'12'} {'value':'1.5'} {'value':'-3e0'}                          | 12 13.5"
                        + " 10.5",
                "{} {'value':3}                                                             | 0 3",
                "5 6                                                                        | 5 11",
            })
    void operations_work_on_totals(String items, String expected) throws Exception {
        var run = run(items(items.split(" (?=[{0-9])")));

        assertThat(String.join(" ", totals(run))).isEqualTo(expected);
        assertThat(run.errors()).isEmpty();
    }

    @Test
    @DisplayName("X022 the answer has the seed's keys")
    void answer_has_the_keys_of_the_seed() throws Exception {
        var run = run(items("{'value':2,'more':true}", "{'operation':'get_total','key':'k'}"));

        assertThat(run.texts().stream().map(t -> apostrophes(t)))
                .containsExactly(
                        "{'operation':'add','key':'default_accumulator','input_value':2,"
                                + "'new_total':2,'success':true,"
                                + "'original_data':{'value':2,'more':true}}",
                        "{'operation':'get_total','key':'k','input_value':null,'new_total':0,"
                                + "'success':true,"
                                + "'original_data':{'operation':'get_total','key':'k'}}");
    }

    @ParameterizedTest(name = "X023 {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'value':'abc'}                        | Cannot accumulate non-numeric value: abc",
                "{'value':true}                         | Cannot accumulate non-numeric value:"
                        + " true",
                "{'value':[1]}                          | Cannot accumulate non-numeric value: [1]",
                "{'value':'NaN'}                        | Cannot accumulate non-numeric value: NaN",
                "{'value':'0x10'}                       | Cannot accumulate non-numeric value:"
                        + " 0x10",
                "{'value':'1e999'}                      | Cannot accumulate non-numeric value:"
                        + " 1e999",
                "{'operation':'multiply'}               | Cannot accumulate non-numeric value:"
                        + " null",
                "{'operation':'divide','value':1}       | Unknown accumulation operation: divide",
            })
    void item_that_cannot_be_accumulated_fails(String item, String error) throws Exception {
        var run = run(items("{'value':1}", item, "{'value':1}"));

        assertThat(totals(run)).containsExactly("1", "2");
        assertThat(run.errorMessages()).containsExactly(error);
    }

    @Test
    @DisplayName("X022 with failures: output the answer tells what went wrong")
    void answer_tells_what_went_wrong() throws Exception {
        var run = run(items("{'value':'x'}"), "failures", "output");

        assertThat(apostrophes(run.texts().getFirst()))
                .isEqualTo(
                        "{'operation':'add','success':false,'error':'Cannot accumulate non-numeric"
                                + " value: x','original_data':{'value':'x'}}");
        assertThat(run.errors()).isEmpty();
    }

    @Test
    @DisplayName("X021 the defaults are the seed's")
    void defaults_are_those_of_the_seed() {
        var config = Options.of(Accumulator.Config.class);

        assertThat(config.operation()).isEqualTo(Operation.ADD);
        assertThat(config.key()).isEqualTo("default_accumulator");
        assertThat(config.initial()).isEmpty();
    }

    @Test
    @DisplayName("T14 multiply on a missing key starts from 1, or from the initial value")
    void multiply_on_a_missing_key_starts_from_its_identity() throws Exception {
        Object[] items =
                items(
                        "{'operation':'multiply','key':'new','value':5}",
                        "{'operation':'reset','key':'new'}",
                        "{'operation':'multiply','key':'new','value':3}");

        assertThat(totals(run(items))).containsExactly("5", "0", "3");
        assertThat(totals(run(items, "initial", 10))).containsExactly("50", "10", "30");
    }

    @Test
    @DisplayName("X021 a total out of range fails the item and stays as it was")
    void total_out_of_range_fails_the_item_and_stays() throws Exception {
        var run =
                run(
                        items(
                                "{'value':9223372036854775807}",
                                "{'value':1}",
                                "{'operation':'multiply','value':2}",
                                "{'value':-1}",
                                "{'key':'f','value':1e308}",
                                "{'key':'f','value':1.7e308}",
                                "{'key':'f','value':0.0}",
                                "{'value':123456789012345678901234567890}"));

        assertThat(totals(run))
                .containsExactly(
                        "9223372036854775807",
                        "9223372036854775806",
                        Document.of(1e308).toString(),
                        Document.of(1e308).toString());
        assertThat(run.errorMessages())
                .containsExactly(
                        "the sum 9223372036854775808 is beyond 64 bits",
                        "the product 18446744073709551614 is beyond 64 bits",
                        "the sum is beyond the range of a 64-bit number",
                        "Cannot accumulate non-numeric value: 123456789012345678901234567890");
    }

    @Test
    @DisplayName("X021 big sums lose no digits")
    void big_sums_lose_no_digits() throws Exception {
        var items = new ArrayList<String>();
        items.add("{'value':9007199254740993.0}");
        for (int i = 0; i < 1000; i++) {
            items.add("{'value':0.1}");
        }
        items.add("{'value':-9007199254740992}");

        assertThat(totals(run(items(items.toArray(String[]::new)))).getLast()).isEqualTo("100.0");
    }

    @Test
    @DisplayName("X021 one key more than max_keys fails the item")
    void one_key_too_many_fails_the_item() throws Exception {
        var run =
                run(
                        items(
                                "{'key':'a','value':1}",
                                "{'key':'b','value':1}",
                                "{'key':'a','operation':'reset'}",
                                "{'key':'b','value':1}"),
                        "max_keys",
                        1);

        assertThat(totals(run)).containsExactly("1", "0", "1");
        assertThat(run.errorMessages())
                .containsExactly(
                        "there is no room for a total of 'b': there are 1, which is max_keys; reset"
                                + " some, or raise it");
    }

    @Test
    void initial_value_must_be_a_number() {
        assertThat(Options.problems(Accumulator.class, "initial", "much"))
                .containsExactly("'initial' of component 'tested': must be a number of 64 bits");
    }

    @RepeatedTest(20)
    @DisplayName("X021 totals are those of a naive map of big numbers")
    void totals_are_those_of_a_naive_map() throws Exception {
        long seed = new SplittableRandom().nextLong();
        var random = new SplittableRandom(seed);
        Map<String, BigInteger> model = new HashMap<>();
        var items = new ArrayList<String>();
        var expected = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            String key = "k" + random.nextInt(4);
            long value = random.nextInt(10) == 0 ? random.nextLong() : random.nextInt(-9, 10);
            String operation =
                    switch (random.nextInt(8)) {
                        case 0 -> "reset";
                        case 1, 2 -> "multiply";
                        default -> "add";
                    };
            items.add("{'operation':'%s','key':'%s','value':%d}".formatted(operation, key, value));
            BigInteger by = BigInteger.valueOf(value);
            BigInteger total =
                    switch (operation) {
                        case "add" -> model.getOrDefault(key, BigInteger.ZERO).add(by);
                        case "multiply" -> model.getOrDefault(key, BigInteger.ONE).multiply(by);
                        default -> BigInteger.ZERO;
                    };
            if (operation.equals("reset")) {
                model.remove(key);
                expected.add("0");
            } else if (total.bitLength() < 64) {
                model.put(key, total);
                expected.add(total.toString());
            }
        }

        assertThat(totals(run(items(items.toArray(String[]::new)))))
                .as("seed %d", seed)
                .isEqualTo(expected);
    }

    @Test
    void product_that_is_not_whole_keeps_34_digits() throws Exception {
        var items = new ArrayList<String>();
        for (int i = 0; i < 2000; i++) {
            items.add("{'operation':'multiply','value':1.0000001}");
        }

        double last =
                Double.parseDouble(totals(run(items(items.toArray(String[]::new)))).getLast());
        assertThat(last).isEqualTo(new BigDecimal("1.0000001").pow(2000).doubleValue());
    }
}
