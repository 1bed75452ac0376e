package io.millrace.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.blueprint.shop.Shop.Everything;
import io.millrace.graph.BlueprintException;
import io.millrace.graph.Diagnostic;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;
import io.millrace.graph.Problem;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class BlueprintTest {

    @TempDir Path temp;

    @Test
    void every_type_of_option_is_bound() {
        Graph graph =
                Corpus.parse(
                        """
                        components:
                          orders: { type: Orders }
                          all:
                            type: Everything
                            config:
                              text: no
                              whole: 7
                              large: 12345678901
                              number: 1.5
                              flag: true
                              time: 1m30s
                              size: 64KiB
                              colour: dark_red
                              list: [1, 2]
                              map: { b: 1, a: 2.5 }
                              point: { x: 3 }
                              points: [{ x: 1, y: 2 }, { x: 3 }]
                              value: { a: [1, 2.5, "x", null, yes, true] }
                              expression: item.a + 1
                              mapping: { a: row.b, c: { d: 5, e: [row.f, true] } }
                          out: { type: Print }
                        bindings:
                          - orders -> all -> out
                        """);

        var config = (Everything.Config) graph.component("all").config();
        assertThat(config.text()).isEqualTo("no");
        assertThat(config.whole()).isEqualTo(7);
        assertThat(config.large()).isEqualTo(12_345_678_901L);
        assertThat(config.number()).isEqualTo(1.5);
        assertThat(config.flag()).isTrue();
        assertThat(config.time()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.size()).isEqualTo(65_536);
        assertThat(config.colour()).isEqualTo(Everything.Colour.DARK_RED);
        assertThat(config.list()).containsExactly(1, 2);
        assertThat(config.map()).containsExactly(Map.entry("b", 1.0), Map.entry("a", 2.5));
        assertThat(config.point()).isEqualTo(new Everything.Point(3, 0));
        assertThat(config.points())
                .containsExactly(new Everything.Point(1, 2), new Everything.Point(3, 0));
        assertThat(config.value()).hasToString("{\"a\":[1,2.5,\"x\",null,\"yes\",true]}");
        assertThat(config.expression().text()).isEqualTo("item.a + 1");
        assertThat(config.mapping().apply(Document.parse("{\"b\":\"x\",\"f\":2}"), Current.NONE))
                .hasToString("{\"a\":\"x\",\"c\":{\"d\":5,\"e\":[2,true]}}");
    }

    @Test
    void system_is_named_after_the_file_unless_it_says_so() throws IOException {
        Path file = temp.resolve("my orders.v2.yaml");
        Files.writeString(file, "\uFEFFcomponents: { a: { type: Orders } }");

        Graph graph = Corpus.read(file);

        assertThat(graph.name()).isEqualTo("my_orders_v2");
        assertThat(graph.folder()).isEqualTo(temp);
    }

    @Test
    void name_made_of_a_file_name_is_always_a_name() {
        for (String file : List.of("2nd.yaml", "é-.yaml", "-", "a/b/c-.yml", ".yaml", "/")) {
            Graph graph =
                    Corpus.blueprint(Map.of())
                            .parse("components: { a: { type: Orders } }", file, Path.of(""));
            assertThat(GraphBuilder.isName(graph.name())).as(graph.name()).isTrue();
        }
    }

    @Test
    void settings_beat_parameters_beat_the_environment() {
        String text =
                "parameters: { TOWN: Paris }\ncomponents:\n  a:\n    type: Orders\n"
                        + "    description: ${TOWN}";

        assertThat(description(text, Map.of("TOWN", "Oslo"))).isEqualTo("Oslo");
        assertThat(description(text, Map.of())).isEqualTo("Paris");
        assertThat(description(text.replace("Paris", ""), Map.of())).isEqualTo("Rome");
        assertThat(description(text.replace("TOWN: Paris", ""), Map.of())).isEqualTo("Rome");
    }

    private static String description(String text, Map<String, String> settings) {
        return Corpus.blueprint(settings)
                .parse(text, "a.yaml", Path.of(""))
                .component("a")
                .options()
                .description();
    }

    @Test
    void error_in_an_expression_is_where_its_character_is() {
        assertThat(placeOfBadCharacter("item.a # comment > 3")).isNull();
        assertThat(placeOfBadCharacter("item.a ) 3")).isEqualTo("5:25");
        assertThat(placeOfBadCharacter("'item.a == ''é😀'' )'")).isEqualTo("5:36");
        assertThat(placeOfBadCharacter("\"item.a == \\\"\\u00e9\\\" )\"")).isEqualTo("5:40");
        assertThat(placeOfBadCharacter("|\n        item.a >\n          3 )")).isEqualTo("7:13");
        assertThat(placeOfBadCharacter(">\n        item.a >\n        3\n\n        )"))
                .isEqualTo("9:9");
        assertThat(placeOfBadCharacter("item.a >\n        3 )")).isEqualTo("6:11");
        assertThat(placeOfBadCharacter("item.a > '${TOWN}' )")).isEqualTo("5:37");
    }

    @Test
    void lines_may_end_as_on_any_system() {
        String text = "components:\n  a:\n    type: Ordesr\n  b: { tpye: Print }\n";

        assertThat(Corpus.problems(text.replace("\n", "\r\n"))).isEqualTo(Corpus.problems(text));
        assertThat(Corpus.problems(text.replace("\n", "\r"))).isEqualTo(Corpus.problems(text));
    }

    @Test
    void long_text_is_not_shown_whole() {
        List<Diagnostic> problems = Corpus.problems("'x" + "😀".repeat(100_000) + "'");

        assertThat(problems.getFirst().message()).endsWith("😀…'").hasSizeLessThan(200);
    }

    private static @Nullable String placeOfBadCharacter(String expression) {
        String text =
                """
                components:
                  keep:
                    type: Keep
                    config:
                      condition: %s
                """
                        .formatted(expression);
        for (Diagnostic problem : Corpus.problems(text)) {
            if (problem.code().equals(Problem.BAD_EXPRESSION.code())) {
                return problem.position().line() + ":" + problem.position().column();
            }
        }
        return null;
    }

    @Test
    void anything_at_all_gives_a_graph_or_a_located_problem(@TempDir Path empty)
            throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        List<Path> files = Corpus.files(Corpus.FOLDER.resolve("bad"), ".yaml");
        String inserts = "{}[]:,-&*!|>'\"%@`#?\n\t \\$~<é\u0000\uFEFF";
        for (int i = 0; i < 2_000; i++) {
            var text =
                    new StringBuilder(
                            Files.readString(
                                    files.get(random.nextInt(files.size())),
                                    StandardCharsets.ISO_8859_1));
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(text.length() + 1);
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, inserts.charAt(random.nextInt(inserts.length())));
                    case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(9)));
                    default ->
                            text.insert(at, text.substring(at, Math.min(text.length(), at + 20)));
                }
            }
            String mutated = text.toString();
            assertThatCode(() -> readOrExplain(mutated, empty))
                    .as(mutated)
                    .doesNotThrowAnyException();
        }
    }

    private static void readOrExplain(String text, Path folder) {
        try {
            Corpus.blueprint(Map.of()).parse(text, "test.yaml", folder);
        } catch (BlueprintException e) {
            assertThat(e.diagnostics()).isNotEmpty();
            for (Diagnostic diagnostic : e.diagnostics()) {
                assertThat(diagnostic.position().file()).isEqualTo("test.yaml");
            }
        }
    }
}
