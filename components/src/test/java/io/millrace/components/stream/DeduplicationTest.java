package io.millrace.components.stream;

import static io.millrace.components.Options.items;
import static io.millrace.components.flow.Expressions.apostrophes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.components.Options;
import io.millrace.testkit.Given;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class DeduplicationTest {

    private static TestRun run(Object[] items, Object... options) throws InterruptedException {
        return Options.tester(Deduplication.class, options).input(items).run();
    }

    private static List<String> texts(TestRun run) {
        return run.texts().stream().map(text -> apostrophes(text)).toList();
    }

    @Test
    @DisplayName("X019 the first of each key wins, and the others are counted")
    void first_of_each_key_wins() throws Exception {
        Object[] items = items("{'id':1,'n':1}", "{'id':2,'n':2}", "{'id':1,'n':3}", "{'id':1}");

        TestRun run = run(items, "dedup_key", "id", "unbounded", true);

        assertThat(texts(run)).containsExactly("{'id':1,'n':1}", "{'id':2,'n':2}");
        assertThat(run.status().dropped()).containsEntry("duplicate", 2L);
    }

    @Test
    @DisplayName("X019 without a key the whole item counts, however it is written")
    void whole_item_is_the_key() throws Exception {
        Object[] items = items("{'a':1,'b':2}", "{'b':2,'a':1}", "{'a':1}", "7", "7", "8");

        assertThat(texts(run(items, "max_keys", 100)))
                .containsExactly("{'a':1,'b':2}", "{'a':1}", "7", "8");
    }

    @Test
    @DisplayName("X019 a key is forgotten after its time")
    void key_is_forgotten_after_its_time() throws Exception {
        TestRun run =
                Options.tester(Deduplication.class, "dedup_key", "id", "ttl", "5s")
                        .input(
                                Given.at("1s", items("{'id':1,'n':1}")),
                                Given.at("5s", items("{'id':1,'n':2}")),
                                Given.at("7s", items("{'id':1,'n':3}")))
                        .run();

        assertThat(texts(run)).containsExactly("{'id':1,'n':1}", "{'id':1,'n':3}");
        assertThat(run.status().forgotten()).containsExactly(Map.entry("expired", 1L));
    }

    static IntStream seeds() {
        return IntStream.range(0, 10);
    }

    @ParameterizedTest(name = "X019 seed {0}")
    @MethodSource("seeds")
    void items_are_those_of_a_set(int seed) throws Exception {
        var random = new SplittableRandom(seed);
        int most = random.nextInt(1, 20);
        var given = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            given.add("{'id':%d,'n':%d}".formatted(random.nextInt(30), i));
        }

        TestRun bounded =
                run(items(given.toArray(String[]::new)), "dedup_key", "id", "max_keys", most);
        TestRun whole =
                run(items(given.toArray(String[]::new)), "dedup_key", "id", "unbounded", true);

        assertThat(texts(bounded))
                .as("seed %d, %d keys", seed, most)
                .isEqualTo(ofSome(given, most));
        assertThat(bounded.status().forgotten().get("evicted"))
                .as("each that was kept, but the last ones")
                .isEqualTo(texts(bounded).size() - most);
        assertThat(texts(whole)).as("seed %d", seed).isEqualTo(ofAll(given));
    }

    private static String id(String item) {
        return item.replaceAll(",.*", "");
    }

    private static List<String> ofAll(List<String> items) {
        var seen = new HashSet<String>();
        return items.stream().filter(item -> seen.add(id(item))).toList();
    }

    private static List<String> ofSome(List<String> items, int most) {
        var seen = new LinkedHashMap<String, Boolean>();
        var sent = new ArrayList<String>();
        for (String item : items) {
            if (seen.putIfAbsent(id(item), true) == null) {
                sent.add(item);
            }
            if (seen.size() > most) {
                seen.remove(seen.keySet().iterator().next());
            }
        }
        return sent;
    }

    @Test
    @DisplayName("X019 a bound is required, or its absence said")
    void bound_is_required() {
        assertThat(Options.problems(Deduplication.class, "dedup_key", "id"))
                .containsExactly(
                        "component 'tested': it would remember every key for ever; say 'ttl' or"
                                + " 'max_keys', or 'unbounded: true' if the keys are few");
        assertThat(Options.problems(Deduplication.class, "ttl", "1s", "unbounded", true))
                .containsExactly("'unbounded' of component 'tested': but there is a bound, 'ttl'");
    }

    @Test
    void key_beside_the_configuration_goes_before_that_in_it() throws Exception {
        TestRun run =
                Options.tester(Deduplication.class, "dedup_key", "id", "max_keys", 10)
                        .option("key", "item.other")
                        .input(
                                items(
                                        "{'id':1,'other':1}",
                                        "{'id':1,'other':2}",
                                        "{'id':2,'other':1}"))
                        .run();

        assertThat(run.output()).hasSize(2);
        assertThat(Map.copyOf(run.status().dropped())).containsEntry("duplicate", 1L);
    }
}
