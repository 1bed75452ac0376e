package io.millrace.bench.peers;

import io.millrace.bench.peers.OrdersFile.Content;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** JSON lines from a file, filtered, each made a smaller object, to another file; as processes. */
final class NdjsonWork {

    static final String JQ = "select(.amount > 500) | {id, user, country, gross: (.amount * 1.2)}";

    /** The options that the launcher of Millrace gives Java. */
    static final List<String> JAVA =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "--enable-native-access=ALL-UNNAMED");

    private final long bytes;
    private @Nullable Content expected;

    /** Makes one that works on so many bytes. */
    NdjsonWork(long bytes) {
        this.bytes = bytes;
    }

    /** Returns how to measure Millrace and others. */
    Map<String, Trial> peers() throws IOException {
        Path orders = OrdersFile.of(bytes, 0);
        Map<String, Trial> trials = new LinkedHashMap<>();
        trials.put("Millrace", () -> compared(orders, millrace(orders)));
        trials.put("Jackson by hand", () -> compared(orders, jackson(orders)));
        trials.put("DuckDB", () -> compared(orders, duckDb(orders)));
        trials.put("jq", () -> compared(orders, jq(orders)));
        return trials;
    }

    /** Returns how to measure Millrace on lines of several lengths. */
    Map<String, Trial> lengths() throws IOException {
        Map<String, Trial> trials = new LinkedHashMap<>();
        for (int length : new int[] {100, 1_000, 10_000, 100_000, 1_000_000}) {
            Path orders = OrdersFile.of(bytes, length);
            trials.put(
                    String.format(Locale.ROOT, "%,d bytes", length),
                    () -> measure(orders, millrace(orders)));
        }
        return trials;
    }

    private static Child millrace(Path orders) {
        return Child.of(
                Workspace.millrace(),
                "run",
                "--fresh",
                "--set",
                "in=" + orders,
                "--set",
                "out=" + output(),
                Workspace.blueprint("orders.yaml"));
    }

    private static Child jackson(Path orders) {
        return jackson(JAVA, orders, output());
    }

    static Child jackson(List<String> options, Path orders, Path output) {
        return Child.java(
                JacksonCopy.class,
                List.of("millrace-bench-peers", "jackson"),
                options,
                orders.toString(),
                output.toString());
    }

    private static Child duckDb(Path orders) {
        return Child.java(
                DuckDbCopy.class,
                List.of("millrace-bench-peers", "duckdb"),
                JAVA,
                orders.toString(),
                output().toString());
    }

    private static Child jq(Path orders) throws MissingPeer {
        return Child.of(Workspace.installed("jq"), "-c", JQ, orders.toString());
    }

    private static Path output() {
        return Workspace.file("large.ndjson");
    }

    /** Measures a process, and checks that its results are those of the others. */
    private Map<String, Double> compared(Path orders, Child process)
            throws IOException, InterruptedException {
        Map<String, Double> figures = measure(orders, process);
        Content content = OrdersFile.contentOf(Files.exists(output()) ? output() : printed());
        if (expected == null) {
            expected = content;
        } else if (!content.equals(expected)) {
            throw new IOException("%s, but the first peer has %s".formatted(content, expected));
        }
        return figures;
    }

    /** Measures a process that writes the output file, or prints what is to be in it. */
    private static Map<String, Double> measure(Path orders, Child process)
            throws IOException, InterruptedException {
        Files.deleteIfExists(output());
        Child.Cost cost = process.cost(printed());
        if (Files.notExists(output()) && Files.size(printed()) == 0) {
            throw new IOException("no results");
        }
        double size = Files.size(orders);
        return Map.of(
                "MB/s",
                size / 1e6 / cost.seconds(),
                "cpu ns/byte",
                cost.cpuSeconds() * 1e9 / size,
                "cpu s",
                cost.cpuSeconds(),
                "peak MB",
                cost.peakMegabytes());
    }

    private static Path printed() {
        return Workspace.file("printed.ndjson");
    }
}
