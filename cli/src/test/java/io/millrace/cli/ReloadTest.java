package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.Context;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.Run.Outcome;
import io.millrace.engine.RunOptions;
import io.millrace.graph.ComponentRegistry;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;
import io.millrace.graph.SourceWatch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/** Components that are exchanged while a graph runs: nothing is lost, and nothing comes twice. */
class ReloadTest {

    private static final String IMPORTS =
            "import io.millrace.api.*;\nimport java.time.Duration;\nimport java.util.*;\n";

    private static final String HANDLER =
            """
            public final class Part implements Handler<String> {
                private final List<String> held = new ArrayList<>();
                @Override
                public void onItem(String item, Output out) throws Exception {
                    held.add(item);
                    if (held.size() == 3) {
                        onEnd(out);
                    }
                }
                @Override
                public void onEnd(Output out) throws Exception {
                    for (String item : held) {
                        out.send(item + "-1");
                    }
                    held.clear();
                }
            }
            """;

    private static final String LOOP =
            """
            public final class Part implements Component {
                @Override
                public void process(Streams streams) throws Exception {
                    String held = null;
                    for (String item : streams.receive("input", String.class)) {
                        if (held != null) {
                            streams.send("output", held + "-1");
                        }
                        held = item;
                    }
                    if (held != null) {
                        streams.send("output", held + "-1");
                    }
                }
            }
            """;

    private static final String EVENTS =
            """
            public final class Part implements Component {
                @Override
                public void process(Streams streams) throws Exception {
                    while (true) {
                        switch (streams.next()) {
                            case Event.Item(var input, var item) -> streams.send("output", item + "-1");
                            case Event.End() -> {
                                return;
                            }
                            default -> {}
                        }
                    }
                }
            }
            """;

    private static final String BUFFERED =
            """
            public final class Part implements Component {
                @Override
                public void process(Streams streams) throws Exception {
                    var out = streams.buffer("output", 1000, Duration.ofHours(1));
                    streams.forEachInput(String.class, input -> {
                        for (String item : input) {
                            out.send(item + "-1");
                        }
                    });
                }
            }
            """;

    private static final String BATCHES =
            """
            public final class Part implements BatchHandler<String> {
                @Override
                public void onBatch(Batch<String> batch, Output out) throws Exception {
                    for (String item : batch) {
                        out.send(item + "-1");
                    }
                }
            }
            """;

    private static final Duration POLL = Duration.ofMillis(10);

    @TempDir private Path folder;

    private final LinkedBlockingQueue<String> given = new LinkedBlockingQueue<>();
    private final Queue<Object> arrived = new ConcurrentLinkedQueue<>();
    private final List<Diagnostic> news = new ArrayList<>();
    private final ComponentRegistry registry = new ComponentRegistry();
    private final SourceWatch sources = registry.watchSources();
    private int sent;
    private @Nullable Run run;

    /** Sends what the test gives, until it gives "end". */
    final class Given implements Source {
        private Context context;

        @Override
        public void setup(Context given) {
            context = given;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            while (true) {
                String item = context.blocking(given::take);
                if (item.equals("end")) {
                    return;
                }
                out.send(item);
            }
        }
    }

    /** Keeps what arrives. */
    @Ports(outputs = {})
    final class Arrived implements Handler<Object> {
        @Override
        public void onItem(Object item, Output out) {
            arrived.add(item);
        }
    }

