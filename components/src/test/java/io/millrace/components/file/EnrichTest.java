package io.millrace.components.file;

import static io.millrace.components.Options.items;
import static io.millrace.components.flow.Expressions.apostrophes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.components.Options;
import io.millrace.components.Timeline;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

class EnrichTest {

    private static final String CSV = "code,name,zone\nDE,Germany,1\nFR,France,1\n7,Seven,x\n";

    @TempDir Path folder;

    private ComponentTester enrich(String file, String text, Object... more) throws IOException {
        Files.writeString(folder.resolve(file), text);
        return tester(file, more);
    }

    private ComponentTester tester(String file, Object... more) {
        ComponentTester tester =
                ComponentTester.of(Enrich.class)
                        .config("path", file)
                        .config("lookup_key", "code")
                        .config("key", "item.c")
                        .config("into", "country");
        for (int i = 0; i < more.length; i += 2) {
            tester = tester.config((String) more[i], more[i + 1]);
        }
        return tester.in(folder);
    }

    private static List<String> texts(TestRun run) {
        return run.texts().stream().map(text -> apostrophes(text)).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "countries.ndjson | {'code':'DE','name':'Germany'}/{'code':7,'name':'Seven'}",
                "countries.json   | [{'code':'DE','name':'Germany'},{'code':7,'name':'Seven'}]",
                "countries.csv    | code,name/DE,Germany/7,Seven",
            })
    void adds_the_record_that_has_the_key(String file, String text) throws Exception {
        var run =
                enrich(file, text.replace('/', '\n').replace('\'', '"'))
                        .input(items("{'c':'DE'}", "{'c':'7','n':1}", "{'c':7}", "{'c':'XX'}"))
                        .run()
                        .finished();

        assertThat(texts(run))
                .containsExactly(
                        "{'c':'DE','country':{'code':'DE','name':'Germany'}}",
                        "{'c':'7','n':1,'country':{'code':7,'name':'Seven'}}",
                        "{'c':7,'country':{'code':7,'name':'Seven'}}",
                        "{'c':'XX'}");
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void adds_chosen_fields_and_replaces_a_field_of_that_name() throws Exception {
        var run =
                enrich("countries.csv", CSV, "fields", List.of("zone", "none"))
                        .input(items("{'country':0,'c':'FR'}"))
                        .run()
                        .finished();

        assertThat(texts(run)).containsExactly("{'country':{'zone':1},'c':'FR'}");
    }

    @Test
    void unzips_a_file() throws Exception {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(CSV.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve("countries.csv.gz"), zipped.toByteArray());

        var run = tester("countries.csv.gz").input(items("{'c':'FR'}")).run().finished();

        assertThat(texts(run).getFirst()).contains("'name':'France'");
    }

    @Test
    void item_without_a_record_fails_or_is_dropped_and_counted() throws Exception {
        Object[] items = items("{'c':'XX'}", "{'c':'DE'}");

        var failed = enrich("c.csv", CSV, "on_missing", "error").input(items).run().finished();
        assertThat(failed.output()).hasSize(1);
        assertThat(failed.errorMessages()).containsExactly("no record of 'XX' in 'c.csv'");

        var dropped = enrich("c.csv", CSV, "on_missing", "drop").input(items).run().finished();
        assertThat(dropped.output()).hasSize(1);
        assertThat(dropped.errors()).isEmpty();
        assertThat(dropped.status().dropped()).containsExactly(Map.entry("not_found", 1L));
    }

    @Test
    void item_that_cannot_be_looked_up_fails() throws Exception {
        var run =
                enrich("c.csv", CSV)
                        .input(items("{'c':null}", "{'c':[]}", "{'d':1}", "5"))
                        .run()
                        .finished();

        assertThat(run.output()).isEmpty();
        assertThat(run.errorMessages())
                .hasSize(4)
                .contains("its key is no text, number or boolean")
                .contains("the item is no object, so nothing can be added to it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c.csv    | code,name/DE,Germany/DE,Deutschland     | c.csv:3: key 'DE' comes"
                        + " twice, first in line 2",
                "c.csv    | name/Germany                            | c.csv:2: field 'code', the"
                        + " key, is missing",
                "c.csv    | code,name/,Germany                      | c.csv:2: field 'code', the"
                        + " key, is no text, number or boolean",
                "c.ndjson | {'code':1}/5                            | c.ndjson:2: this is no record"
                        + " with fields",
                "c.csv    | code/1/2/3/4                            | c.csv:5: there are more than"
                        + " 3 records, which is max_entries; raise it if they fit into memory",
            })
    void file_that_cannot_be_used_fails_in_setup(String file, String text, String message)
            throws Exception {
        var run =
                enrich(file, text.replace('/', '\n').replace('\'', '"'), "max_entries", 3)
                        .run(false);

        assertThat(run.failure()).isInstanceOf(EnvironmentException.class).hasMessage(message);
    }

    @Test
    void file_that_is_malformed_or_missing_fails_in_setup() throws Exception {
        assertThat(enrich("c.ndjson", "{\"code\":1}\n{\"code\"\n").run(false).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("c.ndjson:2: ");
        assertThat(tester("none.csv").run(false).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("does not exist");
        Files.createDirectory(folder.resolve("d.csv"));
        assertThat(tester("d.csv").run(false).failure()).hasMessageContaining("is a folder");
    }

    @Test
    void refuses_options_that_cannot_be_used() {
        Object[] rest = {"lookup_key", "a", "key", "item.a", "into", "b"};
        assertThat(problems(rest, "path", "a.dat")).first().asString().contains("format");
        assertThat(problems(rest, "path", "a.txt")).first().asString().contains("lines have no");
        assertThat(problems(rest, "path", "a.csv", "reload", 0)).hasSize(1);
        assertThat(problems(rest, "path", "")).hasSize(1);
    }

    private static List<String> problems(Object[] rest, Object... more) {
        var all = new java.util.ArrayList<>(List.of(rest));
        all.addAll(List.of(more));
        return Options.problems(Enrich.class, all.toArray());
    }

    /** Writes the file anew when an item says so. */
    private static final class Writing implements Handler<Document> {
        private final Path file;
        private int version;

        Writing(Path file) {
            this.file = file;
        }

        @Override
        public void setup(Context context) {}

        @Override
        public void onItem(Document item, Output out) throws Exception {
            Document text = item.get("write");
            if (text != null) {
                Files.writeString(file, text.asString());
                Instant time = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(++version);
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
            out.send(item);
        }
    }

    @Test
    void changed_file_is_read_anew_and_a_broken_one_is_not() throws Exception {
        Path file = folder.resolve("c.csv");
        Files.writeString(file, "code,name\nDE,one\n");
        var config =
                Options.of(
                        Enrich.Config.class,
                        "path",
                        file.toString(),
                        "lookup_key",
                        "code",
                        "key",
                        "item.c",
                        "into",
                        "r",
                        "fields",
                        List.of("name"),
                        "reload",
                        "10s");
        var timeline = Timeline.of(() -> new Enrich(config)).before(() -> new Writing(file));

        timeline.at(0, "{'c':'DE'}")
                .at(1000, "{'c':'DE','write':'code,name\\nDE,two\\n'}")
                .at(12_000, "{'c':'DE'}")
                .at(13_000, "{'c':'DE','write':'code,name\\nDE,three\\nDE,four\\n'}")
                .at(22_000, "{'c':'DE'}")
                .at(23_000, "{'c':'DE','write':'code,name\\nDE,five\\n'}")
                .at(32_000, "{'c':'DE'}")
                .until(33_000);

        assertThat(timeline.came())
                .map(came -> came.replaceAll(".*'name':'(\\w+)'.*", "$1"))
                .containsExactly("one", "one", "two", "two", "two", "two", "five");
    }
}
