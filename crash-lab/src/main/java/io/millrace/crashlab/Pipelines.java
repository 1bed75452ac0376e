package io.millrace.crashlab;

import static java.util.stream.Collectors.groupingBy;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The pipelines of the lab; the blueprint of each is a resource of its name. */
final class Pipelines {

    static final List<Pipeline> ALL =
            List.of(
                    new Window(),
                    new Dedupe(),
                    new Join(),
                    new FanOut(),
                    new Zip(),
                    new Merge(),
                    new Parallel(),
                    new Waiting());

    private Pipelines() {}

    /** One input and its output as it came. */
    private static List<Line> asIs(List<Event> events) {
        return events.stream().map(event -> event.line(event.key())).toList();
    }

    private static Line asIs(JsonNode json) {
        return Event.line(json, json.path("key").asString(""));
    }

    /** A file, windows of event time for each key, a file. */
    static final class Window implements Pipeline {

        private static final int SIZE = 100;

        @Override
        public String name() {
            return "window";
        }

        @Override
        public String changed(String blueprint) {
            return Changes.renamed(blueprint, "windows");
        }

        @Override
        public void writeInputs(Path folder, Load load) throws IOException {
            Load.write(folder.resolve("in.ndjson"), load.events("in"));
        }

        @Override
        public Findings check(Path folder, Load load) throws IOException {
            return Checker.compare(
                    "windows.ndjson",
                    expected(load),
                    Outputs.lines(folder.resolve("out/windows.ndjson"), Window::line));
        }

        static List<Line> expected(Load load) {
            var windows =
                    load.events("in").stream()
                            .collect(
                                    groupingBy(
                                            event -> Math.floorDiv(event.at(), SIZE) * SIZE,
                                            TreeMap::new,
                                            groupingBy(
                                                    Event::key,
                                                    TreeMap::new,
                                                    Collectors.toList())));
            var lines = new ArrayList<Line>();
            windows.forEach(
                    (start, keys) ->
                            keys.forEach(
                                    (key, events) ->
                                            lines.add(
                                                    new Line(
                                                            key + "@" + Instant.ofEpochMilli(start),
                                                            key,
                                                            content(events)))));
            return lines;
        }

        private static String content(List<Event> events) {
            return events.size()
                    + " "
                    + events.stream().mapToLong(Event::value).sum()
                    + " "
                    + events.stream().map(Event::seq).toList();
        }

        private static Line line(JsonNode json) {
            var seqs = new ArrayList<Integer>();
            json.path("seqs").forEach(seq -> seqs.add(seq.asInt(-1)));
            String key = json.path("key").asString("");
            return new Line(
                    key + "@" + json.path("window_start").asString(""),
                    key,
                    json.path("n").asInt(-1) + " " + json.path("total").asLong(-1) + " " + seqs);
        }
    }

    /** A file in which lines come again; each once. */
    static final class Dedupe implements Pipeline {

        @Override
        public String name() {
            return "dedupe";
        }

        @Override
        public String changed(String blueprint) {
            return Changes.renamed(blueprint, "once");
        }

        @Override
        public void writeInputs(Path folder, Load load) throws IOException {
            var random = new SplittableRandom(load.seed());
            var events = load.events("in");
            var written = new ArrayList<Event>();
            for (Event event : events) {
                written.add(event);
                while (random.nextInt(3) == 0) { // again, soon or much later
                    int back = random.nextInt(random.nextBoolean() ? 10 : 2_000);
                    written.add(events.get(Math.max(0, event.seq() - back)));
                }
            }
            Load.write(folder.resolve("in.ndjson"), written);
        }

        @Override
        public Findings check(Path folder, Load load) throws IOException {
            return Checker.compare(
                    "once.ndjson",
                    asIs(load.events("in")),
                    Outputs.lines(folder.resolve("out/once.ndjson"), Pipelines::asIs));
        }
    }

    /** Two files, joined by a number that both have. */
    static final class Join implements Pipeline {

