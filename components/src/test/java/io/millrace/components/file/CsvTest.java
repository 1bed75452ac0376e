package io.millrace.components.file;

import static io.millrace.components.flow.Expressions.apostrophes;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

class CsvTest {

    @TempDir private Path folder;

    private TestRun read(String text, boolean header, CsvTypes types) throws Exception {
        Files.writeString(folder.resolve("a.csv"), text);
        var config =
                new FileSource.Config(
                        "a.csv", Optional.empty(), header, types, Optional.empty(), 1 << 20);
        return ComponentTester.of(FileSource::new, config).in(folder).run();
    }

    private TestRun read(String text) throws Exception {
        return read(text, true, CsvTypes.AUTO).finished();
    }

    private static List<String> items(TestRun run) {
        return run.texts().stream().map(text -> apostrophes(text)).toList();
    }

    @Test
    void gives_each_row_the_names_of_the_header() throws Exception {
        var run = read("\uFEFFiata,name\r\n00M,Thigpen\r\n\r\nX04,\"Orlando, \"\"Apopka\"\"\"");

        assertThat(items(run))
                .containsExactly(
                        "{'iata':'00M','name':'Thigpen'}",
                        "{'iata':'X04','name':'Orlando, \\'Apopka\\''}");
    }

    @Test
    void types_values_by_how_they_are_written() throws Exception {
        String row =
                "1,-20,0,31.950,-0.5,true,false,,\"\",\"7\",007,1e5,.5,5.,+1,NaN,TRUE, 3,"
                        + "9223372036854775807,-9223372036854775808,9223372036854775808,-";
        int columns = row.split(",", -1).length;
        var header = new ArrayList<String>();
        for (int i = 1; i <= columns; i++) {
            header.add("c" + i);
        }

        var run = read(String.join(",", header) + "\n" + row + "\n");

        assertThat(items(run).getFirst().replaceAll("'c\\d+':", ""))
                .isEqualTo(
                        "{1,-20,0,31.950,-0.5,true,false,null,'','7','007','1e5','.5','5.','+1',"
                                + "'NaN','TRUE',' 3',9223372036854775807,-9223372036854775808,"
                                + "'9223372036854775808','-'}");
        assertThat(read(row, false, CsvTypes.AUTO).finished().texts()).isEqualTo(run.texts());
    }

    @Test
    void leaves_all_values_text_when_told_to() throws Exception {
        var run = read("1,true,\n", false, CsvTypes.TEXT).finished();

        assertThat(items(run)).containsExactly("{'c1':'1','c2':'true','c3':''}");
    }

    @Test
    void takes_line_breaks_and_delimiters_in_quotes() throws Exception {
        var run = read("a,b\n\"x\ny\r\n\n\",\",\"\n1,2\n");

        assertThat(items(run)).containsExactly("{'a':'x\\ny\\r\\n\\n','b':','}", "{'a':1,'b':2}");
    }

    @Test
    void takes_a_row_of_tabs_alone_for_empty_values_where_they_separate() throws Exception {
        Files.writeString(folder.resolve("a.tsv"), "a\tb\n\t\n  \n1\t2\n");

        var config =
                new FileSource.Config(
                        "a.tsv", Optional.empty(), true, CsvTypes.AUTO, Optional.empty(), 1 << 20);

        var run = ComponentTester.of(FileSource::new, config).in(folder).run().finished();

        assertThat(items(run)).containsExactly("{'a':null,'b':null}", "{'a':1,'b':2}");
    }

    @Test
    void takes_a_quote_within_a_plain_value_as_it_is() throws Exception {
        assertThat(items(read("a\n5\" pipe\n"))).containsExactly("{'a':'5\\' pipe'}");
    }

    @Test
    void fails_rows_of_another_width_and_goes_on() throws Exception {
        var run = read("a,b\n1\n1,2,3\n1,2\n");

        assertThat(items(run)).containsExactly("{'a':1,'b':2}");
        assertThat(run.errorMessages())
                .containsExactly(
                        "the row has 1 values where there are 2 columns",
                        "the row has 3 values where there are 2 columns");
        assertThat(run.errors().get(1).get("item")).hasToString("\"1,2,3\"");
        assertThat(run.errors().get(1).get("position")).hasToString("\"a.csv:3\"");
    }

