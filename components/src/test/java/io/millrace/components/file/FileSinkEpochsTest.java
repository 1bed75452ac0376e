package io.millrace.components.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.api.Output;
import io.millrace.components.CutSource;
import io.millrace.components.DirectContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A file sink that is killed and goes on. */
class FileSinkEpochsTest {

    private static final Output NONE = new NoOutput();

    @TempDir private Path folder;

    private final SplittableRandom seeds = new SplittableRandom();

    private static FileSink.Config config(String path, FileSink.Mode mode, boolean files) {
        return new FileSink.Config(
                path,
                Optional.empty(),
                mode,
                mode == FileSink.Mode.APPEND && path.contains(".csv")
                        ? List.of("i", "v")
                        : List.of(),
                true,
                Optional.empty(),
                files ? FileSink.Publish.FILES : FileSink.Publish.IN_PLACE);
    }

    private static List<Document> items(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Document.object().put("i", i).put("v", "x".repeat(i % 9)).build())
                .toList();
    }

    /** What an engine does with a sink: epochs, and lives that end anywhere. */
    private static final class Lives {
        private final FileSink.Config config;
        private final List<Document> items;
        private final SplittableRandom random;
        private final Path in;
        private long given; // the number of the epoch that was sealed last
        private long epoch; // of that which was committed last
        private @Nullable Document committed;
        private int kept;
        private boolean ended;

        Lives(FileSink.Config config, List<Document> items, SplittableRandom random, Path in) {
            this.config = config;
            this.items = items;
            this.random = random;
            this.in = in;
        }

        void run(int meanSteps) throws Exception {
            while (!live(meanSteps == 0 ? Integer.MAX_VALUE : random.nextInt(2 * meanSteps))) {
                given = epoch + random.nextInt(2); // one that was not committed may be left out
            }
        }

        private boolean live(int steps) throws Exception {
            var sink = new FileSink(config);
            sink.setup(new DirectContext(in, committed != null, () -> {}));
            try {
                if (committed == null) {
                    if (!commit(sink, 0, false)) {
                        return false;
                    }
                } else {
                    sink.restore(epoch, committed);
                    sink.publish(epoch, committed);
                }
                int at = kept;
                for (int step = 0; step < steps; step++) {
                    if (at == items.size() && ended) {
                        return true;
                    }
                    if (at == items.size()) {
                        sink.onEnd(NONE);
                        sink.flush();
                        if (!commit(sink, at, true)) {
                            return false;
                        }
                    } else if (random.nextInt(5) == 0) {
                        if (!commit(sink, at, false)) {
                            return false;
                        }
                    } else {
                        sink.onItem(items.get(at++), NONE);
                        if (random.nextInt(4) == 0) {
                            sink.flush();
                        }
                    }
                }
                return false;
            } finally {
                sink.cleanup();
            }
        }

        /** Returns whether it came to the end; a life may end within. */
        private boolean commit(FileSink sink, int at, boolean last) throws Exception {
            var sealed = sink.seal(++given);
            if (committed != null && random.nextInt(20) == 0) {
                return false;
            }
            if (at < items.size() && random.nextInt(3) == 0) {
                Document next = items.get(at); // of the next epoch, and lost with this life
                sink.onItem(next, NONE);
                sealed.force();
                note(sealed.reference(), at, last);
                sink.publish(epoch, Objects.requireNonNull(committed));
                return false;
            }
            sealed.force();
            note(sealed.reference(), at, last);
            if (random.nextInt(20) == 0) {
                return false;
            }
            sink.publish(epoch, Objects.requireNonNull(committed));
            return true;
        }

        private void note(Document reference, int at, boolean last) {
            epoch = given;
            committed = Document.parse(reference.toString());
            kept = at;
            ended = last;
        }
    }

    private String text(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                InputStream plain = Format.isGzip(file) ? new GZIPInputStream(bytes) : bytes) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "out.ndjson, OVERWRITE",
        "out.ndjson, APPEND",
        "out.ndjson, FAIL",
        "out.ndjson.gz, OVERWRITE",
        "out.csv, OVERWRITE",
        "out.csv, APPEND",
        "out.csv.gz, OVERWRITE",
        "out.json, OVERWRITE",
        "out.json.gz, OVERWRITE",
        "out.txt, OVERWRITE"
    })
    @DisplayName("F1 kills do not show in a file that is written in place")
    void kills_do_not_show_in_the_file(String name, FileSink.Mode mode) throws Exception {
        for (int i = 0; i < 5; i++) {
            long seed = seeds.nextLong();
            var random = new SplittableRandom(seed);
            List<Document> items = items(random.nextInt(40));
            Path whole = Files.createDirectories(folder.resolve(i + "/whole"));
            Path cut = Files.createDirectories(folder.resolve(i + "/cut"));
            if (mode == FileSink.Mode.APPEND) {
                Files.writeString(whole.resolve(name), "before\n");
                Files.writeString(cut.resolve(name), "before\n");
            }

            new Lives(config(name, mode, false), items, random, whole).run(0);
            new Lives(config(name, mode, false), items, random, cut).run(10 + random.nextInt(40));

            assertThat(text(cut.resolve(name)))
                    .as("seed %d", seed)
                    .isEqualTo(text(whole.resolve(name)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "out.ndjson, OVERWRITE",
        "out.ndjson, APPEND",
        "out.ndjson.gz, FAIL",
        "out.csv, OVERWRITE",
        "out.json, APPEND",
        "out.txt.gz, OVERWRITE"
    })
    @DisplayName("F1 kills do not show in files that are published")
    void kills_do_not_show_in_files(String name, FileSink.Mode mode) throws Exception {
        for (int i = 0; i < 4; i++) {
            long seed = seeds.nextLong();
            var random = new SplittableRandom(seed);
            List<Document> items = items(random.nextInt(40));
            Path cut = Files.createDirectories(folder.resolve("" + i));

            new Lives(config(name, mode, true), items, random, cut).run(10 + random.nextInt(40));

            int dot = name.indexOf('.');
            String pattern = name.substring(0, dot) + "-*" + name.substring(dot);
            var source =
                    new FileSource.Config(
                            pattern,
                            Optional.empty(),
                            true,
                            CsvTypes.AUTO,
                            Optional.empty(),
                            10_000);
            List<String> sent =
                    items.isEmpty()
                            ? List.of()
                            : new CutSource(() -> new FileSource(source), cut, random).run(0);
            assertThat(sent.stream().map(FileSinkEpochsTest::plain))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            items.stream().map(item -> plain(item.toString())).toList());
            try (Stream<Path> files = Files.list(cut)) {
                assertThat(files.filter(f -> f.getFileName().toString().startsWith("."))).isEmpty();
            }
        }
    }

    private static String plain(String item) {
        return item.replaceAll("[\\\\ ]", "").replaceAll("^\"|\"$", "");
    }

    @Test
    void a_file_that_holds_less_than_was_committed_stops_the_run() throws Exception {
        var lives =
                new Lives(
                        config("out.ndjson", FileSink.Mode.OVERWRITE, false),
                        items(10),
                        seeds,
                        folder);
        lives.run(0);
        Files.writeString(folder.resolve("out.ndjson"), "{}\n");

        assertThatThrownBy(() -> lives.live(1))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("has 3 bytes, and the run that this one goes on from");
    }

    @Test
    @DisplayName("F10 a published file of a later epoch stops the run")
    void a_published_file_of_a_later_epoch_stops_the_run() throws Exception {
        var lives =
                new Lives(
                        config("out.ndjson", FileSink.Mode.OVERWRITE, true),
                        items(10),
                        seeds,
                        folder);
        lives.run(0);
        Files.writeString(folder.resolve("out-0000000900.ndjson"), "{}\n");

        assertThatThrownBy(() -> lives.live(1)).hasMessageContaining("is of a later epoch");
    }

    @Test
    void a_committed_file_that_is_gone_stops_the_run() throws Exception {
        var sink = new FileSink(config("out.ndjson", FileSink.Mode.OVERWRITE, true));
        sink.setup(DirectContext.in(folder));
        sink.onItem(items(1).getFirst(), NONE);
        Document sealed = sink.seal(1).reference();
        Files.delete(folder.resolve(".out-0000000001.ndjson"));

        assertThatThrownBy(() -> sink.publish(1, sealed))
                .hasMessageContaining("is committed, and neither it nor");
        sink.cleanup();
    }

    @Test
    void files_of_a_run_without_checkpoints_are_one_made_at_the_end() throws Exception {
        var sink = new FileSink(config("out.ndjson", FileSink.Mode.OVERWRITE, true));
        sink.setup(DirectContext.in(folder));
        sink.onItem(items(1).getFirst(), NONE);
        sink.flush();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve(".out-next.ndjson"));
        }
        sink.onEnd(NONE);
        sink.cleanup();

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(new ArrayList<>(files.toList()))
                    .containsExactly(folder.resolve("out-0000000001.ndjson"));
        }
    }

    private static final class NoOutput implements Output {
        @Override
        public void send(Object item) {
            throw new AssertionError("a sink sends nothing: " + item);
        }

        @Override
        public boolean trySend(Object item) {
            throw new AssertionError("a sink sends nothing: " + item);
        }

        @Override
        public boolean send(Object item, Duration atMost) {
            throw new AssertionError("a sink sends nothing: " + item);
        }

        @Override
        public String name() {
            return DEFAULT;
        }

        @Override
        public boolean isBound() {
            return false;
        }
    }
}
