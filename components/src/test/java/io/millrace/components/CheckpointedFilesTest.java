package io.millrace.components;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.components.file.CsvTypes;
import io.millrace.components.file.FileSink;
import io.millrace.components.file.FileSource;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.letters.LetterFilter;
import io.millrace.engine.letters.LetterQueue;
import io.millrace.graph.Graph;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        RunOptions options = RunOptions.in(folder.resolve(".millrace"));

        Run.Outcome outcome;
        int lives = 0;
        do {
            Run run = Engine.start(graph(), options);
            Optional<Run.Outcome> ended = run.await(Duration.ofMillis(random.nextInt(150)));
            if (ended.isEmpty() && lives < 30) {
                run.cancel();
            }
            outcome = run.await();
            lives++;
        } while (!(outcome instanceof Run.Outcome.Finished));

        assertThat(Files.readAllLines(folder.resolve("out.ndjson")))
                .as("seed %d, %d lives", seed, lives)
                .isEqualTo(
                        IntStream.range(0, ITEMS)
                                .filter(n -> n % 100 != 0)
                                .mapToObj(n -> "{\"n\":" + n + "}")
                                .toList());
        assertThat(letters(options.stateFolder()))
                .as("seed %d, %d lives", seed, lives)
                .isEqualTo(
                        IntStream.range(0, ITEMS)
                                .filter(n -> n % 100 == 0)
                                .mapToObj(Long::valueOf)
                                .toList());
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
