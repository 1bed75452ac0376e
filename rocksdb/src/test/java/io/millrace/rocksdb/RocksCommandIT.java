package io.millrace.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The packaged command with the jars of this module, as the page on state has it. */
class RocksCommandIT {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final long DEADLINE_SECONDS = 300;
    private static final int SIGKILL = 137;
    private static final int KILLS = 6;
    private static final int LOOK_MILLIS = 5;

    private static final String MODULE =
            Objects.requireNonNull(System.getProperty("millrace.rocksdb.jar"));
    private static final String LIBRARY =
            RocksDB.class.getProtectionDomain().getCodeSource().getLocation().getPath();

    @TempDir private Path folder;
    private String jars = MODULE + ":" + LIBRARY;
    private String options = "";

    private record Ended(int exitCode, String said) {}

    private Path blueprint(String text) throws IOException {
        return Files.writeString(folder.resolve("b.yaml"), text);
    }

    private Process start(Path log) throws IOException {
        var call = List.of("/bin/sh", HOME.resolve("millrace").toString(), "run", "b.yaml");
        var builder =
                new ProcessBuilder(call)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MILLRACE_CLASSPATH", jars);
        builder.environment().put("MILLRACE_JAVA_OPTS", options);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    /** Runs it to its end. */
    private Ended run() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        return end(start(log), log, DEADLINE_SECONDS * 1_000);
    }

    /** Runs it until it has committed a checkpoint, and kills it so much later. */
    private Ended killed(Path checkpoints, int millis) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        List<String> before = manifests(checkpoints);
        Process process = start(log);
        while (process.isAlive() && before.containsAll(manifests(checkpoints))) {
            process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        return end(process, log, millis);
    }

