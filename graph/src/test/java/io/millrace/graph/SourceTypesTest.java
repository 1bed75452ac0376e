package io.millrace.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Handler;
import io.millrace.graph.ConfigValue.Scalar;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class SourceTypesTest {

    private static final String ENRICH =
            """
            import io.millrace.api.*;

            /** Adds a field. */
            @Doc("Adds a field.")
            public final class Enrich implements Handler<Document> {
                public record Config(@Doc("Which.") String field, @Default("1") int value) {}

                private final Config config;

                public Enrich(Config config) {
                    this.config = config;
                }

                @Override
                public void onItem(Document item, Output out) throws Exception {
                    out.send(item.edit().put(config.field(), config.value()).build());
                }
            }
            """;

    @TempDir Path folder;

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private GraphBuilder builder(String type, Map<String, ?> config) {
        return Graph.builder("test")
                .folder(folder)
                .registry(new ComponentRegistry())
                .component("c", type, config);
    }

    private List<Diagnostic> problems(String type) {
        try {
            return builder(type, Map.of("field", "x")).build().warnings();
        } catch (BlueprintException e) {
            return e.diagnostics();
        }
    }

    private Diagnostic problem(String type) {
        List<Diagnostic> all =
                problems(type).stream()
                        .filter(d -> !List.of("MR211", "MR214").contains(d.code()))
                        .toList();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private String shown(String type) {
        return DiagnosticRenderer.ofFiles(false).text(problems(type)).replace(folder + "/", "");
    }

    @Test
    @DisplayName("X063 a .java file beside the blueprint is a component type")
    void file_is_a_type() throws Exception {
        write("Enrich.java", ENRICH);

        ComponentSpec spec = builder("./Enrich.java", Map.of("field", "x")).build().component("c");

        assertThat(spec.type().name()).isEqualTo("./Enrich.java");
        assertThat(spec.variant()).isEqualTo("default");
        assertThat(spec.config()).hasToString("Config[field=x, value=1]");
        assertThat(spec.type().create(spec.config())).isInstanceOf(Handler.class);
        assertThat(folder.toFile().list()).containsExactly("Enrich.java");
    }

    @Test
    void options_of_a_file_are_checked_as_those_of_every_type() throws Exception {
        write("Enrich.java", ENRICH);

        assertThatThrownBy(() -> builder("./Enrich.java", Map.of("feild", "x")).build())
                .hasMessageContaining("MR301")
                .hasMessageContaining("MR302");
        assertThat(
                        ComponentPage.text(
                                ComponentRegistry.compile(folder.resolve("Enrich.java"))
                                        .getFirst()))
                .startsWith("./Enrich.java: Adds a field.")
                .contains("field: text (required)");
    }

    @Test
    @DisplayName("X063 the files of a folder are compiled together, and hold one component")
    void folder_is_a_type() throws Exception {
        write(
                "enrich/Enrich.java",
                "package shop;\n" + ENRICH.replace("config.value()", "Rates.of(config.value())"));
        write(
                "enrich/Rates.java",
                "package shop;\nfinal class Rates { static int of(int v) { return 2 * v; } }");

        ComponentSpec spec = builder("./enrich/", Map.of("field", "x")).build().component("c");

        assertThat(spec.type().implementation().getName()).isEqualTo("shop.Enrich");
    }

    @Test
    void variants_may_share_a_folder() throws Exception {
        write("tally/Tally.java", ENRICH.replace("Enrich", "Tally"));
        write(
                "tally/ByTown.java",
                ENRICH.replace("Enrich", "ByTown")
                        .replace(
                                "@Doc(\"Adds",
                                "@Registered(value = \"Tally\", variant = \"by_town\")"
                                        + " @Doc(\"Adds"));

        var spec =
                builder("./tally", Map.of("field", "x", "variant", "by_town"))
                        .build()
                        .component("c");

        assertThat(spec.variant()).isEqualTo("by_town");
        assertThat(spec.type().implementation().getSimpleName()).isEqualTo("ByTown");
        write("tally/Again.java", ENRICH.replace("Enrich", "Again"));
        assertThat(problem("./tally").message())
                .isEqualTo("'./tally' holds two components: Again and Tally");
    }

    @Test
    void one_class_serves_all_components_of_a_file_until_it_changes() throws Exception {
        write("Enrich.java", ENRICH);
        var types = new SourceTypes();
        Scalar name = Scalar.text("./Enrich.java");

        var first = types.types(name, folder, new ArrayList<>());
        var second = types.types(name, folder, new ArrayList<>());
        write("Enrich.java", ENRICH + "\n");
        var third = types.types(name, folder, new ArrayList<>());

        assertThat(second).isEqualTo(first);
        assertThat(third.getFirst().implementation())
                .isNotEqualTo(first.getFirst().implementation());
    }

    @Test
    @DisplayName("X063 all errors of the compiler are told with their lines and carets")
    void compile_errors_are_diagnostics() throws Exception {
        write(
                "Enrich.java",
                ENRICH.replace("item.edit()", "item.edti()")
                        .replace("this.config = config;", "this.config = 5;"));

        assertThat(shown("./Enrich.java"))
                .isEqualTo(
                        """
                        Enrich.java:11:23: error[MR231]: incompatible types: int cannot be converted to Enrich.Config
                          11 |         this.config = 5;
                             |                       ^

                        Enrich.java:16:22: error[MR231]: cannot find symbol
                          16 |         out.send(item.edti().put(config.field(), config.value()).build());
                             |                      ^^^^^
                          symbol:   method edti()
                          location: variable item of type io.millrace.api.Document
                        """);
    }

    @Test
    void warnings_are_told_and_do_not_hinder() throws Exception {
        write(
                "Enrich.java",
                ENRICH.replace(
                        "this.config = config;",
                        "this.config = config; System.runFinalization();"));

        assertThat(problem("./Enrich.java"))
                .satisfies(
                        d -> {
                            assertThat(d.code()).isEqualTo("MR232");
                            assertThat(d.message()).contains("runFinalization");
                        });
    }

    @Test
    void file_that_needs_another_is_told_of_folders() throws Exception {
        write("Rates.java", "final class Rates {}");
        write(
                "Enrich.java",
                ENRICH.replace("private final Config", "Rates rates;\n private final Config"));

        assertThat(problem("./Enrich.java").fix()).contains("put both into a folder");
    }

    @Test
    void source_without_a_component_is_refused() throws Exception {
        write("None.java", "final class None {}");
        write("Other.java", "/** None. */\npublic final class Other {}");
        write("Named.java", ENRICH);
        write(
                "Wrong.java",
                ENRICH.replace("Enrich", "Wrong")
                        .replace("Wrong(Config config)", "Wrong(Config config, int more)"));
        write("empty/readme.txt", "");

        assertThat(problem("./None.java").message())
                .isEqualTo("'./None.java' holds no public class");
        assertThat(problem("./Other.java"))
                .satisfies(
                        d -> {
                            assertThat(d.position().line()).isEqualTo(2);
                            assertThat(d.message()).startsWith("'Other' is no component");
                            assertThat(d.fix()).contains("public final class Other implements");
                        });
        assertThat(problem("./Named.java").message())
                .contains("class Enrich is public, should be declared in a file named Enrich.java");
        assertThat(problem("./Wrong.java").code()).isEqualTo("MR223");
        assertThat(problem("./Wrong.java").position().line()).isEqualTo(5);
        assertThat(problem("./empty/").message()).startsWith("there is no .java file");
        assertThat(problem("./empty/readme.txt").code()).isEqualTo("MR202");
    }

    @Test
    void missing_source_is_refused_with_the_nearest() throws Exception {
        write("Enrich.java", ENRICH);
        write("rates/X.java", ENRICH);

        assertThat(problem("./Enrihc.java").fix()).isEqualTo("did you mean './Enrich.java'?");
        assertThat(problem("./rate/").fix()).isEqualTo("did you mean './rates/'?");
        assertThat(problem("Enrich.java").fix()).startsWith("write './Enrich.java'");
    }

    @Test
    void source_outside_of_the_folder_is_refused() throws Exception {
        Path project = Files.createDirectory(folder.resolve("project"));
        Path outside = write("Enrich.java", ENRICH);
        Files.createSymbolicLink(project.resolve("Linked.java"), outside);
        Files.createSymbolicLink(project.resolve("linked"), folder);
        Path inside = Files.createDirectory(project.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("Enrich.java"), outside);
        folder = project;

        for (String type :
                List.of(
                        "../Enrich.java",
                        "./x/../../Enrich.java",
                        "./Linked.java",
                        "./linked/",
                        "./inside")) {
            assertThat(problem(type).code()).as(type).isEqualTo("MR233");
        }
    }

    @Test
    void text_that_cannot_be_read_is_refused() throws Exception {
        Files.write(folder.resolve("Latin.java"), new byte[] {'/', '/', (byte) 0xe9, '\n'});
        write("Large.java", "//" + "x".repeat(1 << 20));

        assertThat(problem("./Latin.java").code()).isEqualTo("MR103");
        assertThat(problem("./Large.java").code()).isEqualTo("MR104");
    }
}
