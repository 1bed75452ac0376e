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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/** A component of a user's own, from the contract's page to a running blueprint. */
class OwnComponentsIT {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path folder;

    /** Makes a jar of the Java blocks of the contract's page. */
    @BeforeEach
    void jar() throws IOException {
        String page = Files.readString(Product.HOME.resolve("docs/component-contract.md"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var javac =
                new ArrayList<>(
                        List.of("-d", classes.toString(), "-cp", String.join(":", Product.jars())));
        Matcher blocks = JAVA.matcher(page);
        while (blocks.find()) {
            String code = blocks.group(1);
            String name = code.replaceFirst("(?s).*?public final class (\\w+).*", "$1");
            Path file = folder.resolve(name + ".java");
            Files.writeString(file, "import io.millrace.api.*;\nimport java.util.List;\n" + code);
            javac.add(file.toString());
        }
        assertThat(call("javac", javac)).isZero();
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.millrace.api.ComponentLibrary"), "MyComponents\n");
        Files.writeString(services.resolve("io.millrace.api.Model"), "LengthModel\n");
        assertThat(
                        call(
                                "jar",
                                List.of(
                                        "--create",
                                        "--file",
                                        folder.resolve("my-components.jar").toString(),
                                        "-C",
                                        classes.toString(),
                                        ".")))
                .isZero();
    }

    private static int call(String tool, List<String> words) {
        return ToolProvider.findFirst(tool)
                .orElseThrow()
                .run(System.out, System.err, words.toArray(String[]::new));
    }

    private Product.Ended millrace(String... words) {
        var call = Product.launcher(words);
        call.environment()
                .put("MILLRACE_CLASSPATH", folder.resolve("my-components.jar").toString());
        return Product.run(call);
    }

    @Test
    @DisplayName("M105 a component in a jar of its own is found")
    void is_listed_with_its_options() {
        var ended = millrace("list", "AddField");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("field: text (required)", "Field to add.");
    }

    @Test
    void runs_in_a_blueprint() throws IOException {
        Path blueprint =
                Files.writeString(
                        folder.resolve("own.yaml"),
                        """
                        components:
                          in: { type: Generator, config: { count: 2 } }
                          mine: { type: AddField, config: { field: who } }
                          out: { type: StdoutSink }
                        bindings:
                          - in -> mine -> out
                        """);

        var ended = millrace("run", blueprint.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out())
                .isEqualTo(
                        """
                        {"seq":0,"who":"unknown"}
                        {"seq":1,"who":"unknown"}
                        """);
        assertThat(ended.err()).doesNotContain("warning");
    }

    @Test
    void own_model_is_asked() throws IOException {
        Path blueprint =
                Files.writeString(
                        folder.resolve("model.yaml"),
                        """
                        components:
                          in: { type: Generator, config: { count: 1, item: { text: "'four'" } } }
                          asked:
                            type: Model
                            config:
                              model_type: length
                              options: { unit: 2 }
                              input: item.text
                              add_timestamp: false
                          out: { type: StdoutSink }
                        bindings:
                          - in -> asked -> out
                        """);

        var ended = millrace("run", blueprint.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out())
                .isEqualTo(
                        """
                        {"model_output":2,"model_name":"asked","model_type":"length","status":"success"}
                        """);
    }
}
