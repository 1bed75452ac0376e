package io.millrace.components.file;

import static io.millrace.components.flow.Expressions.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.GraphTester;
import io.millrace.testkit.ListSource;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

class FileSinkTest {

    @TempDir private Path folder;

    private static FileSink.Config config(String path, FileSink.Mode mode, String... columns) {
        return new FileSink.Config(
                path, Optional.empty(), mode, List.of(columns), true, Optional.empty());
    }

    private static FileSink.Config config(String path) {
        return config(path, FileSink.Mode.OVERWRITE);
    }

    private TestRun write(FileSink.Config config, Object... items) throws InterruptedException {
        return ComponentTester.of(FileSink::new, config).in(folder).input(items).run();
    }

    /** Writes by one run, where several leave more behind. */
    private TestRun writeOnce(FileSink.Config config, Object... items) throws InterruptedException {
        return ComponentTester.of(FileSink::new, config).in(folder).input(items).run(true);
    }

    private String written(String path) throws Exception {
        return Files.readString(folder.resolve(path));
    }

    @Test
    void options_can_all_be_set() {
        var all =
                new FileSink.Config(
                        "x",
                        Optional.of(Format.LINES),
                        FileSink.Mode.FAIL,
                        List.of("a"),
                        false,
                        Optional.of(";"));

        assertThat(new FileSink(all)).isNotNull();
        assertThat(all.columns()).containsExactly("a");
    }

    @Test
    void writes_json_lines_and_makes_missing_folders() throws Exception {
        write(config("a/b/c.ndjson"), item("{'a': 1.50}"), item("[2]")).finished();

        assertThat(written("a/b/c.ndjson")).isEqualTo("{\"a\": 1.50}\n[2]\n");
    }

    @Test
    void writes_one_json_array() throws Exception {
        write(config("a.json"), item("{'a':1}"), item("2")).finished();
        write(config("none.json")).finished();

        assertThat(written("a.json")).isEqualTo("[\n{\"a\":1},\n2\n]\n");
        assertThat(written("none.json")).isEqualTo("[]\n");
    }

    @Test
    void writes_texts_as_lines() throws Exception {
        write(config("a.txt"), Document.of("é \"x\""), item("{'a':1}")).finished();

        assertThat(written("a.txt")).isEqualTo("é \"x\"\n{\"a\":1}\n");
    }

    @Test
    void writes_csv_with_the_columns_of_the_first_item() throws Exception {
        var run =
                write(
                                config("a.csv"),
                                item("{'a':1,'b':{'c':[1,2]},'d,e':null}"),
                                item("{'b':'x','a':true}"),
                                item("{'a':1,'z':2}"),
                                item("[1]"))
                        .finished();

        assertThat(written("a.csv")).isEqualTo("a,b,\"d,e\"\n1,\"{\"\"c\"\":[1,2]}\",\ntrue,x,\n");
        assertThat(run.status().errors()).isEqualTo(2);
        assertThat(run.errorMessages())
                .containsExactly(
                        "field 'z' is no column of the CSV file, whose columns are the fields of"
                                + " the first item; name all columns with 'columns'",
                        "the item is no object, so it is no row of a CSV file");
    }

    @Test
    void writes_the_columns_that_are_named_and_no_other() throws Exception {
        var mode = FileSink.Mode.OVERWRITE;
        write(config("a.tsv", mode, "b", "a"), item("{'a':1,'b':2,'c':3}"), item("{'a':4}"))
                .finished();
        write(config("none.csv", mode, "b", "a")).finished();

        assertThat(written("a.tsv")).isEqualTo("b\ta\n2\t1\n\t4\n");
        assertThat(written("none.csv")).isEqualTo("b,a\n");
    }