    @Test
    void fails_text_behind_a_quote_and_a_quote_that_is_not_closed() throws Exception {
        var run = read("a,b\n\"x\"y,2\n1,2\n1,\"open\n3,4\n");

        assertThat(items(run)).containsExactly("{'a':1,'b':2}");
        assertThat(run.errorMessages())
                .containsExactly(
                        "value 1 goes on behind its closing quote",
                        "the quote of value 2 is not closed before the end");
        assertThat(run.errors().get(1).get("item")).hasToString("\"1,\\\"open\\n3,4\\n\"");
        assertThat(run.errors().get(1).get("position")).hasToString("\"a.csv:4\"");
    }

    @Test
    void fails_a_row_over_many_lines_that_is_too_long() throws Exception {
        var run = read("a\n\"" + "x\n".repeat(600_000) + "\"\n7\n");

        assertThat(items(run)).containsExactly("{'a':7}");
        assertThat(run.errorMessages())
                .containsExactly("it has 1200002 bytes, more than max_item_bytes allows (1048576)");
    }

    @Test
    void refuses_a_header_with_one_name_twice() throws Exception {
        assertThat(read("a,b,a\n1,2,3\n", true, CsvTypes.AUTO).failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessage(
                        "a.csv:1: the header cannot be used: two columns are named 'a'; correct it,"
                                + " or say header: false and call the columns c1, c2 and so on");
    }

    @Test
    void numbers_columns_without_a_name_and_gives_nothing_for_a_header_alone() throws Exception {
        assertThat(items(read("a,,\"\"\n1,2,3\n"))).containsExactly("{'a':1,'c2':2,'c3':3}");
        assertThat(read("a,b\n").output()).isEmpty();
    }

    @Test
    void reads_what_another_library_wrote() throws Exception {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        String[] pieces = {"a", "\"", ",", "\n", "\r\n", " ", "é", "x\"y", "1", ""};
        int columns = 1 + random.nextInt(5);
        var rows = new ArrayList<List<String>>();
        for (int r = 0; r < 200; r++) {
            var row = new ArrayList<String>();
            row.add("row" + r); // no blank line
            for (int c = 0; c < columns; c++) {
                var value = new StringBuilder();
                for (int p = random.nextInt(4); p > 0; p--) {
                    value.append(pieces[random.nextInt(pieces.length)]);
                }
                row.add(value.toString());
            }
            rows.add(row);
        }
        var text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            rows.forEach(csv::writeRecord);
        }

        var run = read(text.toString(), false, CsvTypes.TEXT).finished();

        assertThat(run.output()).as("seed %d", seed).hasSameSizeAs(rows);
        for (int r = 0; r < rows.size(); r++) {
            Document item = (Document) run.output().get(r);
            String[] values = new String[item.size()];
            Arrays.setAll(values, i -> item.at(i).asString());
            assertThat(values)
                    .as("seed %d, row %d", seed, r)
                    .containsExactlyElementsOf(rows.get(r));
        }
    }

    @Test
    void reads_what_it_wrote() throws Exception {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        String[] values = {
            "null",
            "true",
            "1",
            "-1.5",
            "\"\"",
            "\"1\"",
            "\"true\"",
            "\" x \"",
            "\"a,b\"",
            "\"q\\\"q\"",
            "\"l\\nl\"",
            "\"007\"",
            "\"plain\"",
            "12.50"
        };
        Object[] items = new Object[100];
        for (int i = 0; i < items.length; i++) {
            items[i] =
                    Document.parse(
                            "{\"id\":%d,\"x\":%s,\"y\":%s}"
                                    .formatted(
                                            i,
                                            values[random.nextInt(values.length)],
                                            values[random.nextInt(values.length)]));
        }
        var sink =
                new FileSink.Config(
                        "a.csv",
                        Optional.empty(),
                        FileSink.Mode.OVERWRITE,
                        List.of(),
                        true,
                        Optional.empty());

        ComponentTester.of(FileSink::new, sink).in(folder).input(items).run().finished();

        var run = read(Files.readString(folder.resolve("a.csv")));
        assertThat(run.output()).as("seed %d", seed).containsExactly(items);
        assertThat(Objects.requireNonNull(run.errors())).isEmpty();
    }
}
