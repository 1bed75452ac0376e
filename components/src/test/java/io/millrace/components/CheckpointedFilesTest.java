package io.millrace.components;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.components.file.CsvTypes;
import io.millrace.components.file.FileSink;
import io.millrace.components.file.FileSource;
import io.millrace.components.flow.Limit;
import io.millrace.components.gather.Batcher;
import io.millrace.components.gather.Buffer;
import io.millrace.components.time.Generator;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.engine.letters.LetterQueue;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** From files to files with checkpoints, on the real engine and a real disk. */
class CheckpointedFilesTest {

    private static final int ITEMS = 20_000;

    @TempDir private Path folder;

    /** Fails every hundredth item, and lets the others pass. */
    private static final class Picky implements Handler<Document> {
        @Override
        public void onItem(Document item, Output out) throws Exception {
            if (number(item) % 100 == 0) {
                throw new IllegalStateException("it is poison");
            }
            out.send(item);
        }
    }

    private static long number(Document item) {
        Document number = item.get("n");
        return number == null ? -1 : number.asLong();
    }

    private Graph graph() {
        var source =
                new FileSource.Config(
                        "in.ndjson",
                        Optional.empty(),
                        true,
                        CsvTypes.AUTO,
                        Optional.empty(),
                        1_000);
        var sink =
                new FileSink.Config(
                        "out.ndjson",
                        Optional.empty(),
                        FileSink.Mode.OVERWRITE,
                        List.of(),
                        true,
                        Optional.empty());
        return Graph.builder("files")
                .folder(folder)
                .component("in", () -> new FileSource(source))
                .component("picky", Picky::new)
                .component("out", () -> new FileSink(sink))
                .bind("in -> picky -> out")
                .build()
                .with(new Graph.Settings(null, Duration.ofMillis(5)));
    }

    @Test
    @DisplayName("F1 F11 what is read is written once, and what is poison is a dead letter once")
    void kills_show_neither_in_the_file_nor_in_the_dead_letters() throws Exception {
        long seed = new SplittableRandom().nextLong();
        var random = new SplittableRandom(seed);
        Files.writeString(
                folder.resolve("in.ndjson"),
                IntStream.range(0, ITEMS)
                        .mapToObj(n -> "{\"n\":" + n + "}\n")
                        .collect(Collectors.joining()));
        int lives = live(this::graph, random);

        assertThat(Files.readAllLines(folder.resolve("out.ndjson")))
                .as("seed %d, %d lives", seed, lives)
                .isEqualTo(
                        IntStream.range(0, ITEMS)
                                .filter(n -> n % 100 != 0)
                                .mapToObj(n -> "{\"n\":" + n + "}")
                                .toList());
        assertThat(letters(folder.resolve(".millrace")))
                .as("seed %d, %d lives", seed, lives)
                .isEqualTo(
                        IntStream.range(0, ITEMS)
                                .filter(n -> n % 100 == 0)
                                .mapToObj(Long::valueOf)
                                .toList());
    }

    /** Runs a graph to its end, through lives that are cut short; returns how many. */
    private int live(Supplier<Graph> graph, SplittableRandom random) throws InterruptedException {
        RunOptions options = RunOptions.in(folder.resolve(".millrace"));
        for (int lives = 1; ; lives++) {
            Run run = Engine.start(graph.get(), options);
            if (run.await(Duration.ofMillis(random.nextInt(150))).isEmpty() && lives < 20) {
                run.cancel();
            }
            if (run.await() instanceof Run.Outcome.Finished) {
                return lives;
            }
        }
    }

    private GraphBuilder graph(long count) {
        var source =
                new Generator.Config(
                        count == 0 ? Optional.empty() : Optional.of(count),
                        Optional.of(10_000.0),
                        Optional.empty(),
                        Optional.empty());
        var sink =
                new FileSink.Config(
                        "out.ndjson",
                        Optional.empty(),
                        FileSink.Mode.OVERWRITE,
                        List.of(),
                        true,
                        Optional.empty());
        return Graph.builder("made")
                .folder(folder)
                .component("in", () -> new Generator(source))
                .component("out", () -> new FileSink(sink));
    }

    private static Graph often(GraphBuilder graph) {
        return graph.build().with(new Graph.Settings(null, Duration.ofMillis(5)));
    }

    @Test
    @DisplayName("M101 kills lose nothing of what is held for later")
    void kills_lose_nothing_of_what_is_held_for_later() throws Exception {
        var buffer = new Buffer.Config(300, Duration.ofMillis(40));
        var batches =
                new Batcher.Config(7, 1 << 20, Optional.of(Duration.ofMillis(3)), Optional.empty());
        long seed = new SplittableRandom().nextLong();
        Supplier<Graph> graph =
                () ->
                        often(
                                graph(5_000)
                                        .component("buffer", () -> new Buffer(buffer))
                                        .component("batches", () -> new Batcher(batches))
                                        .bind("in -> buffer -> batches -> out"));

        int lives = live(graph, new SplittableRandom(seed));

        var numbers = new ArrayList<Long>();
        for (String line : Files.readAllLines(folder.resolve("out.ndjson"))) {
            Document items = Objects.requireNonNull(Document.parse(line).get("items"));
            for (int i = 0; i < items.size(); i++) {
                numbers.add(Objects.requireNonNull(items.at(i).get("seq")).asLong());
            }
        }
        assertThat(numbers)
                .as("seed %d, %d lives", seed, lives)
                .isEqualTo(LongStream.range(0, 5_000).boxed().toList());
    }

    @Test
    void kills_do_not_move_a_limit() throws Exception {
        var limit = new Limit.Config(Optional.of(3_000L), Optional.empty());
        long seed = new SplittableRandom().nextLong();
        Supplier<Graph> graph =
                () ->
                        often(
                                graph(0).component("limit", () -> new Limit(limit))
                                        .bind("in -> limit -> out"));

        int lives = live(graph, new SplittableRandom(seed));

        assertThat(Files.readAllLines(folder.resolve("out.ndjson")))
                .as("seed %d, %d lives", seed, lives)
                .isEqualTo(IntStream.range(0, 3_000).mapToObj(n -> "{\"seq\":" + n + "}").toList());
    }

    private static List<Long> letters(Path stateFolder) throws IOException {
        var numbers = new ArrayList<Long>();
        new LetterQueue(stateFolder)
                .read(
                        LetterFilter.all(),
                        letter -> {
                            Document item = letter.document().get("item");
                            return numbers.add(item == null ? -1L : number(item));
                        });
        return numbers;
    }
}
