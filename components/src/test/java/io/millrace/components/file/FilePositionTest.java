package io.millrace.components.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.components.CutSource;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** A file source that is killed and goes on. */
class FilePositionTest {

    private static final String TWO_LINES = "{\"a\": 1}\n{\"a\": 2}\n";

    @TempDir private Path folder;

    private final SplittableRandom seeds = new SplittableRandom();
    private FileSource.OnLost onLost = FileSource.OnLost.STOP;

    private FileSource source(String path, boolean follow) {
        return new FileSource(
                new FileSource.Config(
                        path,
                        Optional.empty(),
                        true,
                        CsvTypes.AUTO,
                        Optional.empty(),
                        1000,
                        follow,
                        Duration.ofMillis(250),
                        onLost));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> whole(String path) throws Exception {
        return new CutSource(() -> source(path, false), folder, seeds).run(0);
    }

    private void showsNoCut(String path) throws Exception {
        List<String> whole = List.copyOf(whole(path));
        assertThat(whole).isNotEmpty();
        for (int i = 0; i < 40; i++) {
            long seed = seeds.nextLong();
            var random = new SplittableRandom(seed);
            int mean = 3 + random.nextInt(200);

            List<String> cut = new CutSource(() -> source(path, false), folder, random).run(mean);

            assertThat(cut).as("seed %d", seed).isEqualTo(whole);
        }
    }

    /** Returns a text with some of everything that may be in a file. */
    private String text(String name, SplittableRandom random, int items) {
        var text = new StringBuilder();
        boolean array = name.contains(".json") && !name.contains(".jsonl");
        boolean csv = name.contains(".csv");
        text.append(random.nextBoolean() ? "\uFEFF" : "").append(array ? "[" : csv ? "a,b\n" : "");
        for (int i = 0; i < items; i++) {
            String end = random.nextInt(5) == 0 ? "\r\n" : "\n";
            String value = "x".repeat(random.nextInt(100)) + "é" + i;
            text.append(random.nextInt(9) == 0 ? "\n" : "");
            if (array) {
                text.append(i == 0 ? "" : " ,").append(end);
                text.append("{\"i\": ").append(i).append(", \"v\": \"]").append(value);
                text.append("\"}");
            } else if (csv) {
                text.append(i).append(random.nextInt(20) == 0 ? ",1,2" : ",\"");
                text.append(value).append(random.nextInt(5) == 0 ? "\n" : "").append("\"");
                text.append(end);
            } else {
                text.append(random.nextInt(20) == 0 ? "nothing" : "{\"i\": " + i + "}");
                text.append(random.nextInt(30) == 0 ? "x".repeat(2_000) : "");
                text.append(i == items - 1 && random.nextBoolean() ? "" : end);
            }
        }
        return text.append(array ? "]" : "").toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ndjson", "a.txt", "a.csv", "a.json"})
    void kills_do_not_show_in_what_is_sent(String name) throws Exception {
        write(name, text(name, seeds.split(), 300));

        showsNoCut(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ndjson.gz", "a.csv.gz", "a.json.gz"})
    void kills_do_not_show_in_what_is_unzipped(String name) throws Exception {
        try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(text(name, seeds.split(), 300).getBytes(StandardCharsets.UTF_8));
        }

        showsNoCut(name);
    }

    @Test
    void kills_do_not_show_where_a_file_is_read_ahead() throws Exception {
        write("a.ndjson", "{\"a\": 123456789}\n".repeat(80_000));

        var cut = new CutSource(() -> source("a.ndjson", false), folder, seeds).run(60_000);

        assertThat(cut).hasSize(80_000);
    }

    @Test
    void kills_do_not_show_between_files() throws Exception {
        for (int i = 0; i < 12; i++) {
            write("f" + (char) ('a' + i) + ".ndjson", text("x.ndjson", seeds.split(), i % 4 * 5));
        }

        showsNoCut("*.ndjson");
    }

    @Test
    void a_file_that_comes_while_it_is_down_is_read_wherever_its_name_stands() throws Exception {
        write("b.ndjson", TWO_LINES);
        write("c.ndjson", TWO_LINES);
        Document position = behind(1, "*.ndjson", false);
        write("a.ndjson", "{\"n\": 1}\n");

        assertThat(goOn(position, 9, "*.ndjson", false))
                .containsExactly("{\"a\": 2}", "{\"a\": 1}", "{\"a\": 2}", "{\"n\": 1}");
    }

    /** Reads so many items, and returns where to go on. */
    private Document behind(int items, String path, boolean follow) throws Exception {
        var cut = new CutSource(() -> source(path, follow), folder, seeds).most(items);
        assertThat(cut.run(0)).hasSize(items);
        return cut.position();
    }

    private List<String> goOn(Document position, int items, String path, boolean follow)
            throws Exception {
        return new CutSource(() -> source(path, follow), folder, seeds)
                .from(position)
                .most(items)
                .run(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("F28 a file that was cut off stops the run with the gap, or is read anew")
    void a_file_that_was_cut_off_stops_the_run_or_is_read_anew(boolean follow) throws Exception {
        write("a.ndjson", TWO_LINES);
        Document position = behind(2, "a.ndjson", follow);
        write("a.ndjson", "{\"a\": 3}\n");

        assertThatThrownBy(() -> goOn(position, 1, "a.ndjson", follow))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("was cut off: 18 bytes of it were read, and it has 9")
                .hasMessageContaining("--fresh");
        onLost = FileSource.OnLost.GO_ON;
        assertThat(goOn(position, 1, "a.ndjson", follow)).containsExactly("{\"a\": 3}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("F28 a file that was written anew stops the run")
    void a_file_that_was_written_anew_stops_the_run(boolean follow) throws Exception {
        write("a.ndjson", TWO_LINES);
        Document position = behind(1, "a.ndjson", follow);
        write("a.ndjson", TWO_LINES.replace('1', '5') + TWO_LINES);

        assertThatThrownBy(() -> goOn(position, 1, "a.ndjson", follow))
                .hasMessageContaining("is another file than the one of which 9 bytes were read");
    }

    @Test
    @DisplayName("F28 a file that was replaced by one that begins the same stops the run")
    void a_file_that_was_replaced_stops_the_run() throws Exception {
        write("a.ndjson", TWO_LINES.repeat(100));
        Document position = behind(150, "a.ndjson", false);
        write("b", TWO_LINES.repeat(100));
        Files.move(
                folder.resolve("b"),
                folder.resolve("a.ndjson"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> goOn(position, 1, "a.ndjson", false))
                .hasMessageContaining("is another file than the one of which 1,350 bytes");
    }

    @Test
    void a_copy_of_a_file_of_which_all_that_was_read_is_the_same_is_read_on() throws Exception {
        write("a.ndjson", TWO_LINES);
        Document position = behind(1, "a.ndjson", false);
        write("b", TWO_LINES);
        Files.move(
                folder.resolve("b"),
                folder.resolve("a.ndjson"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(goOn(position, 9, "a.ndjson", false)).containsExactly("{\"a\": 2}");
    }

    @Test
    @DisplayName("F28 a file that is gone stops the run, and so does one that was not begun")
    void a_file_that_is_gone_stops_the_run() throws Exception {
        write("a.ndjson", TWO_LINES);
        write("b.ndjson", TWO_LINES);
        write("c.ndjson", TWO_LINES);
        Document position = behind(1, "*.ndjson", false);
        Files.delete(folder.resolve("a.ndjson"));

        assertThatThrownBy(() -> goOn(position, 9, "*.ndjson", false))
                .hasMessageContaining("'a.ndjson' is gone, and was read to byte 9");
        write("a.ndjson", TWO_LINES);
        Files.delete(folder.resolve("b.ndjson"));
        assertThatThrownBy(() -> goOn(position, 9, "*.ndjson", false))
                .hasMessageContaining("'b.ndjson' is gone, and nothing of it was read");
    }

    @Test
    void a_file_that_was_read_to_its_end_may_go() throws Exception {
        write("a.ndjson", TWO_LINES);
        write("b.ndjson", TWO_LINES);
        Document position = behind(3, "*.ndjson", false);
        Files.delete(folder.resolve("a.ndjson"));

        assertThat(goOn(position, 9, "*.ndjson", false)).containsExactly("{\"a\": 2}");
    }

    @Test
    @DisplayName("F28 a zipped file that is shorter than what was read of it stops the run")
    void a_zipped_file_that_is_shorter_stops_the_run() throws Exception {
        Path file = folder.resolve("a.ndjson.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(TWO_LINES.getBytes(StandardCharsets.UTF_8));
        }
        Document position = behind(1, "a.ndjson.gz", false).edit().put("offset", 500).build();

        assertThatThrownBy(() -> goOn(position, 9, "a.ndjson.gz", false))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("ends before byte 500");
    }

    @Test
    void kills_do_not_show_while_files_grow_and_are_rotated() throws Exception {
        for (int i = 0; i < 40; i++) {
            long seed = seeds.nextLong();
            var random = new SplittableRandom(seed);
            Path log = folder.resolve("app" + i + ".log");
            Path old = folder.resolve("app" + i + ".log.1");
            Files.writeString(log, "0\n");
            var written = new AtomicInteger(1);
            Runnable grow =
                    () -> {
                        try {
                            if (random.nextInt(3) == 0 && Files.notExists(old)) {
                                Files.move(log, old);
                            }
                            for (int n = random.nextInt(4); n > 0 && written.get() < 60; n--) {
                                Files.writeString(
                                        log,
                                        written.getAndIncrement() + "\n",
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.APPEND);
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    };

            String path = log.getFileName().toString();
            Document begun = behind(1, path, true);

            List<String> sent =
                    new CutSource(() -> source(path, true), folder, random)
                            .from(begun)
                            .whileDown(grow)
                            .most(59)
                            .run(12);

            assertThat(sent)
                    .as("seed %d", seed)
                    .isEqualTo(IntStream.range(1, 60).mapToObj(n -> "\"" + n + "\"").toList());
        }
    }

    @Test
    void does_not_go_on_with_follow_where_it_was_read_without() throws Exception {
        write("a.ndjson", TWO_LINES);
        Document position = behind(1, "a.ndjson", false);

        assertThatThrownBy(() -> goOn(position, 1, "a.ndjson", true))
                .hasMessageContaining("was read without 'follow'");
    }
}
