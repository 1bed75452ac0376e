package io.millrace.components.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.engine.Run;
import io.millrace.graph.Graph;
import io.millrace.testkit.CollectSink;
import io.millrace.testkit.GraphTester;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Files that grow while they are read; real files, virtual time. */
class FollowTest {

    private static final int MAX = 10 * 1024 * 1024;

    @TempDir private Path folder;

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("millrace.follow");

    @BeforeEach
    void listen() {
        appender.start();
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
    }

    /** Something that is done to files. */
    @FunctionalInterface
    private interface Deed {
        void run() throws IOException;
    }

    /** Deeds, one after the other, with 300 ms between: a little more than an interval. */
    private static final class Script implements Source {
        private final List<Deed> deeds;
        private Context context;

        Script(List<Deed> deeds) {
            this.deeds = deeds;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            for (Deed deed : deeds) {
                context.sleep(Duration.ofMillis(300));
                deed.run();
            }
        }
    }

    private final CollectSink out = new CollectSink();
    private final CollectSink failed = new CollectSink();

    private static FileSource.Config config(String path) {
        return config(path, MAX);
    }

    private static FileSource.Config lines(String path) {
        return config(path, Optional.of(Format.LINES), MAX);
    }

    private static FileSource.Config config(String path, int max) {
        return config(path, Optional.empty(), max);
    }

    private static FileSource.Config config(String path, Optional<Format> format, int max) {
        return new FileSource.Config(
                path,
                format,
                true,
                CsvTypes.AUTO,
                Optional.empty(),
                max,
                true,
                Duration.ofMillis(250),
                FileSource.OnLost.STOP);
    }

    /** Follows while deeds are done, and a second longer. */
    private GraphTester.Result follow(FileSource.Config config, Deed... deeds)
            throws InterruptedException {
        Graph graph =
                Graph.builder("follow")
                        .folder(folder)
                        .component("file", FileSource.class, config, Map.of())
                        .component("script", () -> new Script(List.of(deeds)))
                        .component("out", () -> out)
                        .component("failed", () -> failed)
                        .bind("file -> out")
                        .bind("file.error -> failed")
                        .build();
        return GraphTester.of(graph)
                .drainAfter(Duration.ofMillis(300L * deeds.length + 1_000))
                .run();
    }

    private List<String> items() {
        return out.items().stream().map(Object::toString).toList();
    }

    private List<Document> failures() {
        return failed.items().stream().map(Document.class::cast).toList();
    }

    private List<String> warnings() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void add(String name, String text) throws IOException {
        add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void cut(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text); // truncates, the file stays the same
    }

