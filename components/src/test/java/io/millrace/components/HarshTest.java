package io.millrace.components;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Component;
import io.millrace.api.Document;
import io.millrace.components.file.Enrich;
import io.millrace.components.file.FileSink;
import io.millrace.components.file.FileSource;
import io.millrace.components.file.StdinSource;
import io.millrace.components.file.StdoutSink;
import io.millrace.components.flow.ControllerRouter;
import io.millrace.components.flow.ControllerTerminator;
import io.millrace.components.flow.Filter;
import io.millrace.components.flow.Limit;
import io.millrace.components.flow.Log;
import io.millrace.components.flow.Merger;
import io.millrace.components.flow.Router;
import io.millrace.components.flow.Splitter;
import io.millrace.components.flow.Transformer;
import io.millrace.components.gather.Accumulator;
import io.millrace.components.gather.Aggregator;
import io.millrace.components.gather.Batcher;
import io.millrace.components.gather.Buffer;
import io.millrace.components.gather.Store;
import io.millrace.components.model.Model;
import io.millrace.components.schema.Validator;
import io.millrace.components.stream.Deduplication;
import io.millrace.components.stream.Joining;
import io.millrace.components.stream.Windowing;
import io.millrace.components.time.Delay;
import io.millrace.components.time.Generator;
import io.millrace.components.time.RateLimiter;
import io.millrace.components.time.Timer;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.HarshTester;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every built-in component under bad conditions. */
class HarshTest {

    /** Those that take part in no simulation: they wait for a stream of the process. */
    private static final Set<Class<? extends Component>> OUTSIDE =
            Set.of(StdinSource.class, StdoutSink.class);

    private static final int ITEMS = 12;
    private static final Map<String, String> EVENT_TIME =
            Map.of("field", "item.n", "format", "epoch_ms");

    @TempDir Path folder;

    @BeforeEach
    void input() throws IOException {
        List<String> lines = Stream.of(items()).limit(ITEMS).map(Object::toString).toList();
        Files.write(folder.resolve("in.ndjson"), lines);
    }

    /** Objects with a number {@code n}, their parts, and two that are not as the others. */
    private static Object[] items() {
        var items = new Object[ITEMS + 2];
        for (int i = 0; i < ITEMS; i++) {
            items[i] =
                    Document.parse(
                            "{\"n\":%d,\"parts\":[{\"id\":\"%d-a\"},{\"id\":\"%d-b\"}]}"
                                    .formatted(i, i, i));
        }
        items[ITEMS] = Document.parse("{\"parts\":7}");
        items[ITEMS + 1] = Document.parse("\"no object\"");
        return items;
    }

    private static ComponentTester given(Class<? extends Component> type) {
        return ComponentTester.of(type).input(items());
    }

    /** How a component is tried. */
    @FunctionalInterface
    interface Trial {
        /** Returns it, with a configuration and items. */
        HarshTester in(Path folder);
    }

