package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** What {@code millrace new} makes works: with the packaged product, and its JUnit tests. */
class NewProjectIT {

    @TempDir private Path folder;

    private Path project;

    @BeforeEach
    void create() {
        project = folder.resolve("my-project");
        var ended = Product.run(Product.launcher("new", project.toString()));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    private Product.Ended millrace(String... words) {
        var call = Product.launcher(words).directory(project.toFile());
        return Product.run(call);
    }

    @Test
    void project_runs() {
        var linted = millrace("lint", "blueprint.yaml");
        assertThat(linted.err()).isEqualTo("1 file: 0 errors, 0 warnings\n");

        var ended = millrace("run", "blueprint.yaml");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(project.resolve("out/totals.ndjson"))
                .content()
                .startsWith("{\"id\":1,\"price\":19.99,\"quantity\":3,\"total\":59.97}\n")
                .hasLineCount(4);
        assertThat(project.resolve("out/failed.ndjson"))
                .content()
                .startsWith("{\"error\":\"the order has no 'price'\",\"item\":{\"id\":4");
    }

    @Test
    void its_tests_in_yaml_pass() {
        var ended = millrace("test", "blueprint.test.yaml");

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    }

    @Test
    void its_component_is_listed() {
        assertThat(millrace("list", "./src/main/java/MyComponent.java").out())
                .contains("variant: default | production (default)");
    }

    @Test
    @DisplayName("M080 M088 M090 the project's JUnit tests have the seed's names, and pass")
    void its_junit_tests_pass() throws IOException {
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        String path = String.join(File.pathSeparator, testPath());
        var javac = ToolProvider.findFirst("javac").orElseThrow();
        assertThat(
                        javac.run(
                                System.out,
                                System.err,
                                "--release",
                                "25",
                                "-parameters",
                                "-d",
                                classes.toString(),
                                "-cp",
                                path,
                                project.resolve("src/main/java/MyComponent.java").toString(),
                                project.resolve("src/test/java/MyComponentTest.java").toString()))
                .isZero();

        var ended =
                Product.run(
                        Product.in(
                                project,
                                List.of(
                                        Product.executable(),
                                        "-cp",
                                        classes + File.pathSeparator + path,
                                        JUnit.class.getName(),
                                        "MyComponentTest")));

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("3 tests successful");
    }

    /** Returns what the tests of a project have on their class path: the product, and JUnit. */
    private static List<String> testPath() {
        var path = new ArrayList<String>();
        for (String key :
                List.of("surefire.test.class.path", "java.class.path", "jdk.module.path")) {
            path.addAll(List.of(System.getProperty(key, "").split(File.pathSeparator)));
        }
        path.removeIf(String::isEmpty);
        path.replaceAll(entry -> Path.of(entry).toAbsolutePath().toString());
        path.add(Path.of("target/test-classes").toAbsolutePath().toString());
        return path;
    }

    /** Runs the tests of a class, in a process of its own. */
    static final class JUnit {

        private JUnit() {}

        public static void main(String[] classes) {
            var summary = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(classes[0]))
                                    .build(),
                            summary);
            summary.getSummary().printTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
            summary.getSummary()
                    .printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
            System.exit(summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
        }
    }
}