    private static Ended end(Process process, Path log, long millis)
            throws IOException, InterruptedException {
        if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(log));
    }

    private static List<String> manifests(Path checkpoints) {
        return files(checkpoints)
                .map(File::getName)
                .filter(n -> n.startsWith("manifest-"))
                .toList();
    }

    private static Stream<File> files(Path folder) {
        return Stream.ofNullable(folder.toFile().listFiles()).flatMap(Stream::of);
    }

    @Test
    void example_of_the_page_runs_without_a_warning_and_leaves_nothing() throws Exception {
        String page = Files.readString(HOME.resolve("docs/state.md"));
        Matcher yaml =
                Pattern.compile("```yaml\n(state: rocksdb\n.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(yaml.find()).isTrue();
        blueprint(yaml.group(1));

        Ended ended = run();

        assertThat(ended.exitCode()).as(ended.said).isZero();
        assertThat(ended.said.lines().filter(line -> !line.startsWith("millrace: preparing ")))
                .singleElement()
                .asString()
                .startsWith("b: 3 in, 3 out, 0 errors in ");
        assertThat(folder.resolve("once.ndjson")).content().hasLineCount(3);
        assertThat(files(folder.resolve(".millrace/b/working")).flatMap(f -> files(f.toPath())))
                .extracting(File::getName)
                .isSubsetOf("lock");
    }

    @Test
    void jar_that_is_missing_is_named() throws Exception {
        blueprint(
                """
                state: rocksdb
                components:
                  in: { type: Generator, config: { count: 3 } }
                  out: { type: StdoutSink }
                bindings:
                  - in -> out
                """);

        jars = "";
        Ended without = run();
        jars = MODULE;
        Ended half = run();

        assertThat(without.exitCode()).isEqualTo(3);
        assertThat(without.said)
                .contains("state: the backend 'rocksdb' is not there: add 'millrace-rocksdb.jar'")
                .doesNotContain("\tat ");
        assertThat(half.exitCode()).isEqualTo(3);
        assertThat(half.said)
                .contains("'rocksdb' cannot be loaded", "org/rocksdb/")
                .doesNotContain("\tat ");
    }

    @Test
    void killed_run_goes_on_and_so_does_the_other_backend() throws Exception {
        int items = 30_000;
        long seed = new SplittableRandom().nextLong(1_000_000);
        var random = new SplittableRandom(seed);
        var in = new ArrayList<String>();
        for (int n = 0; n < items; n++) {
            int seq = random.nextInt(4) == 0 ? random.nextInt(n + 1) : n;
            in.add("{\"seq\":%d,\"key\":\"k%d\",\"at\":%d}".formatted(seq, seq % 50, n));
        }
        Files.write(folder.resolve("in.ndjson"), in);
        String pipeline =
                """
                checkpoint: 20ms
                delivery: exactly_once
                components:
                  in: { type: FileSource, config: { path: in.ndjson }, rate_limit: { items: 200, per: 10ms } }
                  once:
                    type: StreamProcessor
                    config: { variant: deduplication, dedup_key: seq, max_keys: 1000000 }
                  windows:
                    type: StreamProcessor
                    key: item.key
                    event_time: { field: item.at, format: epoch_ms }
                    config:
                      variant: windowing
                      window_size: 5s
                      aggregates: { n: count(), seqs: collect(item.seq) }
                  out: { type: FileSink, config: { path: once.ndjson } }
                  counts: { type: FileSink, config: { path: windows.ndjson } }
                bindings:
                  - in -> once -> out
                  - once -> windows -> counts
                """;
        blueprint("system: whole\n" + pipeline);
        assertThat(run()).extracting(Ended::exitCode).isEqualTo(0);
        Path once = folder.resolve("once.ndjson");
        Path windows = folder.resolve("windows.ndjson");
        List<String> expectedOnce = Files.readAllLines(once);
        List<String> expectedWindows = Files.readAllLines(windows);
        Files.delete(once);
        Files.delete(windows);

        var story = new ArrayList<String>();
        Path checkpoints = folder.resolve(".millrace/killed/checkpoints");
        int resumed = 0;
        Ended ended = new Ended(SIGKILL, "");
        for (int start = 0; ended.exitCode != 0; start++) {
            String place = start % 2 == random.nextInt(3) % 2 ? "memory" : "rocksdb";
            blueprint("system: killed\nstate: " + place + "\n" + pipeline);
            ended = start < KILLS ? killed(checkpoints, random.nextInt(150)) : run();
            story.add(place + ": " + ended.exitCode);
            resumed += ended.said.contains("goes on from checkpoint") ? 1 : 0;
            assertThat(ended.exitCode).as("%s, %s", story, ended.said).isIn(0, SIGKILL);
        }

        String as = "seed " + seed + ", " + story;
        assertThat(Files.readAllLines(once)).as(as).isEqualTo(expectedOnce);
        assertThat(Files.readAllLines(windows))
                .as(as)
                .containsExactlyInAnyOrderElementsOf(expectedWindows);
        assertThat(resumed).as(as).isPositive();
    }

    @Test
    void state_is_several_times_as_large_as_the_heap() throws Exception {
        int keys = 150_000;
        int each = 2_000;
        long heap = 64L << 20;
        assertThat((long) keys * each).isGreaterThan(4 * heap);
        Files.writeString(
                folder.resolve("Keep.java"),
                """
                import io.millrace.api.*;
                import java.util.SplittableRandom;

                @Doc("Keeps a text for each number, and gives it back when the number comes again.")
                @Traits(stateful = true)
                public final class Keep implements Handler<Document> {
                    private ValueState<String> kept;

                    @Override public void setup(Context context) {
                        kept = context.state(StateSpec.value("kept", String.class).perKey());
                    }

                    @Override public void onItem(Document item, Output out) throws Exception {
                        long n = item.get("n").asLong();
                        if (kept.get() == null) {
                            kept.set(text(n));
                        } else {
                            boolean same = kept.or("").equals(text(n));
                            out.send(Document.object().put("n", n).put("same", same).build());
                        }
                    }

                    private static String text(long n) {
                        var random = new SplittableRandom(n);
                        var text = new StringBuilder();
                        while (text.length() < %d) {
                            text.append(Long.toString(random.nextLong(), 36));
                        }
                        return text.substring(0, %d);
                    }
                }
                """
                        .formatted(each, each));
        blueprint(
                """
                state: rocksdb
                checkpoint: 500ms
                delivery: exactly_once
                components:
                  in: { type: FileSource, config: { path: in.ndjson } }
                  keep: { type: ./Keep.java, key: item.n }
                  out: { type: FileSink, config: { path: out.ndjson } }
                bindings:
                  - in -> keep -> out
                """);
        Stream<Long> twice =
                Stream.concat(
                        LongStream.range(0, keys).boxed(),
                        IntStream.range(0, keys).mapToObj(i -> i * 7_919L % keys));
        Files.write(folder.resolve("in.ndjson"), twice.map("{\"n\":%d}"::formatted).toList());
        options = "-Xmx" + (heap >> 20) + "m";

        Path log = folder.resolve("first.log");
        Process first = start(log);
        Path checkpoints = folder.resolve(".millrace/b/checkpoints");
        while (size(checkpoints) < 2 * heap && first.isAlive()) {
            first.waitFor(50, TimeUnit.MILLISECONDS);
        }
        first.destroyForcibly().waitFor();
        assertThat(first.exitValue()).as(Files.readString(log)).isEqualTo(SIGKILL);
        Ended ended = run();

        assertThat(ended.exitCode).as(ended.said).isZero();
        assertThat(ended.said).contains("b: goes on from checkpoint ");
        assertThat(size(checkpoints)).isGreaterThan(4 * heap);
        List<String> out = Files.readAllLines(folder.resolve("out.ndjson"));
        assertThat(out).hasSize(keys).allMatch(line -> line.endsWith("\"same\":true}"));
        assertThat(out.stream().distinct()).hasSize(keys);
    }

    private static long size(Path checkpoints) {
        return files(checkpoints).mapToLong(File::length).sum();
    }
}