    @Test
    void writes_through_gzip() throws Exception {
        write(config("a.ndjson.gz"), item("1"), item("2")).finished();

        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(folder.resolve("a.ndjson.gz")))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("1\n2\n");
        }
    }

    @Test
    void overwrites_appends_or_leaves_a_file_that_is_there() throws Exception {
        Files.writeString(folder.resolve("a.ndjson"), "a longer line than is written\n");

        write(config("a.ndjson"), item("1")).finished();
        assertThat(written("a.ndjson")).isEqualTo("1\n");

        writeOnce(config("a.ndjson", FileSink.Mode.APPEND), item("2")).finished();
        assertThat(written("a.ndjson")).isEqualTo("1\n2\n");

        assertThat(write(config("a.ndjson", FileSink.Mode.FAIL), item("3")).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(
                        "'a.ndjson' (%s) is there already; move it away, or say another 'mode'"
                                .formatted(folder.resolve("a.ndjson")));
        assertThat(written("a.ndjson")).isEqualTo("1\n2\n");
    }

    @Test
    void writes_the_header_once_where_it_appends() throws Exception {
        writeOnce(config("a.csv", FileSink.Mode.APPEND, "a"), item("{'a':1}")).finished();
        writeOnce(config("a.csv", FileSink.Mode.APPEND, "a"), item("{'a':2}")).finished();

        assertThat(written("a.csv")).isEqualTo("a\n1\n2\n");
    }

    @Test
    void does_not_start_where_it_cannot_write() throws Exception {
        Files.createDirectories(folder.resolve("d.ndjson"));
        Files.writeString(folder.resolve("f"), "");

        assertThat(write(config("d.ndjson"), item("1")).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageEndingWith("is a folder; name a file in it");
        assertThat(write(config("f/a.ndjson"), item("1")).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageEndingWith(
                        "cannot be written: '" + folder.resolve("f") + "' is a file, not a folder");
    }

    @Test
    void does_not_start_where_another_sink_writes_the_same_file() throws Exception {
        Files.writeString(folder.resolve("a.ndjson"), "kept\n");
        var config = config(folder.resolve("a.ndjson").toString());
        Graph graph =
                Graph.builder("test")
                        .component("source", () -> new ListSource(List.of(item("1"))))
                        .component("one", () -> new FileSink(config))
                        .component("two", () -> new FileSink(config))
                        .bind("source -> one")
                        .bind("source -> two")
                        .build();

        var outcome = GraphTester.of(graph).run().outcome();

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Run.Outcome.Failed.class,
                        failed ->
                                assertThat(failed.cause())
                                        .isInstanceOf(EnvironmentException.class)
                                        .hasMessageEndingWith(
                                                "is being written by another sink or another run;"
                                                        + " give each a file of its own"));
    }

    @Test
    void fails_the_run_when_the_disk_is_full() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full on this system");
        var config =
                new FileSink.Config(
                        "/dev/full",
                        Optional.of(Format.JSON_LINES),
                        FileSink.Mode.OVERWRITE,
                        List.of(),
                        true,
                        Optional.empty());

        Object[] items = new Object[20_000]; // more than the buffer holds
        Arrays.fill(items, item("{'a':'some text'}"));
        for (Object[] some : new Object[][] {{item("1")}, items}) {
            var run = write(config, some);

            assertThat(run.failure())
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage("'/dev/full' cannot be written: No space left on device");
            assertThat(run.errors()).isEmpty();
        }
    }

    @Test
    void says_which_folder_cannot_be_made() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self")), "no /proc on this system");

        var run = write(config("/proc/no/x.ndjson"), item("1"));

        assertThat(run.failure())
                .hasMessage(
                        "'/proc/no/x.ndjson' cannot be written: '/proc/no' cannot be made there");
    }

    @Test
    void refuses_options_that_do_not_fit() {
        assertThatThrownBy(() -> config("a.json", FileSink.Mode.APPEND))
                .hasMessageStartingWith("mode: ");
        assertThatThrownBy(() -> config("a.csv", FileSink.Mode.APPEND))
                .hasMessageStartingWith("columns: ");
        assertThatThrownBy(() -> config("a")).hasMessageStartingWith("format: ");
        assertThatThrownBy(() -> config("")).hasMessageStartingWith("path: ");
    }

    private Run.Outcome writeOn(FileSink.Config config, Object... items) throws Exception {
        Graph graph =
                Graph.builder("on")
                        .folder(folder)
                        .component("in", () -> new ListSource(List.of(items)))
                        .component("out", FileSink.class, config, Map.of())
                        .bind("in -> out")
                        .build();
        var options = RunOptions.in(folder.resolve("state")).withoutCopies().continuing();
        return Engine.start(graph, options).await();
    }

    @ParameterizedTest
    @EnumSource(FileSink.Mode.class)
    void run_that_goes_on_writes_on_at_the_end_in_any_mode(FileSink.Mode mode) throws Exception {
        Files.writeString(folder.resolve("a.ndjson"), "1\n");

        assertThat(writeOn(config("a.ndjson", mode), item("2")))
                .isEqualTo(new Run.Outcome.Finished());

        assertThat(written("a.ndjson")).isEqualTo("1\n2\n");
    }

    @Test
    void line_that_a_crash_has_cut_off_is_ended_before_the_next() throws Exception {
        Files.writeString(folder.resolve("a.ndjson"), "1\n{\"cut");

        writeOn(config("a.ndjson"), item("2"));
        writeOnce(config("a.ndjson", FileSink.Mode.APPEND), item("3"));

        assertThat(written("a.ndjson")).isEqualTo("1\n{\"cut\n2\n3\n");
    }

    @Test
    void run_that_goes_on_takes_the_columns_from_the_file() throws Exception {
        Files.writeString(folder.resolve("a.csv"), "b,\"a \"\n1,2\n");

        writeOn(config("a.csv"), item("{'a ':4,'b':3}"));
        writeOn(config("new.csv"), item("{'a':1}"));

        assertThat(written("a.csv")).isEqualTo("b,\"a \"\n1,2\n3,4\n");
        assertThat(written("new.csv")).isEqualTo("a\n1\n");
    }

    @Test
    void run_that_goes_on_leaves_a_file_alone_that_it_cannot_write_on() throws Exception {
        Files.writeString(folder.resolve("a.json"), "[\n1\n]\n");
        Files.writeString(folder.resolve("a.csv"), "1,2\n");
        var headless =
                new FileSink.Config(
                        "a.csv",
                        Optional.empty(),
                        FileSink.Mode.OVERWRITE,
                        List.of(),
                        false,
                        Optional.empty());

        Run.Outcome array = writeOn(config("a.json"), item("2"));
        Run.Outcome csv = writeOn(headless, item("{'a':1}"));

        assertThat(((Run.Outcome.Failed) array).cause())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("holds one JSON array");
        assertThat(((Run.Outcome.Failed) csv).cause()).hasMessageContaining("'columns'");
        assertThat(written("a.json")).isEqualTo("[\n1\n]\n");
        assertThat(written("a.csv")).isEqualTo("1,2\n");
    }
}
