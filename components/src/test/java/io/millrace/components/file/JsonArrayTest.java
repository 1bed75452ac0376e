package io.millrace.components.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

class JsonArrayTest {

    @TempDir private Path folder;

    private TestRun read(String text) throws Exception {
        Files.writeString(folder.resolve("a.json"), text);
        var config =
                new FileSource.Config(
                        "a.json", Optional.empty(), true, CsvTypes.AUTO, Optional.empty(), 1 << 20);
        return ComponentTester.of(FileSource::new, config).in(folder).run().finished();
    }

    private static String position(TestRun run, int error) {
        return Objects.requireNonNull(run.errors().get(error).get("position")).asString();
    }

    @Test
    void gives_the_elements_as_they_are() throws Exception {
        var run =
                read(
                        """
                        \uFEFF [ {"a": [1, {"b": "]}\\"\\\\"}]},
                          "x,y", 1.50,true ,null,[],
                          {} ]
                        """);

        assertThat(run.texts())
                .containsExactly(
                        "{\"a\": [1, {\"b\": \"]}\\\"\\\\\"}]}",
                        "\"x,y\"",
                        "1.50",
                        "true",
                        "null",
                        "[]",
                        "{}");
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void gives_nothing_for_an_empty_array() throws Exception {
        assertThat(read(" [ ] ").output()).isEmpty();
    }

    @Test
    void takes_a_value_that_is_no_array_as_one_item() throws Exception {
        assertThat(read("{\"a\":\n[1]}\n").texts()).containsExactly("{\"a\":[1]}");
        assertThat(read("17").texts()).containsExactly("17");
    }

    @Test
    void fails_an_element_that_is_no_json_with_its_line_and_goes_on() throws Exception {
        var run = read("[1,\n{\"a\":\n,},\ntrue]");

        assertThat(run.texts()).containsExactly("1", "true");
        assertThat(run.errors()).hasSize(1);
        assertThat(position(run, 0)).isEqualTo("a.json:2");
    }

    @Test
    void fails_the_rest_where_elements_are_not_separated() throws Exception {
        var run = read("[1,\n2 3, 4]");

        assertThat(run.texts()).containsExactly("1", "2");
        assertThat(run.errorMessages())
                .containsExactly("there is '3' where ',' or ']' should be; the rest is not read");
        assertThat(position(run, 0)).isEqualTo("a.json:2");
    }

    @Test
    void fails_the_rest_behind_a_missing_element_and_behind_the_array() throws Exception {
        assertThat(read("[1,,2]").errorMessages())
                .containsExactly("there is ',' where an element should be; the rest is not read");
        assertThat(read("[1,]").errorMessages())
                .containsExactly("there is ']' where an element should be; the rest is not read");
        var behind = read("[1] 2");
        assertThat(behind.texts()).containsExactly("1");
        assertThat(behind.errorMessages())
                .containsExactly(
                        "there is '2' where the end of the file should be; the rest is not read");
    }

    @Test
    void says_that_the_array_was_cut_off() throws Exception {
        for (String text : new String[] {"[1", "[1,", "[1 "}) {
            assertThat(read(text).texts()).containsExactly("1");
            assertThat(read(text).errorMessages())
                    .singleElement()
                    .asString()
                    .startsWith("the file ends where ")
                    .endsWith("it may have been cut off");
        }
        assertThat(read("[1,{\"a\":").errors()).hasSize(1);
        assertThat(read("[1,\"x").errors()).hasSize(1);
        assertThat(read("[").errors()).hasSize(1);
    }

    @Test
    @DisplayName("F12 an element that is too long fails alone")
    void fails_an_element_that_is_too_long_and_goes_on() throws Exception {
        String large = "[" + "\"xxxxxxx\",".repeat(600_000) + "1]";

        var run = read("[1," + large + ",\"" + "y".repeat((1 << 20) + 7) + "\",2]");

        assertThat(run.texts()).containsExactly("1", "2");
        assertThat(run.errorMessages())
                .containsExactly(
                        "it has %d bytes, more than max_item_bytes allows (1048576)"
                                .formatted(large.length()),
                        "it has 1048585 bytes, more than max_item_bytes allows (1048576)");
    }
}