    private static final Map<Class<? extends Component>, Trial> TRIALS =
            Map.ofEntries(
                    Map.entry(
                            Accumulator.class,
                            _ -> given(Accumulator.class).config("value", "item.n").harsh()),
                    Map.entry(
                            Aggregator.class,
                            _ ->
                                    given(Aggregator.class)
                                            .config("strategy", "sum")
                                            .config("field", "item.n")
                                            .config("batch_size", 3)
                                            .config("timeout", "5ms")
                                            .harsh()
                                            .anyOutput()),
                    Map.entry(Batcher.class, _ -> given(Batcher.class).config("items", 3).harsh()),
                    Map.entry(
                            Buffer.class,
                            _ ->
                                    given(Buffer.class)
                                            .config("buffer_size", 4)
                                            .config("flush_interval", "5ms")
                                            .harsh()),
                    Map.entry(
                            ControllerRouter.class,
                            _ ->
                                    ComponentTester.of(ControllerRouter.class)
                                            .input(requests())
                                            .harsh()),
                    Map.entry(
                            ControllerTerminator.class,
                            _ -> given(ControllerTerminator.class).config("max_items", 5).harsh()),
                    Map.entry(
                            Enrich.class,
                            folder ->
                                    given(Enrich.class)
                                            .config("path", "in.ndjson")
                                            .config("lookup_key", "n")
                                            .config("key", "item.n")
                                            .config("into", "record")
                                            .in(folder)
                                            .harsh()),
                    Map.entry(
                            Model.class,
                            _ ->
                                    given(Model.class)
                                            .config("input", "string(item.n)")
                                            .config("add_timestamp", false)
                                            .harsh()),
                    Map.entry(
                            RateLimiter.class,
                            _ ->
                                    given(RateLimiter.class)
                                            .config("items", 3)
                                            .config("per", "5ms")
                                            .harsh()),
                    Map.entry(
                            Store.class,
                            _ -> ComponentTester.of(Store.class).input(requests()).harsh()),
                    Map.entry(
                            Validator.class,
                            _ ->
                                    given(Validator.class)
                                            .config("schema", Map.of("required", List.of("n")))
                                            .harsh()),
                    Map.entry(Delay.class, _ -> given(Delay.class).config("time", "3ms").harsh()),
                    Map.entry(
                            FileSink.class,
                            folder ->
                                    given(FileSink.class)
                                            .config("path", "out.ndjson")
                                            .in(folder)
                                            .harsh()),
                    Map.entry(
                            FileSource.class,
                            folder ->
                                    ComponentTester.of(FileSource.class)
                                            .config("path", "in.ndjson")
                                            .in(folder)
                                            .harsh()),
                    Map.entry(
                            Filter.class,
                            _ -> given(Filter.class).config("condition", "item.n % 3 > 0").harsh()),
                    Map.entry(
                            Generator.class,
                            _ ->
                                    ComponentTester.of(Generator.class)
                                            .config("count", 20)
                                            .config("rate", 1000)
                                            .config("item", Map.of("n", "seq"))
                                            .harsh()),
                    Map.entry(Limit.class, _ -> given(Limit.class).config("count", 5).harsh()),
                    Map.entry(
                            Log.class,
                            _ -> given(Log.class).config("message", "string(item.n)").harsh()),
                    Map.entry(
                            Merger.class,
                            _ ->
                                    ComponentTester.of(Merger.class)
                                            .config("inputs", List.of("a", "b"))
                                            .on("a", items())
                                            .on("b", numbers())
                                            .harsh()),
                    Map.entry(
                            Router.class,
                            _ ->
                                    given(Router.class)
                                            .config(
                                                    "routes",
                                                    List.of(
                                                            Map.of(
                                                                    "when",
                                                                    "item.n > 8",
                                                                    "to",
                                                                    "big"),
                                                            Map.of(
                                                                    "when",
                                                                    "item.n % 2 == 0",
                                                                    "to",
                                                                    "even")))
                                            .config("default", "rest")
                                            .harsh()),
                    Map.entry(
                            Splitter.class,
                            _ -> given(Splitter.class).config("field", "parts").harsh()),
                    Map.entry(
                            Windowing.class,
                            _ ->
                                    given(Windowing.class)
                                            .config("window", "sliding")
                                            .config("window_size", "4ms")
                                            .config("slide", "2ms")
                                            .config("aggregates", Map.of("sum", "sum(item.n)"))
                                            .option("key", "item.n % 2")
                                            .option("event_time", EVENT_TIME)
                                            .harsh()),
                    Map.entry(
                            Joining.class,
                            _ ->
                                    ComponentTester.of(Joining.class)
                                            .config("join_key", "n")
                                            .config("within", "10ms")
                                            .config("join", "outer")
                                            .option("event_time", EVENT_TIME)
                                            .on("left", items())
                                            .on("right", items())
                                            .harsh()
                                            .anyOutput()),
                    Map.entry(
                            Deduplication.class,
                            _ ->
                                    given(Deduplication.class)
                                            .config("dedup_key", "item.n % 5")
                                            .config("max_keys", 10)
                                            .harsh()),
                    Map.entry(
                            Timer.class,
                            _ ->
                                    ComponentTester.of(Timer.class)
                                            .config("interval", "5ms")
                                            .config("count", 10)
                                            .harsh()
                                            .anyOutput()),
                    Map.entry(
                            Transformer.class,
                            _ ->
                                    given(Transformer.class)
                                            .config("set", Map.of("m", "item.n + 1"))
                                            .harsh()));

    private static Object[] numbers() {
        return IntStream.range(100, 110)
                .mapToObj(n -> Document.object().put("n", n).build())
                .toArray();
    }

    /** What a store is asked, and routes of a controller. */
    private static Object[] requests() {
        return Stream.of(
                        "{'action':'create','id':'a','data':{'v':1},'route_to':'priority'}",
                        "{'action':'get','id':'a','value':150}",
                        "{'action':'update','id':'a','data':{'w':2},'value':60}",
                        "{'action':'list','type':'bulk'}",
                        "{'action':'fly','value':'high'}",
                        "{'action':'delete','id':'a','value':1}",
                        "{'action':'get','id':'a','n':2}")
                .map(json -> Document.parse(json.replace('\'', '"')))
                .toArray();
    }

    static List<Class<? extends Component>> components() {
        return new BuiltIns()
                .components().stream().filter(type -> !OUTSIDE.contains(type)).toList();
    }

    @ParameterizedTest
    @MethodSource("components")
    @DisplayName("M012 every built-in keeps the contract under bad conditions")
    void keeps_the_contract_under_bad_conditions(Class<? extends Component> type) {
        Trial trial = TRIALS.get(type);
        assertThat(trial)
                .as("%s: add it to the trials of this test, with a configuration", type.getName())
                .isNotNull();

        Objects.requireNonNull(trial).in(folder).seeds(100).run();
    }

    @Test
    void has_no_trial_without_a_component() {
        assertThat(components()).containsAll(TRIALS.keySet());
    }
}
