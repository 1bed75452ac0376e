package io.millrace.graph.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Current;
import io.millrace.api.Document;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The page of the language says what is true. */
class ExpressionsPageTest {

    private static final Pattern BLOCK =
            Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static String page() throws IOException {
        return Files.readString(
                Path.of(System.getProperty("basedir", "graph"), "../docs/expressions.md"));
    }

    private static Stream<String> blocks(String language) throws IOException {
        return BLOCK.matcher(page())
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2));
    }

    static List<String> examples() throws IOException {
        return blocks("cel").flatMap(String::lines).toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void each_example_has_the_result_it_shows(String line) throws IOException {
        Document item = Document.parse(blocks("json").findFirst().orElseThrow());
        String[] parts = line.split("// => ", 2);

        Document value = Expressions.compile(parts[0], "item").evaluate(item, Current.NONE);

        assertThat(value).hasToString(parts[1]);
    }

    @Test
    void shows_ten_examples_first() throws IOException {
        assertThat(blocks("cel").findFirst().orElseThrow().lines()).hasSize(10);
    }

    @Test
    void names_every_function_and_every_function_is_there() throws IOException {
        String page = page();

        assertThat(Functions.GLOBAL).allSatisfy(name -> assertThat(page).contains(name + "("));
        assertThat(Functions.MEMBER)
                .allSatisfy(name -> assertThat(page).contains("." + name + "("));
        assertThat(Functions.GLOBAL)
                .filteredOn(name -> !name.equals("has"))
                .allSatisfy(name -> assertThat(Functions.global(name)).isNotEmpty());
        List<String> compiledApart =
                List.of("all", "exists", "exists_one", "filter", "map", "or", "orValue");
        assertThat(Functions.MEMBER)
                .filteredOn(name -> !compiledApart.contains(name))
                .allSatisfy(name -> assertThat(Functions.member(name)).isNotEmpty());
    }
}
