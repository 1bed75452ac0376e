package io.millrace.components.file;

import static io.millrace.components.flow.Expressions.item;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.graph.Graph;
import io.millrace.testkit.ComponentTester;
import io.millrace.testkit.TestRun;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

@Timeout(60)
class StandardStreamsTest {

    private static final StdinSource.Config IN =
            new StdinSource.Config(Format.JSON_LINES, true, CsvTypes.AUTO, ",", 1 << 20);
    private static final StdoutSink.Config OUT =
            new StdoutSink.Config(Format.JSON_LINES, List.of(), true, ",");

    @TempDir private Path folder;

    private static ComponentTester stdin(StdinSource.Config config, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ComponentTester.of(
                c -> new StdinSource(c, () -> Channels.newChannel(new ByteArrayInputStream(bytes))),
                config);
    }

    @Test
    void reads_items_to_the_end_of_the_input() throws Exception {
        var run = stdin(IN, "{\"a\":1}\nx\n{\"a\":2}").run().finished();

        assertThat(run.texts()).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(run.errors().getFirst().get("position")).hasToString("\"stdin:2\"");
    }

    @Test
    void reads_the_other_formats() throws Exception {
        var csv = new StdinSource.Config(Format.CSV, false, CsvTypes.TEXT, ";", 1 << 20);
        var lines = new StdinSource.Config(Format.LINES, true, CsvTypes.AUTO, ",", 1 << 20);

        assertThat(stdin(csv, "1;2\n").run().finished().texts())
                .containsExactly("{\"c1\":\"1\",\"c2\":\"2\"}");
        assertThat(stdin(lines, "a b\n").run().finished().output())
                .containsExactly(Document.of("a b"));
    }

    /** Gives bytes in pieces of random sizes, 16 bytes at most. */
    private static ReadableByteChannel inPieces(byte[] bytes, SplittableRandom random) {
        return Channels.newChannel(
                new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] to, int offset, int length) {
                        return super.read(to, offset, Math.min(length, 1 + random.nextInt(16)));
                    }
                });
    }

    @Test
    void reads_the_same_however_the_input_comes_in_pieces() throws Exception {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        String[] pieces = {"\n", "\r\n", "\"", ",", "a", "é", "1", " ", "[", "]", "{", "}", "\\"};
        var text = new StringBuilder("\uFEFF");
        for (int i = 0; i < 2_000; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (Format format : Format.values()) {
            var config = new StdinSource.Config(format, false, CsvTypes.AUTO, ",", 40);

            TestRun whole = stdin(config, text.toString()).run(true).finished();
            TestRun cut =
                    ComponentTester.of(
                                    c -> new StdinSource(c, () -> inPieces(bytes, random)), config)
                            .run(true)
                            .finished();

            assertThat(cut.output()).as("%s, seed %d", format, seed).isEqualTo(whole.output());
            assertThat(cut.errors())
                    .as("%s, seed %d", format, seed)
                    .usingElementComparator((a, b) -> plain(a).compareTo(plain(b)))
                    .isEqualTo(whole.errors());
        }
    }

    private static String plain(Document error) {
        return error.edit().remove("timestamp").build().toString();
    }

    /** Runs the real standard streams in a process of their own. */
    static final class Copy {
        public static void main(String[] args) throws Exception {
            Graph graph =
                    Graph.builder("copy")
                            .component("in", () -> new StdinSource(IN))
                            .component("out", () -> new StdoutSink(OUT))
                            .bind("in -> out")
                            .build();
            Run run = Engine.start(graph, RunOptions.in(Path.of(args[0])));
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .unstarted(
                                            () -> {
                                                run.drain();
                                                try {
                                                    System.err.println("drained: " + run.await());
                                                } catch (InterruptedException e) {
                                                    System.err.println("interrupted");
                                                }
                                            }));
            System.err.println(run.await());
        }
    }

    private Process copy() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // one carrier: whoever blocks it blocks all
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Copy.class.getName(),
                        folder.toString())
                .start();
    }

    @Test
    void an_item_goes_on_before_the_next_one_comes() throws Exception {
        Process process = copy();
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader =
                Thread.startVirtualThread(() -> process.inputReader().lines().forEach(lines::add));
        try (OutputStream in = process.getOutputStream()) {
            for (int i = 0; i < 3; i++) {
                in.write((i + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();

                assertThat(lines.take()).isEqualTo("" + i);
            }
        }
        assertThat(process.waitFor()).isZero();
        reader.join();
    }

    @Test
    void a_stop_ends_the_wait_for_input() throws Exception {
        Process process = copy();
        process.getOutputStream().write("1\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        assertThat(process.inputReader().readLine()).isEqualTo("1");

        process.toHandle().destroy(); // SIGTERM; standard input stays open

        process.waitFor();
        assertThat(process.errorReader().lines()).contains("drained: Finished[]");
    }

    @Test
    void a_reader_that_ends_is_a_normal_end() throws Exception {
        Process process = copy();
        try (OutputStream in = process.getOutputStream()) {
            byte[] line = ("\"" + "x".repeat(100) + "\"\n").getBytes(StandardCharsets.UTF_8);
            in.write(line);
            in.flush();
            assertThat(process.inputReader().readLine()).hasSize(102);
            process.getInputStream().close();
            for (int i = 0; i < 10_000 && process.isAlive(); i++) {
                in.write(line);
            }
        } catch (IOException e) {
            // it has ended, and takes no more
            assertThat(e).hasMessageContaining("pipe");
        }

        assertThat(process.waitFor()).isZero();
        assertThat(process.errorReader().lines()).contains("Finished[]");
    }

    @Test
    void writes_items_in_the_format_that_is_said() throws Exception {
        var config = new StdoutSink.Config(Format.CSV, List.of("b", "a"), true, ";");
        var stdout = new ByteArrayOutputStream();

        ComponentTester.of(c -> new StdoutSink(c, stdout), config)
                .input(item("{'a':1,'b':2}"))
                .run(true)
                .finished();

        assertThat(stdout.toString(StandardCharsets.UTF_8)).isEqualTo("b;a\n2;1\n");
    }

    /** A stream that cannot be written. */
    private static OutputStream broken(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    @Test
    void ends_when_its_reader_has_and_fails_when_it_cannot_write() throws Exception {
        var items = List.of(item("1"), item("2")).toArray();

        ComponentTester.of(c -> new StdoutSink(c, broken("Broken pipe")), OUT)
                .input(items)
                .run()
                .finished();
        var failed =
                ComponentTester.of(c -> new StdoutSink(c, broken("No space left")), OUT)
                        .input(items)
                        .run();

        assertThat(failed.failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("standard output cannot be written: No space left");
    }
}