        @Override
        public String name() {
            return "join";
        }

        @Override
        public String changed(String blueprint) {
            return Changes.renamed(blueprint, "pairs");
        }

        @Override
        public void writeInputs(Path folder, Load load) throws IOException {
            Load.write(folder.resolve("left.ndjson"), load.events("left"));
            // of the right side every third is missing
            Load.write(
                    folder.resolve("right.ndjson"),
                    load.events("right").stream().filter(Join::isThere).toList());
        }

        private static boolean isThere(Event right) {
            return right.seq() % 3 != 0;
        }

        @Override
        public Findings check(Path folder, Load load) throws IOException {
            var rights = load.events("right");
            var expected =
                    load.events("left").stream()
                            .filter(Join::isThere)
                            .map(left -> pair(left, rights.get(left.seq())))
                            .toList();
            return Checker.compare(
                    "pairs.ndjson",
                    expected,
                    Outputs.lines(folder.resolve("out/pairs.ndjson"), Join::line));
        }

        /** No pair has to come before another: that depends on which side was read first. */
        private static Line pair(Event left, Event right) {
            String id = "pair/" + left.seq();
            return new Line(id, id, left.content() + " + " + right.content());
        }

        private static Line line(JsonNode json) {
            Line left = Event.line(json.path("left"), "");
            Line right = Event.line(json.path("right"), "");
            String id = "pair/" + json.path("left").path("seq").asInt(-1);
            return new Line(id, id, left.content() + " + " + right.content());
        }
    }

    /** A file to three files; the third is made of parts that are renamed into place. */
    static final class FanOut implements Pipeline {

        @Override
        public String name() {
            return "fan-out";
        }

        @Override
        public String changed(String blueprint) {
            return Changes.added(blueprint, "in");
        }

        @Override
        public void writeInputs(Path folder, Load load) throws IOException {
            Load.write(folder.resolve("in.ndjson"), load.events("in"));
        }

        @Override
        public Findings check(Path folder, Load load) throws IOException {
            List<Event> events = load.events("in");
            var findings =
                    Checker.compare(
                            "all.ndjson",
                            inOrder(events),
                            Outputs.lines(folder.resolve("out/all.ndjson"), FanOut::line));
            findings.add(
                    Checker.compare(
                            "large.ndjson",
                            inOrder(events.stream().filter(e -> e.value() >= 500).toList()),
                            Outputs.lines(folder.resolve("out/large.ndjson"), FanOut::line)));
            findings.add(
                    Checker.compare(
                            "parts",
                            inOrder(events),
                            Outputs.linesOfFolder(folder.resolve("out/parts"), FanOut::line)));
            findings.add(
                    Changes.check(
                            inOrder(events),
                            Outputs.lines(folder.resolve(Changes.ADDED), FanOut::line)));
            return findings;
        }

        /** One stream: all lines keep their order, whatever their key. */
        private static List<Line> inOrder(List<Event> events) {
            return events.stream().map(event -> event.line("")).toList();
        }

        private static Line line(JsonNode json) {
            return Event.line(json, "");
        }
    }

    /** Two files, zipped line by line by a loop that waits for one input and then for the other. */
    static final class Zip implements Pipeline {

        @Override
        public String name() {
            return "zip";
        }

        @Override
        public String changed(String blueprint) {
            return Changes.added(blueprint, "zip");
        }

        @Override
        public void writeInputs(Path folder, Load load) throws IOException {
            Load.write(folder.resolve("left.ndjson"), load.events("left"));
            Load.write(folder.resolve("right.ndjson"), load.events("right"));
        }

        @Override
        public Findings check(Path folder, Load load) throws IOException {
            var rights = load.events("right");
            var expected =
                    load.events("left").stream()
                            .map(left -> zipped(left.line(""), rights.get(left.seq()).line("")))
                            .toList();
            var findings =
                    Checker.compare(
                            "zipped.ndjson",
                            expected,
                            Outputs.lines(folder.resolve("out/zipped.ndjson"), Zip::line));
            findings.add(
                    Changes.check(
                            expected, Outputs.lines(folder.resolve(Changes.ADDED), Zip::line)));
            return findings;
        }

