package io.millrace.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the start of a command to its first item out: one order in, one result printed. */
final class StartWork {

    private static final int STARTS = 5;

    private final Path order;

    StartWork() throws IOException {
        order = Workspace.file("order.ndjson");
        Files.writeString(
                order, "{\"id\":1,\"user\":\"user-1\",\"country\":\"DE\",\"amount\":501}\n");
    }

    Map<String, Trial> trials() {
        Path cache = Workspace.file("plain.aot");
        Map<String, Trial> trials = new LinkedHashMap<>();
        trials.put("Millrace", () -> measure(this::command));
        trials.put(
                "Millrace, without its cache",
                () -> measure(() -> command().with("MILLRACE_CACHE", "off")));
        trials.put("plain Java", () -> measure(() -> java(NdjsonWork.JAVA)));
        trials.put(
                "plain Java, with a cache",
                () -> {
                    if (Files.notExists(cache)) {
                        java(with("-XX:AOTCacheOutput=" + cache)).millisToFirstOutput();
                    }
                    return measure(() -> java(with("-XX:AOTCache=" + cache)));
                });
        trials.put(
                "jq",
                () ->
                        measure(
                                () ->
                                        Child.of(
                                                Workspace.installed("jq"),
                                                "-c",
                                                NdjsonWork.JQ,
                                                order.toString())));
        return trials;
    }

    /** What makes a process that has not been started. */
    @FunctionalInterface
    private interface Maker {
        Child make() throws MissingPeer;
    }

    private Child command() {
        return Child.of(
                Workspace.millrace(),
                "run",
                "--fresh",
                "--set",
                "in=" + order,
                Workspace.blueprint("first-item.yaml"));
    }

    private Child java(List<String> options) {
        return NdjsonWork.jackson(options, order, Path.of("/dev/stdout"));
    }

    private static List<String> with(String option) {
        List<String> options = new ArrayList<>(NdjsonWork.JAVA);
        options.add(option);
        return options;
    }

    private static Map<String, Double> measure(Maker maker)
            throws IOException, InterruptedException, MissingPeer {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            millis.add(maker.make().millisToFirstOutput());
        }
        return Map.of("ms", Table.median(millis));
    }
}
