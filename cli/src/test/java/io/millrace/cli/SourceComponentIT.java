package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Components that are {@code .java} files beside their blueprint, in the packaged product. */
class SourceComponentIT {

    private static final String ENRICHED =
            """
            {"seq":0,"town":"Rome"}
            {"seq":1,"town":"Rome"}
            """;

    @TempDir private Path folder;

    private Path blueprint;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(folder.resolve("steps"));
        Files.writeString(
                folder.resolve("steps/Enrich.java"),
                """
                import io.millrace.api.*;

                @Doc("Adds a town.")
                public final class Enrich implements Handler<Document> {
                    public record Config(@Doc("Its name.") String town) {}

                    private final Config config;

                    public Enrich(Config config) {
                        this.config = config;
                    }

                    @Override
                    public void onItem(Document item, Output out) throws Exception {
                        out.send(item.edit().put("town", config.town()).build());
                    }
                }
                """);
        blueprint =
                Files.writeString(
                        folder.resolve("towns.yaml"),
                        """
                        components:
                          in: { type: Generator, config: { count: 2 } }
                          enrich: { type: ./steps/Enrich.java, config: { town: Rome } }
                          out: { type: StdoutSink }
                        bindings:
                          - in -> enrich -> out
                        """);
    }

    private static Product.Ended java(List<String> options, String... words) {
        return Product.run(Product.java(options, words));
    }

    @Test
    @DisplayName("X063 a .java file runs without a build, by the launcher")
    void runs() {
        var ended = Product.run(Product.launcher("run", blueprint.toString()));

        assertThat(ended.out()).as(ended.err()).isEqualTo(ENRICHED);
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void runs_on_the_module_path() {
        var call = new ArrayList<String>();
        call.add(Product.executable());
        call.addAll(List.of("-p", String.join(":", Product.jars())));
        call.addAll(List.of("-m", "io.millrace.cli/io.millrace.cli.Main"));
        call.addAll(List.of("run", blueprint.toString()));

        var ended = Product.run(Product.in(Product.HOME, call));

        assertThat(ended.out()).as(ended.err()).isEqualTo(ENRICHED);
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void is_listed_linted_and_explained() {
        var listed = java(List.of(), "list", folder.resolve("steps/Enrich.java").toString());
        assertThat(listed.out()).startsWith("./Enrich.java: Adds a town.");
        assertThat(listed.out()).contains("town: text (required)");

        var linted = java(List.of(), "lint", blueprint.toString());
        assertThat(linted.err()).isEqualTo("1 file: 0 errors, 0 warnings\n");

        var explained = java(List.of(), "explain", blueprint.toString());
        assertThat(explained.out()).contains("in > enrich > out");
    }

    @Test
    void what_the_compiler_says_is_shown_with_its_place() throws IOException {
        Path source = folder.resolve("steps/Enrich.java");
        Files.writeString(source, Files.readString(source).replace("item.edit", "itme.edit"));

        var ended = java(List.of(), "run", blueprint.toString());

        assertThat(ended.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(ended.err())
                .contains(source + ":15:18: error[MR231]: cannot find symbol")
                .contains("15 |         out.send(itme.edit().put");
    }

    @Test
    void runs_as_part_of_a_blueprint_that_is_a_component() throws IOException {
        Files.writeString(
                folder.resolve("steps/part.yaml"),
                """
                parameters: { town: Oslo }
                inputs: [enrich]
                outputs: [enrich]
                components:
                  enrich: { type: ./Enrich.java, config: { town: "${town}" } }
                """);
        Files.writeString(
                blueprint,
                Files.readString(blueprint).replace("./steps/Enrich.java", "./steps/part.yaml"));

        var ended = java(List.of(), "run", blueprint.toString());

        assertThat(ended.out()).as(ended.err()).isEqualTo(ENRICHED);
    }

    @Test
    void java_without_a_compiler_is_an_error_of_the_environment() {
        var options =
                List.of(
                        "--limit-modules",
                        "java.logging,java.management,java.naming,java.xml,jdk.unsupported");

        var ended = java(options, "run", blueprint.toString());
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(ended.err()).contains("needs a JDK").contains("has no compiler");

        var plain = java(options, "lint", "examples/airports.yaml");
        assertThat(plain.exitCode()).as(plain.err()).isZero();
    }

    @Test
    void blueprint_without_java_files_loads_nothing_of_the_compiler() {
        var ended = java(List.of("-Xlog:class+load"), "lint", "examples/airports.yaml");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("io.millrace.graph.Specs ")
                .doesNotContain("javax.tools", "com.sun.tools.javac", "io.millrace.graph.source");
    }
}
