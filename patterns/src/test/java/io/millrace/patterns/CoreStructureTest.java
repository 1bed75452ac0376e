package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Bytes;
import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Default;
import io.millrace.api.Doc;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Range;
import io.millrace.api.Streams;
import io.millrace.engine.Run;
import io.millrace.graph.ComponentSpec;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Core implementation pattern: how a component is made, configured, set up and run. */
class CoreStructureTest {

    /** Adds a field that says who it was and of which flavour. */
    public static final class MyComponent implements Handler<Document> {

        public record Config(
                @Doc("What to do.") @Default("default") Flavour variant,
                @Doc("How long.") @Default("5s") Duration windowSize,
                @Doc("How much.") @Default("8MiB") @Bytes long limit,
                @Doc("How often.") @Default("3") @Range(min = 1, max = 10) int times) {}

        public enum Flavour {
            DEFAULT,
            TYPE_A,
            TYPE_B
        }

        private final Config config;
        private String name = "";

        public MyComponent(Config config) {
            this.config = config;
        }

        @Override
        public void setup(Context context) {
            name = context.name();
        }

        @Override
        public void onItem(Document item, Output out) throws Exception {
            String said =
                    switch (config.variant()) {
                        case DEFAULT -> "passed on";
                        case TYPE_A -> "type a";
                        case TYPE_B -> "type b";
                    };
            out.send(item.edit().put("by", name).put("as", said).build());
        }
    }