        private static Line line(JsonNode json) {
            return zipped(Event.line(json.path("left"), ""), Event.line(json.path("right"), ""));
        }

        private static Line zipped(Line left, Line right) {
            return new Line(
                    left.id() + "+" + right.id(), "", left.content() + " + " + right.content());
        }
    }

    /** Two files, merged by a loop with a thread for each input, which numbers the lines. */
    static final class Merge implements Pipeline {

        @Override
        public String name() {
            return "merge";
        }

        @Override
        public String changed(String blueprint) {
            return Changes.renamed(blueprint, "merge");
        }

        @Override
        public void writeInputs(Path folder, Load load) throws IOException {
            Load.write(folder.resolve("left.ndjson"), load.events("left"));
            Load.write(folder.resolve("right.ndjson"), load.events("right"));
        }

        @Override
        public Findings check(Path folder, Load load) throws IOException {
            var expected = new ArrayList<Line>();
            load.events("left").forEach(event -> expected.add(event.line("left")));
            load.events("right").forEach(event -> expected.add(event.line("right")));
            Path merged = folder.resolve("out/merged.ndjson");
            var findings =
                    Checker.compare(
                            "merged.ndjson",
                            expected,
                            Outputs.lines(
                                    merged,
                                    json -> Event.line(json, json.path("source").asString(""))));
            // the threads take turns in waiting for room too, so numbers may pass each other
            var numbers = Outputs.lines(merged, Numbers::line);
            numbers.sort(Comparator.comparingLong(Numbers::number));
            findings.add(Numbers.check("merged.ndjson", numbers));
            return findings;
        }
    }

    /** A file, counted for each key by four instances side by side, to a file. */
    static final class Parallel implements Pipeline {

        @Override
        public String name() {
            return "parallel";
        }

        @Override
        public String changed(String blueprint) {
            return blueprint.replace("parallelism: 4", "parallelism: 3");
        }

        @Override
        public void writeInputs(Path folder, Load load) throws IOException {
            Load.write(folder.resolve("in.ndjson"), load.events("in"));
        }

        @Override
        public Findings check(Path folder, Load load) throws IOException {
            Path counted = folder.resolve("out/counted.ndjson");
            var findings =
                    Checker.compare(
                            "counted.ndjson",
                            asIs(load.events("in")),
                            Outputs.lines(counted, Pipelines::asIs));
            findings.add(
                    Numbers.check("counted.ndjson", Outputs.lines(counted, Numbers::lineOfKey)));
            return findings;
        }
    }

    /** A source that waits outside, whose sink has parts; and a file to a file, without a wait. */
    static final class Waiting implements Pipeline {

        @Override
        public String name() {
            return "waiting";
        }

        @Override
        public String changed(String blueprint) {
            return Changes.added(blueprint, "in");
        }

        @Override
        public void writeInputs(Path folder, Load load) throws IOException {
            Load.write(folder.resolve("in.ndjson"), load.events("in"));
            Load.write(folder.resolve("other.ndjson"), load.events("other"));
        }

        @Override
        public Findings check(Path folder, Load load) throws IOException {
            List<Line> in = FanOut.inOrder(load.events("in"));
            var findings =
                    Checker.compare(
                            "parts",
                            in,
                            Outputs.linesOfFolder(folder.resolve("out/parts"), FanOut::line));
            findings.add(
                    Checker.compare(
                            "beside.ndjson",
                            FanOut.inOrder(load.events("other")),
                            Outputs.lines(folder.resolve("out/beside.ndjson"), FanOut::line)));
            findings.add(
                    Changes.check(in, Outputs.lines(folder.resolve(Changes.ADDED), FanOut::line)));
            return findings;
        }
    }
}
