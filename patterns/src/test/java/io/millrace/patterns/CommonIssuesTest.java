package io.millrace.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Common implementation issues: the wrong way fails or is caught, the right way works. */
class CommonIssuesTest {

    private static final Path WRONG = Path.of("src/test/resources/wrong");

    @TempDir private Path folder;

    @Test
    @DisplayName("M113 M114 M119 stream access: a wrong name fails with the names that there are")
    void stream_access_errors() throws Exception {
        Object[] items = Issues.items().toArray();

        TestRun wrong = ComponentTester.of(Issues.AsksForInptu::new).input(items).run();
        TestRun right = ComponentTester.of(Issues.AsksForInput::new).input(items).run().finished();

        assertThat(wrong.failure())
                .hasMessage("component 'tested' has no input 'inptu'; it has input");
        assertThat(right.output()).containsExactly(items);
    }

    /** A server whose writer cannot be closed. */
    private static Issues.Server server(List<String> closed) {
        return name ->
                () -> {
                    if (name.equals("writer")) {
                        throw new IOException("the writer is stuck");
                    }
                    closed.add(name);
                };
    }

    @Test
    @DisplayName(
            "M115 M116 M119 resource leaks: an unguarded close leaks the rest, the engine does not")
    void resource_leaks() throws Exception {
        List<String> byHand = new ArrayList<>();
        List<String> byEngine = new ArrayList<>();

        TestRun wrong = ComponentTester.of(() -> new Issues.ClosesByHand(server(byHand))).run(true);
        TestRun right =
                ComponentTester.of(() -> new Issues.LetsTheEngineClose(server(byEngine)))
                        .run(true)
                        .finished();

        assertThat(byHand).isEmpty();
        assertThat(wrong.failure()).hasMessage("the writer is stuck");
        assertThat(byEngine).containsExactly("reader");
        assertThat(right.output()).isEmpty();
    }

    @Test
    @DisplayName("M117 M119 error propagation: an empty catch block does not compile here")
    void error_propagation_empty_catch() throws Exception {
        assertThat(compile("LosesErrors.java")).contains("LosesErrors.java:12", "[EmptyCatch]");
    }

    @Test
    @DisplayName("M118 M119 error propagation: a decision that is ignored does not compile here")
    void error_propagation_ignored_decision() throws Exception {
        assertThat(compile("IgnoresDecision.java"))
                .contains("IgnoresDecision.java:23", "[CheckReturnValue]");
    }

    @Test
    @DisplayName("M118 M119 error propagation: both right ways fail the item alone")
    void error_propagation_right() throws Exception {
        Object[] items = Issues.items().toArray();

        for (TestRun run :
                List.of(
                        ComponentTester.of(Issues.LetsErrorsOut::new).input(items).run().finished(),
                        ComponentTester.of(Issues.Decides::new).input(items).run().finished())) {
            assertThat(run.texts()).containsExactly("1", "3");
            assertThat(run.errorMessages()).containsExactly("it has no price");
        }
    }

    /** Compiles a source as this project compiles its own; returns what the compiler says. */
    private String compile(String source) throws IOException, InterruptedException {
        String path = System.getProperty("java.class.path");
        var javac = new ArrayList<>(List.of(javac()));
        Stream.of("api", "file", "main", "model", "parser", "processing", "tree", "util")
                .forEach(p -> javac.add(open("exports", p)));
        Stream.of("code", "comp").forEach(p -> javac.add(open("opens", p)));
        javac.addAll(
                List.of(
                        "-XDcompilePolicy=simple",
                        "--should-stop=ifError=FLOW",
                        "-XDaddTypeAnnotationsToSymbol=true",
                        "-Xplugin:ErrorProne -Xep:DefaultPackage:OFF",
                        "-Werror",
                        "-processorpath",
                        path,
                        "-cp",
                        path,
                        "-d",
                        folder.toString(),
                        WRONG.resolve(source).toString()));
        Process process = new ProcessBuilder(javac).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isNotZero();
        assertThat(folder).isEmptyDirectory();
        return said;
    }

    private static String javac() {
        return Path.of(System.getProperty("java.home"), "bin", "javac").toString();
    }

    private static String open(String how, String what) {
        return "-J--add-" + how + "=jdk.compiler/com.sun.tools.javac." + what + "=ALL-UNNAMED";
    }
}
