package io.millrace.components.stream;

import static io.millrace.components.Options.items;
import static io.millrace.components.flow.Expressions.apostrophes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.components.Options;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.Given;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class JoiningTest {

    /** An item: which input it comes by, its key, its time, its number. */
    private record Item(Side side, String key, long time, int number) {
        String json() {
            return "{'id':'%s','t':%d,'n':%d}".formatted(key, time, number);
        }
    }

    private static ComponentTester joining(Object... options) {
        return Options.tester(Joining.class, options);
    }

    /** Gives items at the times that they have. */
    private static Given timed(List<Item> items, Side side) {
        return Given.items(
                items.stream()
                        .filter(item -> item.side() == side)
                        .map(item -> Given.at(item.time() + "ms", items(item.json())))
                        .toArray());
    }

    private static Object[] documents(List<Item> items, Side side) {
        return items(
                items.stream()
                        .filter(item -> item.side() == side)
                        .map(Item::json)
                        .toArray(String[]::new));
    }

    /** Returns what left as key and numbers. */
    private static List<String> pairs(TestRun run) {
        return run.output().stream().map(JoiningTest::pair).toList();
    }

    private static String pair(Object output) {
        return "%s %s-%s"
                .formatted(
                        Options.field(output, "join_key").asString(),
                        number(output, "left"),
                        number(output, "right"));
    }

    private static String number(Object output, String side) {
        var item = Options.field(output, side).get("n");
        return item == null ? "" : item.toString();
    }

    private static Map<String, List<String>> byKey(List<String> pairs) {
        var byKey = new TreeMap<String, List<String>>();
        for (String pair : pairs) {
            byKey.computeIfAbsent(pair.substring(0, 1), _ -> new ArrayList<>()).add(pair);
        }
        return byKey;
    }

    private static String key(SplittableRandom random) {
        return "abc".substring(random.nextInt(3)).substring(0, 1);
    }

    private static Joining.Kind kind(SplittableRandom random) {
        return List.of(Joining.Kind.values()).get(random.nextInt(3));
    }

    private static Side side(SplittableRandom random) {
        return random.nextBoolean() ? Side.LEFT : Side.RIGHT;
    }

    // ---- pair once

    @Test
    @DisplayName("X018 a pair is that of the seed")
    void pair_is_that_of_the_seed() throws Exception {
        TestRun run =
                joining("unbounded", true)
                        .on("left", Given.at("1s", items("{'id':7,'a':1}")))
                        .on("right", Given.at("2500ms", items("{'id':7,'b':2}")))
                        .run();

        assertThat(run.texts().stream().map(text -> apostrophes(text)))
                .containsExactly(
                        "{'join_key':7,'left':{'id':7,'a':1},'right':{'id':7,'b':2},"
                                + "'joined_at':1767225602.500}");
    }

    @Test
    @DisplayName("M038 the key is a field, a path of fields or an expression")
    void key_is_a_field_a_path_or_an_expression() throws Exception {
        for (String key : List.of("user", "item.user", "user.id", "string(item.user.id) + 'x'")) {
            TestRun run =
                    joining("unbounded", true, "join_key", key)
                            .on("left", items("{'user':{'id':1}}"))
                            .on("right", items("{'user':{'id':1}}", "{'user':{'id':2}}"))
                            .run();

            assertThat(run.output()).as(key).hasSize(1);
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 25);
    }

    @ParameterizedTest(name = "X018 seed {0}")
    @MethodSource("seeds")
    void pairs_are_those_of_two_maps(int seed) throws Exception {
        var random = new SplittableRandom(seed);
        var kind = kind(random);
        int ttl = 2 * random.nextInt(1, 12) + 1; // never at the time of an item
        var items = new ArrayList<Item>();
        for (int i = 0; i < 40; i++) {
            items.add(new Item(side(random), key(random), 2L * i + 2, i));
        }

        TestRun run =
                joining("ttl", ttl + "ms", "join", kind.name().toLowerCase(Locale.ROOT))
                        .on("left", timed(items, Side.LEFT))
                        .on("right", timed(items, Side.RIGHT))
                        .run();

        assertThat(byKey(pairs(run)))
                .as("seed %d, %s, ttl %d, %s", seed, kind, ttl, items)
                .isEqualTo(byKey(pairedOnce(items, kind, ttl)));
    }

    /** The seed's two dictionaries, with a time after which an item goes. */
    private static List<String> pairedOnce(List<Item> items, Joining.Kind kind, int ttl) {
        var waiting =
                Map.of(
                        Side.LEFT,
                        new TreeMap<String, Item>(),
                        Side.RIGHT,
                        new TreeMap<String, Item>());
        var sent = new ArrayList<String>();
        for (Item item : items) {
            for (TreeMap<String, Item> side : waiting.values()) {
                for (Item each : List.copyOf(side.values())) {
                    if (each.time() + ttl < item.time()) {
                        side.remove(each.key());
                        sent.addAll(alone(each, kind));
                    }
                }
            }
            Item partner =
                    Objects.requireNonNull(waiting.get(item.side().other())).remove(item.key());
            if (partner != null) {
                sent.add(paired(item, partner));
                continue;
            }
            Item replaced = Objects.requireNonNull(waiting.get(item.side())).put(item.key(), item);
            if (replaced != null) {
                sent.addAll(alone(replaced, kind));
            }
        }
        waiting.values()
                .forEach(side -> side.values().forEach(each -> sent.addAll(alone(each, kind))));
        return sent;
    }

    private static String paired(Item one, Item other) {
        Item left = one.side() == Side.LEFT ? one : other;
        Item right = one.side() == Side.LEFT ? other : one;
        return left.key() + " " + left.number() + "-" + right.number();
    }

    private static List<String> alone(Item item, Joining.Kind kind) {
        boolean isLeft = item.side() == Side.LEFT;
        boolean leaves = kind == Joining.Kind.OUTER || (kind == Joining.Kind.LEFT && isLeft);
        String numbers = isLeft ? item.number() + "-" : "-" + item.number();
        return leaves ? List.of(item.key() + " " + numbers) : List.of();
    }

    @Test
    @DisplayName(
            "X018 what waits too long is counted, and the next one of its key waits in its place")
    void what_waits_too_long_is_counted() throws Exception {
        TestRun run =
                joining("ttl", "5s")
                        .on("left", Given.at("1s", items("{'id':1}")))
                        .on("right", Given.at("7s", items("{'id':1}")))
                        .run();

        assertThat(run.output()).isEmpty();
        assertThat(run.status().dropped()).containsEntry("unmatched", 1L);
    }

    // ---- by time

    private static List<Item> inOrder(SplittableRandom random, int outOfOrder) {
        var items = new ArrayList<Item>();
        long now = random.nextInt(-100, 100);
        for (int i = 0; i < 40; i++) {
            now += random.nextInt(12);
            long time = now - (outOfOrder == 0 ? 0 : random.nextInt(outOfOrder));
            items.add(new Item(side(random), key(random), time, i));
        }
        return items;
    }

    private static Map<String, Object> eventTime(int outOfOrder) {
        return Map.of("field", "item.t", "format", "epoch_ms", "out_of_order", outOfOrder + "ms");
    }

    @ParameterizedTest(name = "X018 seed {0}")
    @MethodSource("seeds")
    void intervals_are_those_of_all_with_all(int seed) throws Exception {
        var random = new SplittableRandom(seed);
        var kind = kind(random);
        int within = random.nextInt(1, 30);
        int outOfOrder = random.nextInt(2) * 20;
        List<Item> items = inOrder(random, outOfOrder);

        TestRun run =
                joining("within", within + "ms", "join", kind.name().toLowerCase(Locale.ROOT))
                        .option("event_time", eventTime(outOfOrder))
                        .on("left", documents(items, Side.LEFT))
                        .on("right", documents(items, Side.RIGHT))
                        .run();

        assertThat(pairs(run))
                .as("seed %d, %s, within %d, %s", seed, kind, within, items)
                .containsExactlyInAnyOrderElementsOf(
                        allWithAll(
                                items,
                                kind,
                                (one, other) -> Math.abs(one.time() - other.time()) <= within));
        assertThat(run.outputs().get("late")).isEmpty();
    }

    @ParameterizedTest(name = "X018 seed {0}")
    @MethodSource("seeds")
    void windows_are_those_of_all_with_all(int seed) throws Exception {
        var random = new SplittableRandom(seed);
        var kind = kind(random);
        int size = random.nextInt(1, 60);
        int outOfOrder = random.nextInt(2) * 20;
        List<Item> items = inOrder(random, outOfOrder);

        TestRun run =
                joining("window_size", size + "ms", "join", kind.name().toLowerCase(Locale.ROOT))
                        .option("event_time", eventTime(outOfOrder))
                        .on("left", documents(items, Side.LEFT))
                        .on("right", documents(items, Side.RIGHT))
                        .run();

        assertThat(pairs(run))
                .as("seed %d, %s, windows of %d, %s", seed, kind, size, items)
                .containsExactlyInAnyOrderElementsOf(
                        allWithAll(
                                items,
                                kind,
                                (one, other) ->
                                        Math.floorDiv(one.time(), size)
                                                == Math.floorDiv(other.time(), size)));
    }

    @FunctionalInterface
    private interface Near {
        boolean are(Item one, Item other);
    }

    private static List<String> allWithAll(List<Item> items, Joining.Kind kind, Near near) {
        var all = new ArrayList<String>();
        for (Item one : items) {
            boolean isAlone = true;
            for (Item other : items) {
                boolean isPair =
                        one.side() != other.side()
                                && one.key().equals(other.key())
                                && near.are(one, other);
                isAlone &= !isPair;
                if (isPair && one.side() == Side.LEFT) {
                    all.add(paired(one, other));
                }
            }
            if (isAlone) {
                all.addAll(alone(one, kind));
            }
        }
        return all;
    }

    @Test
    void pair_of_an_interval_is_that_of_the_later_item() throws Exception {
        TestRun run =
                joining("within", "1s")
                        .option("event_time", eventTime(0))
                        .on("left", items("{'id':1,'t':1000}"))
                        .on("right", items("{'id':1,'t':2000}", "{'id':1,'t':2001}"))
                        .run();

        assertThat(run.output())
                .map(pair -> Options.field(pair, "joined_at").toString())
                .containsExactly("2");
    }

    @Test
    void item_whose_partners_may_be_gone_is_late() throws Exception {
        TestRun run =
                joining("within", "1s")
                        .option("event_time", eventTime(0))
                        .on("left", Given.at("1s", items("{'id':1,'t':5000}")))
                        .on(
                                "right",
                                Given.at("1s", items("{'id':1,'t':5000}")),
                                Given.at("2s", items("{'id':1,'t':4999}", "{'id':1,'t':4000}")))
                        .run(true);

        assertThat(run.output()).hasSize(1);
        assertThat(Objects.requireNonNull(run.outputs().get("late"))).hasSize(2);
    }

    @Test
    void item_without_event_time_fails_where_the_others_have_it() throws Exception {
        TestRun run =
                joining("within", "1s")
                        .option("event_time", Map.of("field", "item.t", "format", "epoch_ms"))
                        .on("left", items("{'id':1,'t':1}"))
                        .on("right", items("{'id':1}"))
                        .run();

        assertThat(run.errorMessages()).hasSize(1);
    }

    @Test
    void interval_by_the_clock_is_that_of_arrival() throws Exception {
        TestRun run =
                joining("within", "2s", "join", "outer")
                        .on(
                                "left",
                                Given.at("1s", items("{'id':'a','n':1}")),
                                Given.at("10s", items("{'id':'a','n':2}")))
                        .on(
                                "right",
                                Given.at("3s", items("{'id':'a','n':3}")),
                                Given.at("6s", items("{'id':'a','n':4}")))
                        .run();

        assertThat(run.arrivals().get("output"))
                .map(arrival -> arrival.at().toMillis() + " " + pair(arrival.item()))
                .containsExactly("3000 a 1-3", "8001 a -4", "10000 a 2-");
    }

    // ---- lookup

    @Test
    void lookup_finds_the_row_that_came_last() throws Exception {
        var items =
                Stream.of("L1", "R2", "L3", "R4", "L5", "L6")
                        .map(
                                text ->
                                        new Item(
                                                text.charAt(0) == 'L' ? Side.LEFT : Side.RIGHT,
                                                "a",
                                                1000L * (text.charAt(1) - '0'),
                                                text.charAt(1) - '0'))
                        .toList();

        TestRun run =
                joining("mode", "lookup", "max_keys", 10, "join", "left")
                        .on("left", timed(items, Side.LEFT))
                        .on("right", timed(items, Side.RIGHT))
                        .run();

        assertThat(pairs(run)).containsExactly("a 1-", "a 3-2", "a 5-4", "a 6-4");
    }

    // ---- bounds

    @Test
    @DisplayName("M039 a bound is required, or its absence said")
    void bound_is_required() {
        assertThat(Options.problems(Joining.class))
                .containsExactly(
                        "component 'tested': it would remember every key for ever; say 'within',"
                                + " 'window_size', 'ttl' or 'max_keys', or 'unbounded: true' if the"
                                + " keys are few");
        for (Map<String, Object> bound :
                List.<Map<String, Object>>of(
                        Map.of("within", "1s"),
                        Map.of("window_size", "1s"),
                        Map.of("ttl", "1s"),
                        Map.of("max_keys", 5),
                        Map.of("unbounded", true))) {
            var entry = bound.entrySet().iterator().next();
            assertThat(Options.of(Joining.Config.class, entry.getKey(), entry.getValue()))
                    .isNotNull();
        }
    }

    @Test
    @DisplayName("M038 the key is 'id' where nothing else is said")
    void key_is_id_where_nothing_is_said() {
        var config = Options.of(Joining.Config.class, "unbounded", true);

        assertThat(config.key()).hasToString("item.id");
        assertThat(config.meant()).isEqualTo(Joining.Mode.PAIR_ONCE);
    }

    @ParameterizedTest(name = "{0} {1}, {2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "mode | interval | ttl | 1s | is interval, so say 'within' too",
                "within | 1s | window_size | 1s | is for 'mode: window'",
                "within | 1s | ttl | 1s | is for 'mode: pair_once' and 'mode: lookup'",
                "ttl | 0s | join | left | must be above zero",
                "max_keys | 5 | join | left | is for 'join: inner'; what has to go would not leave"
                        + " alone",
                "mode | lookup | join | outer | 'component 'tested': it would remember",
            })
    void options_that_do_not_fit_are_a_problem(
            String key, String value, String other, String otherValue, String problem) {
        var options =
                new HashMap<String, Object>(Map.of(key, number(value), other, number(otherValue)));
        var words = new ArrayList<Object>();
        options.forEach((k, v) -> words.addAll(List.of(k, v)));

        assertThat(Options.problems(Joining.class, words.toArray()))
                .singleElement()
                .asString()
                .contains(problem.startsWith("'") ? problem.substring(1) : problem);
    }

    private static Object number(String text) {
        return text.equals("5") ? 5 : text;
    }
}