    /** Passes everything on, and takes no configuration. */
    public static final class Plain implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            for (Object item : streams.receive("input", Object.class)) {
                streams.send("output", item);
            }
        }
    }

    private static final String BLUEPRINT =
            """
            components:
              in: { type: Generator, config: { count: 1 } }
              orders:
                type: MyComponent
                config: %s
              out: { type: CollectSink }
            bindings: [ in -> orders -> out ]
            """;

    private static ComponentSpec orders(String config) {
        return Parts.read(BLUEPRINT.formatted(config), MyComponent.class).component("orders");
    }

    @Test
    @DisplayName("M002 M003 a component is a class of no superclass, with one constructor")
    void component_needs_no_superclass_and_is_named_by_the_blueprint() throws Exception {
        ComponentSpec spec = orders("{}");

        assertThat(MyComponent.class.getSuperclass()).isEqualTo(Object.class);
        assertThat(spec.name()).isEqualTo("orders");
        assertThat(spec.type().create(spec.config())).isInstanceOf(MyComponent.class);
        assertThat(ComponentTester.of(Plain::new).input(1, 2).run().output()).containsExactly(1, 2);
    }

    @Test
    @DisplayName("M004 M008 T8 options that are not given have their defaults")
    void config_is_never_null_and_has_its_defaults() {
        var defaults =
                new MyComponent.Config(
                        MyComponent.Flavour.DEFAULT, Duration.ofSeconds(5), 8L << 20, 3);

        assertThat(orders("{}").config()).isEqualTo(defaults);
        assertThat(
                        Parts.read(BLUEPRINT.replace("    config: %s\n", ""), MyComponent.class)
                                .component("orders")
                                .config())
                .isEqualTo(defaults);
    }

    @Test
    @DisplayName("M004 M040 an unknown key is told with its place and the nearest known one")
    void unknown_key_is_an_error() {
        var problem =
                Parts.problems(BLUEPRINT.formatted("{ windowSize: 5s }"), MyComponent.class)
                        .getFirst();

        assertThat(problem.message()).contains("windowSize");
        assertThat(problem.fix()).contains("window_size");
        assertThat(problem.position()).hasToString("pattern.yaml:5:15");
    }

    @Test
    @DisplayName("M008 M040 durations, sizes and ranges are read and checked with the blueprint")
    void options_have_units_and_ranges() {
        var given =
                (MyComponent.Config)
                        orders("{ window_size: 5.0, limit: 1KiB, variant: type_b }").config();

        assertThat(given.windowSize()).isEqualTo(Duration.ofSeconds(5));
        assertThat(given.limit()).isEqualTo(1024);
        assertThat(given.variant()).isEqualTo(MyComponent.Flavour.TYPE_B);
        assertThat(Parts.problems(BLUEPRINT.formatted("{ times: 11 }"), MyComponent.class))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("times", "10"));
    }

    @Test
    @DisplayName(
            "M007 M013 M014 a variant that does not exist is an error that lists those that do")
    void variant_is_checked_before_the_run() {
        assertThat(Parts.problems(BLUEPRINT.formatted("{ variant: type_c }"), MyComponent.class))
                .singleElement()
                .satisfies(
                        p ->
                                assertThat(p.toString())
                                        .contains("type_c", "default", "type_a", "type_b"));
    }

    @Test
    @DisplayName("M003 M013 M023 each variant does its own, under the name of the blueprint")
    void each_variant_does_its_own() throws Exception {
        var out = new CollectSink();
        Parts.run(
                Parts.graph()
                        .registry(Parts.registry(MyComponent.class))
                        .component("in", () -> Parts.source(Document.parse("{}")))
                        .component("first", "MyComponent", Map.of("variant", "type_a"))
                        .component("second", "MyComponent", Map.of())
                        .component("out", () -> out)
                        .bind("in -> first -> out")
                        .bind("in -> second -> out"));

        assertThat(out.items())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "{\"by\":\"first\",\"as\":\"type a\"}",
                        "{\"by\":\"second\",\"as\":\"passed on\"}");
    }

    /** Says what is called, in its order. */
    static final class Told implements Handler<Object> {
        private final List<String> calls;
        private final String name;

        Told(String name, List<String> calls) {
            this.name = name;
            this.calls = calls;
        }

        @Override
        public void setup(Context context) throws Exception {
            context.sleep(Duration.ofSeconds(name.equals("slow") ? 10 : 0));
            calls.add(name + " is set up");
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            calls.add(name + " takes " + item);
            out.send(item);
        }

        @Override
        public void cleanup() {
            calls.add(name + " is cleaned up");
        }
    }

    @Test
    @DisplayName(
            "M009 M022 X045 set-up comes before the first item of all, clean-up once at the end")
    void no_item_moves_before_all_are_set_up() throws Exception {
        List<String> calls = new CopyOnWriteArrayList<>();

        Parts.run(
                Parts.graph()
                        .component("in", () -> Parts.source(1))
                        .component("quick", () -> new Told("quick", calls))
                        .component("slow", () -> new Told("slow", calls), buffered())
                        .bind("in -> quick -> slow"));

        assertThat(calls.subList(0, 2)).containsExactly("quick is set up", "slow is set up");
        assertThat(calls)
                .containsSubsequence("quick takes 1", "slow takes 1", "slow is cleaned up")
                .containsOnlyOnce("quick is cleaned up", "slow is cleaned up");
    }

    private static Map<String, ?> buffered() {
        return Map.of("buffer", Map.of("items", 10));
    }

    @Test
    @DisplayName("M012 M015 M018 a loop and a handler give the same, and the item itself")
    void both_shapes_give_the_same() throws Exception {
        var handler = new Parts.Do((item, out) -> out.send(item));
        Object[] items = {Document.parse("{\"a\":1}"), "text", 7L};

        TestRun one = ComponentTester.of(() -> handler).input(items).run().finished();
        TestRun other = ComponentTester.of(Plain::new).input(items).run().finished();

        assertThat(one.output()).isEqualTo(other.output());
        assertThat(one.output().getFirst()).isSameAs(items[0]);
    }

    @Test
    @DisplayName("M023 a component logs under its own name")
    void context_gives_name_and_logger() throws Exception {
        try (var logs = new Logs()) {
            Parts.run(
                    Parts.graph()
                            .component("in", () -> Parts.source(1))
                            .component("mine", Talks::new)
                            .bind("in -> mine"));

            assertThat(logs.events())
                    .filteredOn(e -> e.getFormattedMessage().equals("Here I am."))
                    .singleElement()
                    .satisfies(e -> assertThat(e.getLoggerName()).isEqualTo("millrace.test.mine"));
        }
    }

    /** Logs. */
    static final class Talks implements Handler<Object> {
        private Logged log = _ -> {};

        /** Something that a component gives its logger to. */
        private interface Logged {
            void say(String line);
        }

        @Override
        public void setup(Context context) {
            log = context.log()::info;
        }

        @Override
        public void onItem(Object item, Output out) {
            log.say("Here I am.");
        }
    }

    @Test
    @DisplayName("M024 no public method of the API takes or gives a future or a reactive type")
    void api_is_plain_blocking_java() throws Exception {
        var types = new ArrayList<Class<?>>();
        for (Class<?> type : apiTypes()) {
            for (Method method : type.getMethods()) {
                types.add(method.getReturnType());
                types.addAll(List.of(method.getParameterTypes()));
            }
        }

        assertThat(types)
                .hasSizeGreaterThan(100)
                .noneMatch(Future.class::isAssignableFrom)
                .noneMatch(CompletionStage.class::isAssignableFrom)
                .noneMatch(Flow.Publisher.class::isAssignableFrom)
                .noneMatch(Flow.Subscriber.class::isAssignableFrom);
    }

    private static List<Class<?>> apiTypes() {
        Stream<Class<?>> shown =
                Stream.of(Component.class, Handler.class, Streams.class, Context.class, Run.class);
        return Stream.concat(
                        shown,
                        Stream.of(
                                io.millrace.api.Source.class,
                                io.millrace.api.SourceOutput.class,
                                io.millrace.api.Input.class,
                                Output.class,
                                io.millrace.api.Errors.class,
                                Document.class))
                .toList();
    }
}