    private void write(String code) throws IOException {
        Path other = Files.writeString(folder.resolve("Part.java.new"), IMPORTS + code);
        Files.move(other, folder.resolve("Part.java"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void start(GraphBuilder builder) {
        run = Engine.start(builder.build(), RunOptions.in(folder.resolve("state")));
    }

    private Run running() {
        return Objects.requireNonNull(run);
    }

    private GraphBuilder builder() {
        return Graph.builder("reload").folder(folder).registry(registry);
    }

    private void start(String code, Map<String, ?> config) throws IOException {
        write(code);
        start(
                builder()
                        .component("given", Given.class, Given::new)
                        .component("part", "./Part.java", config)
                        .component("arrived", Arrived.class, Arrived::new)
                        .bind("given -> part -> arrived"));
    }

    /** Looks for changes until one has been told by its code. */
    private void awaitNews(String code) {
        await().pollInterval(POLL)
                .until(
                        () -> {
                            assertThat(running().outcome()).isNull();
                            news.addAll(sources.look());
                            return news.stream().anyMatch(d -> d.code().equals(code));
                        });
    }

    private void give(int number) {
        for (int i = 0; i < number; i++) {
            given.add(Integer.toString(sent++));
        }
    }

    private void awaitArrived(int atLeast) {
        await().pollInterval(POLL).until(() -> arrived.size() >= atLeast);
    }

    /** Until the part has all that was given, even if it holds it. */
    private void awaitTaken() {
        await().pollInterval(POLL).until(() -> running().components().get(1).itemsIn() == sent);
    }

    private void end() throws InterruptedException {
        given.add("end");
        assertThat(running().await()).isEqualTo(new Outcome.Finished());
    }

    @AfterEach
    void cancel() throws InterruptedException {
        System.getProperties().remove("reports");
        if (run != null) {
            run.cancel();
            run.await();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HANDLER, LOOP, EVENTS, BUFFERED, BATCHES})
    @DisplayName("X063 a component is exchanged while items flow: all arrive, once, in order")
    void component_is_exchanged_while_items_flow(String code) throws Exception {
        start(code, Map.of());

        for (int version = 2; version < 4; version++) {
            write(code.replace("-1", "-" + version));
            exchangeWhileItemsFlow();
        }
        give(100);
        end();

        assertThat(numbers()).isEqualTo(IntStream.range(0, sent).boxed().toList());
        assertThat(arrived.toArray()[sent - 1]).asString().endsWith("-3");
        assertThat(arrived).filteredOn(item -> item.toString().endsWith("-2")).isNotEmpty();
        assertThat(news).extracting(Diagnostic::code).containsOnly("MR510");
    }

    private List<Integer> numbers() {
        return arrived.stream()
                .map(item -> Integer.valueOf(item.toString().replaceFirst("-.*", "")))
                .toList();
    }

    private void exchangeWhileItemsFlow() {
        int before = news.size();
        await().pollInterval(POLL)
                .until(
                        () -> {
                            give(10);
                            news.addAll(sources.look());
                            return news.size() > before;
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {HANDLER, LOOP, EVENTS, BUFFERED})
    void component_that_has_nothing_to_do_is_exchanged_too(String code) throws Exception {
        start(code, Map.of());
        give(1);
        awaitTaken();

        write(code.replace("-1", "-2"));
        awaitNews("MR510");
        awaitArrived(1);

        assertThat(arrived).containsExactly("0-1");
        give(1);
        end();
        assertThat(arrived).containsExactly("0-1", "1-2");
    }

    @Test
    void source_is_told_to_stop_and_starts_anew() throws Exception {
        String code =
                """
                public final class Part implements Source {
                    private Context context;
                    @Override
                    public void setup(Context context) {
                        this.context = context;
                    }
                    @Override
                    public void run(SourceOutput out) throws Exception {
                        for (int i = 0; !out.stopping(); i++) {
                            out.send(i + "-1");
                            context.sleep(Duration.ofHours(1));
                        }
                    }
                }
                """;
        write(code);
        start(
                builder()
                        .component("part", "./Part.java", Map.of())
                        .component("arrived", Arrived.class, Arrived::new)
                        .bind("part -> arrived"));
        awaitArrived(1);

        write(code.replace("-1", "-2"));
        awaitNews("MR512");
        awaitArrived(2);
        running().drain();

        assertThat(running().await()).isEqualTo(new Outcome.Finished());
        assertThat(arrived).containsExactly("0-1", "0-2");
    }

    @Test
    void options_are_bound_again() throws Exception {
        String code =
                """
                public final class Part implements Handler<String> {
                    public record Config(int first, @Default("7") int second) {}
                    private final Config config;
                    public Part(Config config) {
                        this.config = config;
                    }
                    @Override
                    public void onItem(String item, Output out) throws Exception {
                        out.send(item + "-" + config.first());
                    }
                }
                """;
        start(code, Map.of("first", 5));
        give(1);
        awaitTaken();

        write(code.replace("config.first()", "config.second()"));
        awaitNews("MR510");
        give(1);
        awaitArrived(2);
        write(code.replace("first", "other"));
        awaitNews("MR515");
        give(1);
        end();

        assertThat(arrived).containsExactly("0-5", "1-7", "2-7");
        assertThat(news).extracting(Diagnostic::code).contains("MR301", "MR302");
    }

    @Test
    void source_that_does_not_compile_is_told_and_the_old_goes_on() throws Exception {
        start(HANDLER, Map.of());

        write(HANDLER.replace("held.clear();", "held.clean();"));
        awaitNews("MR515");
        give(1);
        end();

        assertThat(arrived).containsExactly("0-1");
        assertThat(news).extracting(Diagnostic::code).containsExactly("MR231", "MR515");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Ports(outputs = {\"output\", \"more\"}) ",
                "@Ports(inputs = \"in\") ",
                "@Traits(stateful = true) "
            })
    void change_that_does_not_fit_the_wiring_is_told_and_the_old_goes_on(String declared)
            throws Exception {
        start(HANDLER, Map.of());

        write(declared + HANDLER.replace("-1", "-2"));
        awaitNews("MR515");
        give(1);
        end();

        assertThat(arrived).containsExactly("0-1");
        assertThat(news).extracting(Diagnostic::code).containsExactly("MR511", "MR515");
    }

    @Test
    void other_shape_is_told_and_the_old_goes_on() throws Exception {
        start(HANDLER, Map.of());

        write(LOOP);
        awaitNews("MR511");

        assertThat(news.getFirst().message()).contains("another shape");
    }

    @Test
    void instance_that_cannot_start_leaves_the_old_version_at_work() throws Exception {
        String setup =
                """
                    @Override
                    public void setup(Context context) {
                        throw new IllegalStateException("no luck");
                    }
                """;
        start(HANDLER, Map.of());

        write(
                HANDLER.replace("-1", "-2")
                        .replace("    private final", setup + "    private final"));
        awaitNews("MR513");
        give(1);
        awaitTaken();
        write(HANDLER.replace("-1", "-3"));
        awaitNews("MR510");
        give(1);
        end();

        assertThat(arrived).containsExactly("0-1", "1-3");
        assertThat(news.getFirst().notes()).asString().contains("no luck");
    }

    @Test
    void old_instance_is_cleaned_up_before_the_new_one_starts() throws Exception {
        String code =
                """
                public final class Part implements Handler<String> {
                    @Override
                    public void setup(Context context) {
                        Reports.add("setup-1");
                        context.open(() -> Reports.add("close-1"));
                        context.startTimer("never", Duration.ofHours(1));
                    }
                    @Override
                    public void onItem(String item, Output out) throws Exception {
                        out.send(item);
                    }
                    @Override
                    public void cleanup() {
                        Reports.add("cleanup-1");
                    }
                }
                """
                        .replace(
                                "Reports.add",
                                "((Queue<Object>) System.getProperties().get(\"reports\")).add");
        var reports = new ConcurrentLinkedQueue<Object>();
        System.getProperties().put("reports", reports);
        start(code, Map.of());
        give(1);

        write(code.replace("-1", "-2"));
        awaitNews("MR510");
        end();

        assertThat(reports)
                .containsExactly(
                        "setup-1", "cleanup-1", "close-1", "setup-2", "cleanup-2", "close-2");
    }
}
