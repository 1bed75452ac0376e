package io.millrace.bench;

import io.millrace.api.Component;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.components.file.CsvTypes;
import io.millrace.components.file.FileSink;
import io.millrace.components.file.FileSource;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.RunOptions.Keeping;
import io.millrace.graph.Graph;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Time per item of reading a file of 200,000 flights, and of copying it to another file. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FileSourceBench {

    private static final int ITEMS = 200_000;
    private static final Keeping FRESH = new Keeping(true, true, Set.of(), 0);

    /** What the files' names end with. */
    @Param({".ndjson", ".csv"})
    String format;

    private Path folder;

    /** Counts. */
    @Ports(outputs = {})
    static final class Count implements Handler<Object> {
        long items;

        @Override
        public void onItem(Object item, Output out) {
            items++;
        }
    }

    /** Writes the file that is read. */
    @Setup
    public void write() throws IOException {
        folder = Files.createTempDirectory("bench");
        boolean csv = format.equals(".csv");
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("in" + format))) {
            if (csv) {
                out.write("date,delay,distance,origin,destination\n");
            }
            String line =
                    csv
                            ? "2001/01/%02d 00:47,%d,%d,DTW,LAS%n"
                            : "{\"date\":\"2001/01/%02d 00:47\",\"delay\":%d,\"distance\":%d,"
                                    + "\"origin\":\"DTW\",\"destination\":\"LAS\"}%n";
            for (int i = 0; i < ITEMS; i++) {
                out.write(line.formatted(1 + i % 31, i % 240 - 20, 100 + i % 2500));
            }
        }
    }

    /** Removes the files. */
    @TearDown
    public void remove() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Reads. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public Run.Outcome read() throws InterruptedException {
        return run(Count::new);
    }

    /** Reads and writes. */
    @Benchmark
    @OperationsPerInvocation(ITEMS)
    public Run.Outcome copy() throws InterruptedException {
        var config =
                new FileSink.Config(
                        "out" + format,
                        Optional.empty(),
                        FileSink.Mode.OVERWRITE,
                        List.of(),
                        true,
                        Optional.empty());
        return run(() -> new FileSink(config));
    }

    private Run.Outcome run(Supplier<Component> sink) throws InterruptedException {
        var config =
                new FileSource.Config(
                        folder.resolve("in" + format).toString(),
                        Optional.empty(),
                        true,
                        CsvTypes.AUTO,
                        Optional.empty(),
                        1 << 20);
        Graph graph =
                Graph.builder("bench")
                        .folder(folder)
                        .component("source", () -> new FileSource(config))
                        .component("sink", sink)
                        .bind("source -> sink")
                        .build();
        Run.Outcome outcome =
                Engine.start(graph, RunOptions.in(folder.resolve("state")).with(FRESH)).await();
        if (!(outcome instanceof Run.Outcome.Finished)) {
            throw new IllegalStateException("" + outcome);
        }
        return outcome;
    }
}
