package io.millrace.testfiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.graph.ComponentRegistry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.tools.ToolProvider;

/** Runs what docs/testing.md shows: its tests in YAML, and its tests in Java. */
class TestingPageTest {

    private static final Path PAGE = Path.of("../docs/testing.md");

    /** What the tests on the page stand in: imports, and the components that they test. */
    private static final String AROUND =
            """
            import static org.assertj.core.api.Assertions.assertThat;
            import io.millrace.api.*;
            import io.millrace.api.ErrorEvent.Category;
            import io.millrace.blueprint.Blueprint;
            import io.millrace.graph.Graph;
            import io.millrace.testkit.*;
            import java.io.IOException;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.*;
            import org.junit.jupiter.api.Test;

            public class Page {
                static final Path FOLDER = Path.of("FOLDER");

                public static final class Large implements Handler<Document> {
                    public record Config(@Default("0") int least) {}
                    private final Config config;
                    public Large(Config config) { this.config = config; }
                    @Override public void onItem(Document item, Output out) throws Exception {
                        if (item.get("total").asLong() >= config.least()) { out.send(item); }
                    }
                }

                public static final class Watch implements Handler<String> {
                    private Context context;
                    @Override public void setup(Context context) {
                        this.context = context;
                        context.startTimer("silence", Duration.ofSeconds(10));
                    }
                    @Override public void onItem(String item, Output out) throws Exception {
                        context.startTimer("silence", Duration.ofSeconds(10));
                        out.send(item);
                    }
                    @Override public void onTimer(String timer, Output out) throws Exception {
                        out.send("silence");
                    }
                }
            TESTS
            }
            """;

    @TempDir private Path folder;

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile(
                        "^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private void writeBlueprint() throws IOException {
        List<String> blueprints =
                blocks("yaml").stream().filter(block -> block.contains("components:")).toList();
        assertThat(blueprints).hasSize(1);
        Files.writeString(folder.resolve("orders.yaml"), blueprints.getFirst());
    }

    @Test
    void tests_in_yaml_pass() throws Exception {
        writeBlueprint();
        Files.writeString(folder.resolve("orders.ndjson"), "{\"id\":7,\"total\":700}\n");
        Files.writeString(
                folder.resolve("few-orders.ndjson"), "{\"id\":1,\"total\":1}\n{\"total\":100}\n");
        List<String> files =
                blocks("yaml").stream().filter(block -> block.contains("tests:")).toList();

        assertThat(files).hasSizeGreaterThan(3);
        for (String text : files) {
            Path file = Files.writeString(folder.resolve("page.test.yaml"), text);
            TestReport report = TestFile.read(file, ComponentRegistry.discover()).run(false);
            assertThat(report.problems()).as(text).isEmpty();
            assertThat(report.cases())
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.differences()).as(text).isEmpty());
        }
    }

    @Test
    void tests_in_java_pass() throws Exception {
        writeBlueprint();
        String tests = blocks("java").stream().collect(Collectors.joining("\n"));
        Path source = folder.resolve("Page.java");
        Files.writeString(
                source, AROUND.replace("\"FOLDER\"", "\"" + folder + "\"").replace("TESTS", tests));
        var said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled =
                    compiler.getTask(
                                    said,
                                    files,
                                    null,
                                    List.of("-proc:none", "-d", folder.toString()),
                                    null,
                                    files.getJavaFileObjects(source))
                            .call();
            assertThat(compiled).as(said.toString()).isTrue();
        }

        var summary = new SummaryGeneratingListener();
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            var request =
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(DiscoverySelectors.selectClass(loader.loadClass("Page")));
            LauncherFactory.create().execute(request.build(), summary);
        }

        var failures = new StringWriter();
        summary.getSummary().printFailuresTo(new PrintWriter(failures, true));
        assertThat(summary.getSummary().getTestsSucceededCount())
                .as(failures.toString())
                .isEqualTo(blocks("java").size());
    }
}
