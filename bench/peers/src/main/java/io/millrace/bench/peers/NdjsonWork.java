package io.millrace.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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

    private final Path orders;
    private OrdersFile.Content expected = new OrdersFile.Content(-1, -1);

    NdjsonWork(long bytes) throws IOException {
        orders = OrdersFile.of(bytes);
    }

    Map<String, Trial> trials() {
        Map<String, Trial> trials = new LinkedHashMap<>();
        trials.put("Millrace", () -> measure(millrace()));
        trials.put("Jackson by hand", () -> measure(java(JacksonCopy.class)));
        trials.put("DuckDB", () -> measure(java(DuckDbCopy.class)));
        trials.put("jq", () -> measure(Child.of(Workspace.installed("jq"), "-c", JQ, input())));
        return trials;
    }

    private Child millrace() {
        return Child.of(
                Workspace.millrace(),
                "run",
                "--set",
                "in=" + input(),
                "--set",
                "out=" + output(),
                Workspace.blueprint("orders.yaml"));
    }

    private Child java(Class<?> main) {
        return Child.java(main, JAVA, input(), output().toString());
    }

    private String input() {
        return orders.toString();
    }

    private static Path output() {
        return Workspace.file("large.ndjson");
    }

    /** Measures a process that writes the output file, or prints what is to be in it. */
    private Map<String, Double> measure(Child process) throws IOException, InterruptedException {
        Path printed = Workspace.file("printed.ndjson");
        Files.deleteIfExists(output());
        Child.Cost cost = process.cost(printed);
        OrdersFile.Content content =
                OrdersFile.contentOf(Files.exists(output()) ? output() : printed);
        if (expected.items() < 0) {
            expected = content;
        } else if (!content.equals(expected)) {
            throw new IOException("%s, but the first peer has %s".formatted(content, expected));
        }
        double bytes = Files.size(orders);
        return Map.of(
                "MB/s",
                bytes / 1e6 / cost.seconds(),
                "cpu ns/byte",
                cost.cpuSeconds() * 1e9 / bytes,
                "cpu s",
                cost.cpuSeconds(),
                "peak MB",
                cost.peakMegabytes());
    }
}
