package io.millrace.components.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

class FileSourceTest {

    private static final int MAX = 10 * 1024 * 1024;

    @TempDir private Path folder;

    private static FileSource.Config config(String path) {
        return config(path, MAX);
    }

    private static FileSource.Config config(String path, int maxItemBytes) {
        return new FileSource.Config(
                path, Optional.empty(), true, CsvTypes.AUTO, Optional.empty(), maxItemBytes);
    }

    private TestRun read(FileSource.Config config) throws InterruptedException {
        return ComponentTester.of(FileSource::new, config).in(folder).run();
    }

    private TestRun read(String path) throws InterruptedException {
        return read(config(path)).finished();
    }

    private void write(String name, String text) throws IOException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, bytes);
    }

    private static List<String> positions(TestRun run) {
        return run.errors().stream()
                .map(e -> Objects.requireNonNull(e.get("position")).asString())
                .toList();
    }

    private static String raw(TestRun run, int error) {
        return Objects.requireNonNull(run.errors().get(error).get("item")).asString();
    }

    @Test
    void options_have_their_defaults_and_can_all_be_set() {
        var all =
                new FileSource.Config(
                        "x.dat",
                        Optional.of(Format.CSV),
                        false,
                        CsvTypes.TEXT,
                        Optional.of(";"),
                        5);

        assertThat(all.format()).contains(Format.CSV);
        assertThat(config("a.ndjson").format()).isEmpty();
    }

    @Test
    void refuses_a_path_that_does_not_tell_its_format() {
        assertThatThrownBy(() -> config("data/x.dat"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "format: cannot be told from the name 'data/x.dat'; say json_lines, json,"
                                + " csv or lines");
        assertThatThrownBy(() -> config(" ")).hasMessageStartingWith("path: ");
        assertThatThrownBy(
                        () ->
                                new FileSource.Config(
                                        "a.csv",
                                        Optional.empty(),
                                        true,
                                        CsvTypes.AUTO,
                                        Optional.of("ab"),
                                        MAX))
                .hasMessageStartingWith("delimiter: ");
    }

    @Test
    void tells_the_format_from_the_name() {
        assertThat(
                        Stream.of(
                                "a.ndjson",
                                "a.JSONL.gz",
                                "d.x/a.json",
                                "a.csv",
                                "a.tsv",
                                "a.txt",
                                "a.log"))
                .map(Format::of)
                .containsExactly(
                        Format.JSON_LINES,
                        Format.JSON_LINES,
                        Format.JSON,
                        Format.CSV,
                        Format.CSV,
                        Format.LINES,
                        Format.LINES);
        assertThat(Format.of("a.gz")).isNull();
    }

    @Test
    void reads_json_lines_as_they_are() throws Exception {
        write("a.ndjson", "{\"a\": 1.50}\n[2]\n\"x\"\n");

        assertThat(read("a.ndjson").texts()).containsExactly("{\"a\": 1.50}", "[2]", "\"x\"");
    }

    @Test
    void fails_a_malformed_line_with_its_place_and_goes_on() throws Exception {
        write("data/a.ndjson", "{\"a\":1}\n{\"a\":\n\n{\"a\":3}\n");

        var run = read("data/a.ndjson");

        assertThat(run.texts()).containsExactly("{\"a\":1}", "{\"a\":3}");
        assertThat(positions(run)).containsExactly("data/a.ndjson:2");
        assertThat(raw(run, 0)).isEqualTo("{\"a\":");
    }

    @Test
    void takes_a_last_line_without_a_line_break() throws Exception {
        write("whole.ndjson", "1\n2");
        write("cut.ndjson", "1\n{\"a\":");

        assertThat(read("whole.ndjson").texts()).containsExactly("1", "2");
        var cut = read("cut.ndjson");
        assertThat(cut.texts()).containsExactly("1");
        assertThat(cut.errorMessages())
                .singleElement()
                .asString()
                .endsWith(
                        "(this is the last line and it has no line break: the file may have been"
                                + " cut off)");
        assertThat(positions(cut)).containsExactly("cut.ndjson:2");
    }

    @Test
    void skips_byte_order_mark_carriage_returns_and_blank_lines() throws Exception {
        write("a.ndjson", "\uFEFF{\"a\":1}\r\n\r\n \t\n\n{\"a\":2}\r\n");

        assertThat(read("a.ndjson").texts()).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void an_empty_file_gives_no_items_in_any_format() throws Exception {
        for (String name : List.of("a.ndjson", "a.json", "a.csv", "a.txt")) {
            for (String content : List.of("", "\uFEFF")) {
                write(name, content);

                var run = read(name);

                assertThat(run.output()).as(name).isEmpty();
                assertThat(run.errors()).as(name).isEmpty();
            }
        }
    }

    @Test
    void fails_what_is_not_utf8_and_goes_on() throws Exception {
        byte[] bytes = "\"1\"\n\"x\"\n\"3\"\n".getBytes(StandardCharsets.UTF_8);
        bytes[5] = (byte) 0xFF;
        for (String name : List.of("a.ndjson", "a.txt", "a.csv")) {
            write(
                    name,
                    name.endsWith("csv")
                            ? ("h\n" + latin(bytes)).getBytes(StandardCharsets.ISO_8859_1)
                            : bytes);

            var run = read(name);

            assertThat(run.output()).as(name).hasSize(2);
            assertThat(positions(run)).containsExactly(name + ":" + (name.endsWith("csv") ? 3 : 2));
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void keeps_every_line_of_text_also_empty_ones() throws Exception {
        write("a.txt", "one\n\n täglich \r\nlast");

        assertThat(read("a.txt").output())
                .containsExactly(
                        Document.of("one"),
                        Document.of(""),
                        Document.of(" täglich "),
                        Document.of("last"));
    }

    @Test
    @DisplayName("F12 a line that is too long fails without being held")
    void fails_a_line_that_is_too_long_without_holding_it() throws Exception {
        String start = "{\"a\":\"";
        long length = 50L * 1024 * 1024;
        byte[] chunk = "x".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("a.ndjson");
        var digest = MessageDigest.getInstance("SHA-256");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write("1\n".getBytes(StandardCharsets.UTF_8));
            out.write(start.getBytes(StandardCharsets.UTF_8));
            digest.update(start.getBytes(StandardCharsets.UTF_8));
            for (long written = start.length(); written < length; ) {
                int n = (int) Math.min(chunk.length, length - written);
                out.write(chunk, 0, n);
                digest.update(chunk, 0, n);
                written += n;
            }
            out.write("\n3\n".getBytes(StandardCharsets.UTF_8));
        }

        var run = read("a.ndjson");

        assertThat(run.texts()).containsExactly("1", "3");
        assertThat(positions(run)).containsExactly("a.ndjson:2");
        assertThat(run.errorMessages())
                .containsExactly(
                        "it has 52428800 bytes, more than max_item_bytes allows (10485760)");
        Document raw = Objects.requireNonNull(run.errors().getFirst().get("item"));
        assertThat(Objects.requireNonNull(raw.get("begins")).asString())
                .startsWith(start + "xxx")
                .hasSize(4096);
        assertThat(Objects.requireNonNull(raw.get("bytes")).asLong()).isEqualTo(length);
        assertThat(Objects.requireNonNull(raw.get("sha256")).asString())
                .isEqualTo(HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void an_item_may_be_as_long_as_allowed_and_no_longer() throws Exception {
        write("a.ndjson", "1234\r\n12345\r\n123\n12345");
        write("a.json", "[1234,12345, 123 ,12345]");

        for (String name : List.of("a.ndjson", "a.json")) {
            var run = read(config(name, 4)).finished();

            assertThat(run.texts()).as(name).containsExactly("1234", "123");
            assertThat(run.errorMessages())
                    .as(name)
                    .hasSize(2)
                    .allMatch(m -> m.startsWith("it has 5 bytes"));
        }
    }

    @Test
    void reads_through_gzip_also_in_several_members() throws Exception {
        try (OutputStream out = Files.newOutputStream(folder.resolve("a.ndjson.gz"))) {
            for (String part : List.of("1\n2", "2\n3\n")) {
                var zipped = new GZIPOutputStream(out);
                zipped.write(part.getBytes(StandardCharsets.UTF_8));
                zipped.finish();
            }
        }

        assertThat(read("a.ndjson.gz").texts()).containsExactly("1", "22", "3");
    }

    @Test
    void fails_the_run_when_gzip_is_broken() throws Exception {
        write("a.ndjson.gz", "this is not zipped");

        assertThat(read(config("a.ndjson.gz")).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("'a.ndjson.gz' (")
                .hasMessageContaining("cannot be read: Not in GZIP format");
    }

    @Test
    void reads_the_files_of_a_pattern_by_name() throws Exception {
        for (String name :
                List.of("d/b.ndjson", "d/a.ndjson", "d/e/c.ndjson", "d/.x.ndjson", "d/z.csv")) {
            write(name, "\"" + name + "\"\n");
        }

        assertThat(read("d/*.ndjson").texts()).containsExactly("\"d/a.ndjson\"", "\"d/b.ndjson\"");
        assertThat(read("**/*.ndjson").texts())
                .containsExactly("\"d/a.ndjson\"", "\"d/b.ndjson\"", "\"d/e/c.ndjson\"");
        assertThat(read("d/**/{a,c}.ndjson").texts())
                .containsExactly("\"d/a.ndjson\"", "\"d/e/c.ndjson\"");
        assertThat(read(folder + "/?/[ab].ndjson").output()).hasSize(2);
        assertThat(read("d/.*.ndjson").texts()).containsExactly("\"d/.x.ndjson\"");
    }

    @Test
    void takes_a_name_with_pattern_characters_as_it_is_where_there_is_such_a_file()
            throws Exception {
        write("a[1].ndjson", "1\n");
        write("a1.ndjson", "2\n");

        assertThat(read("a[1].ndjson").texts()).containsExactly("1");
    }

    @Test
    void does_not_start_where_there_is_nothing_to_read() throws Exception {
        Files.createDirectories(folder.resolve("d.json"));
        write("f.ndjson", "1");

        assertThat(read(config("none.ndjson")).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(
                        "'none.ndjson' (%s) does not exist; correct 'path', or make it first"
                                .formatted(folder.resolve("none.ndjson")));
        assertThat(read(config("d.json")).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("is a folder; name its files, such as 'd.json/*.ndjson'");
        assertThat(read(config("d.json/*.ndjson")).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("matches no file; correct 'path', or make the files first");
        assertThat(read(config("f.ndjson/x.ndjson")).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("'f.ndjson/x.ndjson' (");
    }

    @Test
    void does_not_start_with_a_bad_pattern_or_a_file_whose_format_is_not_known() throws Exception {
        write("d/a.dat", "1");

        assertThat(read(config("d/[a.ndjson")).failure())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("path: 'd/[a.ndjson' is no pattern");
        assertThat(read(config("d/*")).failure())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("format: cannot be told from the name 'd/a.dat'");
    }

    @Test
    void says_what_to_do_about_permissions() {
        var denied = new AccessDeniedException("/data/x");

        assertThat(FileProblem.reading("x", Path.of("/data/x"), denied))
                .hasMessage(
                        "'x' (/data/x) may not be read; check its permissions and those of its"
                                + " folders")
                .hasCause(denied);
        assertThat(FileProblem.writing("/data/x", Path.of("/data/x"), denied))
                .hasMessage(
                        "'/data/x' may not be written; check its permissions and those of its"
                                + " folders");
    }

    @Test
    void reads_lines_that_cross_the_end_of_the_buffer() throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append('"').append("x".repeat(i % 700)).append(i).append("\"\n");
        }
        write("a.ndjson", text.toString());

        assertThat(String.join("\n", read("a.ndjson").texts()) + "\n").isEqualTo(text.toString());
    }
}
