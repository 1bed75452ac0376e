package io.millrace.crashlab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;

/** Does what the blueprints say, in the plainest way. */
final class RightResults {

    private RightResults() {}

    /** Writes what must come out; returns the file for faults to be planted in. */
    static Path write(Pipeline pipeline, Path folder, Load load) throws IOException {
        Path out = folder.resolve("out");
        return switch (pipeline.name()) {
            case "window" -> lines(out.resolve("windows.ndjson"), windows(load));
            case "dedupe" -> lines(out.resolve("once.ndjson"), asIs(load.events("in")));
            case "join" -> lines(out.resolve("pairs.ndjson"), pairs(load, 3));
            case "zip" -> lines(out.resolve("zipped.ndjson"), pairs(load, Integer.MAX_VALUE));
            case "merge" -> lines(out.resolve("merged.ndjson"), merged(load));
            case "parallel" -> lines(out.resolve("counted.ndjson"), counted(load));
            case "fan-out" -> fanOut(out, load.events("in"));
            case "waiting" -> {
                lines(out.resolve("beside.ndjson"), asIs(load.events("other")));
                yield lines(out.resolve("parts/part-1.ndjson"), asIs(load.events("in")));
            }
            default -> throw new IllegalArgumentException(pipeline.name());
        };
    }

    private static Path lines(Path file, List<String> lines) throws IOException {
        return Files.write(file, lines);
    }

    private static List<String> asIs(List<Event> events) {
        return events.stream().map(Event::json).toList();
    }

    private static Path fanOut(Path out, List<Event> events) throws IOException {
        lines(
                out.resolve("large.ndjson"),
                asIs(events.stream().filter(e -> e.value() > 499).toList()));
        lines(out.resolve("parts/part-1.ndjson"), asIs(events.subList(0, 300)));
        lines(out.resolve("parts/part-2.ndjson"), asIs(events.subList(300, events.size())));
        lines(out.resolve("parts/.part-3.ndjson"), List.of("not to be seen yet"));
        return lines(out.resolve("all.ndjson"), asIs(events));
    }

    private static List<String> windows(Load load) {
        var windows = new TreeMap<Long, TreeMap<String, List<Event>>>();
        for (Event event : load.events("in")) {
            windows.computeIfAbsent(event.at() - event.at() % 100, _ -> new TreeMap<>())
                    .computeIfAbsent(event.key(), _ -> new ArrayList<>())
                    .add(event);
        }
        var lines = new ArrayList<String>();
        windows.forEach(
                (start, keys) ->
                        keys.forEach(
                                (key, events) -> {
                                    int total = 0;
                                    var seqs = new ArrayList<Integer>();
                                    for (Event event : events) {
                                        total += event.value();
                                        seqs.add(event.seq());
                                    }
                                    lines.add(
                                            "{\"key\":\"%s\",\"window_start\":\"%s\",\"n\":%d,\"total\":%d,\"seqs\":%s}"
                                                    .formatted(
                                                            key,
                                                            Instant.ofEpochMilli(start),
                                                            events.size(),
                                                            total,
                                                            seqs));
                                }));
        return lines;
    }

    /** Each of the left with the one of the right, but for every n-th. */
    private static List<String> pairs(Load load, int without) {
        var rights = load.events("right");
        return load.events("left").stream()
                .filter(left -> left.seq() % without != 0 || without == Integer.MAX_VALUE)
                .map(
                        left ->
                                "{\"left\":%s,\"right\":%s}"
                                        .formatted(left.json(), rights.get(left.seq()).json()))
                .toList();
    }

    private static List<String> merged(Load load) {
        var lefts = load.events("left");
        var rights = load.events("right");
        var lines = new ArrayList<String>();
        for (int i = 0; i < lefts.size(); i++) {
            lines.add(numbered(rights.get(i), lines.size() + 1));
            lines.add(numbered(lefts.get(i), lines.size() + 1));
        }
        return lines;
    }

    private static List<String> counted(Load load) {
        var counts = new HashMap<String, Integer>();
        return load.events("in").stream()
                .map(event -> numbered(event, counts.merge(event.key(), 1, Integer::sum)))
                .toList();
    }

    private static String numbered(Event event, int n) {
        String json = event.json();
        return json.substring(0, json.length() - 1) + ",\"n\":" + n + "}";
    }
}
