package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The product among other processes: pipes that close, readers that stall, signals. */
class StreamsIT {

    private static final String ENDLESS =
            """
            components:
              in: { type: Generator, config: { rate: 200 } }
              out: { type: StdoutSink }
            bindings:
              - in -> out
            """;

    @TempDir private Path folder;

    private String blueprint(String text) throws IOException {
        return Files.writeString(folder.resolve("b.yaml"), text).toString();
    }

    @Test
    void closed_stdout_ends_the_run_well() throws IOException {
        String file =
                blueprint(
                        """
                        components:
                          in: { type: StdinSource }
                          out: { type: StdoutSink }
                        bindings:
                          - in -> out
                        """);
        String call = String.join(" ", Product.java("run", file).command());

        var ended =
                Product.run(
                        Product.in(
                                folder,
                                List.of(
                                        "/bin/sh",
                                        "-c",
                                        "while :; do echo '{\"a\":1}'; done 2>/dev/null | { "
                                                + call
                                                + "; echo \"exit $?\" >&2; } | head -1")));

        assertThat(ended.out()).isEqualTo("{\"a\":1}\n");
        assertThat(ended.err()).contains("exit 0").doesNotContain("error[");
    }

    @Test
    @DisplayName("M022 X066 SIGTERM suspends, cleans up and ends with 0")
    void sigterm_suspends_and_ends_with_0() throws Exception {
        Process process = Product.java("run", blueprint(ENDLESS)).start();
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("{\"seq\":0}");

        terminate(process);

        var rest = out.lines().toList();
        var ended = Product.end(process);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err())
                .contains("millrace: stopping at a checkpoint")
                .contains("b: suspended at checkpoint ")
                .contains("b: %1$,d in, %1$,d out".formatted(rest.size() + 1));
    }

    @Test
    @DisplayName("F21 a second signal ends the process at once")
    void second_signal_ends_at_once_with_143() throws Exception {
        String file =
                blueprint(
                        """
                        components:
                          in: { type: Generator, config: { count: 1000000 } }
                          out: { type: StdoutSink }
                        bindings:
                          - in -> out
                        """);
        Process process = Product.java("run", file).start();
        process.inputReader().readLine(); // and no further: what is left fills the pipe
        BufferedReader err = process.errorReader();

        terminate(process);
        assertThat(err.readLine()).contains("stopping at a checkpoint");
        assertThat(process.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        terminate(process);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
    }

    @Test
    @DisplayName("M019 a stalled reader holds back a million items")
    void stalled_reader_holds_back_a_million_items_in_64_megabytes() throws Exception {
        String file =
                blueprint(
                        """
                        components:
                          in:
                            type: Generator
                            config:
                              count: 1000000
                              item: { seq: seq, text: '"%s"' }
                          twice: { type: Merger, parallelism: 2 }
                          out: { type: StdoutSink }
                        bindings:
                          - in -> twice -> out
                        """
                                .formatted("x".repeat(200)));
        Process process = Product.java(List.of("-Xmx64m"), "run", file).start();
        var err = process.errorReader();

        assertThat(process.waitFor(3, TimeUnit.SECONDS)).isFalse();
        long items = process.inputReader().lines().filter(line -> line.contains("xxx")).count();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(items).isEqualTo(1_000_000);
        assertThat(err.lines().toList())
                .singleElement()
                .asString()
                .contains("1,000,000 in, 1,000,000 out, 0 errors");
    }

    /** Sends SIGTERM; Process.destroy would close the streams as well. */
    private static void terminate(Process process) {
        assertThat(process.toHandle().destroy()).isTrue();
    }
}