    private void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void what_is_added_is_read_until_the_run_is_drained() throws Exception {
        add("a.ndjson", "1\n2\n");

        GraphTester.Result result =
                follow(
                        config("a.ndjson"),
                        () -> add("a.ndjson", "3\n"),
                        () -> add("a.ndjson", "4\n5\n"));

        assertThat(result.outcome()).isEqualTo(new Run.Outcome.Finished());
        assertThat(items()).containsExactly("1", "2", "3", "4", "5");
        assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(2));
        assertThat(warnings()).isEmpty();
    }

    @Test
    void line_is_read_when_its_line_break_is_there() throws Exception {
        byte[] text = "\"zoë €\"\n".getBytes(StandardCharsets.UTF_8);
        var deeds = new ArrayList<Deed>();
        for (byte b : text) {
            deeds.add(() -> add("a.ndjson", new byte[] {b}));
        }
        deeds.add(() -> add("a.ndjson", "\"not en"));

        follow(config("a.ndjson"), deeds.toArray(Deed[]::new));

        assertThat(items()).containsExactly("\"zoë €\"");
        assertThat(failures()).isEmpty();
    }

    @Test
    void file_may_come_later() throws Exception {
        follow(config("logs/a.log"), () -> {}, () -> add("logs/a.log", "one\n"));

        assertThat(items()).containsExactly("\"one\"");
        assertThat(warnings()).containsExactly("'logs/a.log' does not exist yet; waiting for it.");
    }

    @Test
    void renamed_file_is_read_to_its_end_before_the_one_made_anew() throws Exception {
        add("a.log", "1\n2\n");

        follow(
                config("a.log"),
                () -> {
                    add("a.log", "3\n");
                    rename("a.log", "a.log.1");
                    add("a.log.1", "4\n"); // its writer has it open still
                    add("a.log", "6\n");
                },
                () -> add("a.log.1", "5\n"),
                () -> add("a.log", "7\n"),
                () -> {},
                () -> add("a.log", "8\n"));

        assertThat(items())
                .containsExactly(
                        "\"1\"", "\"2\"", "\"3\"", "\"4\"", "\"5\"", "\"6\"", "\"7\"", "\"8\"");
        assertThat(failures()).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void last_line_of_a_file_that_is_gone_needs_no_line_break() throws Exception {
        add("a.log", "1\n2");

        follow(
                config("a.log"),
                () -> Files.delete(folder.resolve("a.log")),
                () -> {},
                () -> {},
                () -> add("a.log", "3\n"));

        assertThat(items()).containsExactly("\"1\"", "\"2\"", "\"3\"");
    }

    @Test
    void file_that_was_cut_off_is_reported_and_read_anew() throws Exception {
        add("a.ndjson", "1\n2\n3\n");

        follow(config("a.ndjson"), () -> cut("a.ndjson", "4\n"), () -> add("a.ndjson", "5\n"));

        assertThat(items()).containsExactly("1", "2", "3", "4", "5");
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("'a.ndjson' was cut off: 6 bytes of it were read, and it has 2 now.");
    }

    @Test
    void file_that_has_grown_again_since_it_was_cut_off_is_noticed() throws Exception {
        add("a.ndjson", "1\n2\n");

        follow(config("a.ndjson"), () -> cut("a.ndjson", "4\n5\n6\n7\n"));

        assertThat(items()).containsExactly("1", "2", "4", "5", "6", "7");
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("'a.ndjson' was written anew: 4 bytes of it were read");
    }

    @Test
    void piece_of_a_line_that_was_cut_off_fails_and_is_never_an_item() throws Exception {
        add("a.log", "1\n2");

        follow(config("a.log"), () -> cut("a.log", ""), () -> add("a.log", "3\n"));

        assertThat(items()).containsExactly("\"1\"", "\"3\"");
        assertThat(failures()).hasSize(1);
        Document failure = failures().getFirst();
        assertThat(Objects.requireNonNull(failure.get("item")).asString()).isEqualTo("2");
        assertThat(Objects.requireNonNull(failure.get("error")).asString())
                .startsWith("the file was cut off: 3 bytes of it were read, and it has 0 now");
        assertThat(Objects.requireNonNull(failure.get("position")).asString()).isEqualTo("a.log:2");
    }

    @Test
    void pattern_finds_new_files_and_knows_renamed_ones() throws Exception {
        add("a.log", "a1\n");

        follow(
                lines("*.log*"),
                () -> add("b.log", "b1\n"),
                () -> {
                    rename("a.log", "a.log.1");
                    add("a.log", "a3\n");
                    add("a.log.1", "a2\n");
                },
                () -> add("b.log", "b2\n"),
                () -> {
                    try (var zip =
                            new GZIPOutputStream(
                                    Files.newOutputStream(folder.resolve("a.log.2.gz")))) {
                        zip.write('x');
                    }
                });

        assertThat(items())
                .containsExactlyInAnyOrder("\"a1\"", "\"b1\"", "\"a2\"", "\"a3\"", "\"b2\"");
        assertThat(items()).containsSubsequence("\"a1\"", "\"a2\"", "\"a3\"");
        assertThat(failures()).isEmpty();
    }

    @Test
    void file_that_has_nothing_but_a_beginning_holds_no_other_up() throws Exception {
        add("a.csv", "n,name\n");
        add("b.ndjson", "1\n\n\n");
        add("c.ndjson", "{\"n\":");

        follow(
                config("*.*"),
                () -> add("d.csv", "n,name\n7,x\n"),
                () -> add("a.csv", "1,\"two\nlines\"\n"),
                () -> add("c.ndjson", "3}\n"));

        assertThat(items())
                .containsExactly(
                        "1",
                        "{\"n\":7,\"name\":\"x\"}",
                        "{\"n\":1,\"name\":\"two\\nlines\"}",
                        "{\"n\":3}");
    }

    @Test
    void row_over_several_lines_waits_for_its_end() throws Exception {
        add("a.csv", "n,\"na\nme\"\n1,\"tw");

        follow(config("a.csv"), () -> add("a.csv", "o\nli"), () -> add("a.csv", "nes\"\n2,x\n"));

        assertThat(items())
                .containsExactly(
                        "{\"n\":1,\"na\\nme\":\"two\\nlines\"}", "{\"n\":2,\"na\\nme\":\"x\"}");
    }

    @Test
    void line_that_is_too_long_fails_when_it_ends() throws Exception {
        add("a.log", "x".repeat(20_000));

        follow(
                config("a.log", 100),
                () -> add("a.log", "x".repeat(20_000)),
                () -> add("a.log", "\nshort\n"));

        assertThat(items()).containsExactly("\"short\"");
        assertThat(failures()).hasSize(1);
        assertThat(Objects.requireNonNull(failures().getFirst().get("error")).asString())
                .startsWith("it has 40000 bytes");
    }

    @Test
    void much_that_is_there_already_is_read_whole() throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            text.append(i).append('\n');
        }
        add("a.ndjson", text.toString());

        follow(config("a.ndjson"), () -> add("a.ndjson", "-1\n"));

        assertThat(items()).hasSize(300_001).endsWith("299999", "-1");
    }

    @Test
    void nothing_is_lost_or_torn_however_a_log_is_written_and_rotated() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        var expected = new ArrayList<String>();
        var pending = new StringBuilder();
        var deeds = new ArrayList<Deed>();
        int[] next = {0};
        int[] rotated = {0};
        boolean wasRotated = true;
        for (int i = 0; i < 200; i++) {
            int lines = random.nextInt(5);
            // not at once again: a file that comes and goes between two looks is not seen
            boolean rotates = !wasRotated && random.nextInt(5) == 0;
            wasRotated = rotates;
            int part = random.nextInt(100);
            deeds.add(
                    () -> {
                        for (int l = 0; l < lines; l++) {
                            expected.add("\"line é " + next[0] + "\"");
                            pending.append("line é ").append(next[0]++).append('\n');
                        }
                        byte[] bytes = pending.toString().getBytes(StandardCharsets.UTF_8);
                        add("a.log", bytes.length == 0 ? bytes : half(bytes, part));
                        if (rotates) {
                            rename("a.log", "a.log." + ++rotated[0]);
                        }
                        byte[] rest = rest(bytes, part);
                        add(rotates ? "a.log." + rotated[0] : "a.log", rest);
                        pending.setLength(0);
                    });
        }

        follow(config("a.log"), deeds.toArray(Deed[]::new));

        assertThat(items()).isEqualTo(expected);
        assertThat(failures()).isEmpty();
    }

    private static byte[] half(byte[] bytes, int percent) {
        return Arrays.copyOf(bytes, bytes.length * percent / 100);
    }

    private static byte[] rest(byte[] bytes, int percent) {
        return Arrays.copyOfRange(bytes, bytes.length * percent / 100, bytes.length);
    }

    @Test
    void what_cannot_be_followed_is_refused() throws Exception {
        assertThatThrownBy(() -> config("a.log.gz"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("follow: a .gz file does not grow");
        assertThatThrownBy(() -> config("a.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("follow: a JSON array");

        Files.createDirectory(folder.resolve("b.log"));
        Run.Outcome outcome = follow(config("b.log")).outcome();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        f ->
                                assertThat(f.cause())
                                        .isInstanceOf(EnvironmentException.class)
                                        .hasMessageContaining("is a folder"));
    }
}
