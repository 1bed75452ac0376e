package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs each example and compares what comes out with what plain Java makes of the same data. */
class ExamplesIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path EXAMPLES = Product.HOME.resolve("examples");

    @TempDir private Path state;

    @Test
    void delayed_flights_are_described_and_parted_by_delay() throws IOException {
        var expectedLong = new ArrayList<String>();
        var expectedShort = new ArrayList<String>();
        for (String line : lines("data/flights.ndjson")) {
            JsonNode flight = JSON.readTree(line);
            int delay = flight.get("delay").intValue();
            if (delay > 30) {
                String described =
                        "%s,\"route\":\"%s-%s\",\"hours\":%d}"
                                .formatted(
                                        line.substring(0, line.length() - 1),
                                        flight.get("origin").stringValue(),
                                        flight.get("destination").stringValue(),
                                        delay / 60);
                (delay >= 120 ? expectedLong : expectedShort).add(described);
            }
        }

        var ended = run("delayed-flights.yaml");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .matches("delayed-flights: 20,000 in, 2,500 out, 0 errors in [0-9.]+ s\n");
        assertThat(lines("out/long-delays.ndjson")).isEqualTo(expectedLong);
        assertThat(lines("out/short-delays.ndjson")).isEqualTo(expectedShort);
    }

    @Test
    void earthquakes_become_rows_parted_by_magnitude() throws IOException {
        var strong = new ArrayList<List<Object>>();
        var felt = new ArrayList<List<Object>>();
        var weak = new ArrayList<List<Object>>();
        for (String line : lines("data/earthquakes.ndjson")) {
            JsonNode feature = JSON.readTree(line);
            JsonNode where = feature.at("/geometry/coordinates");
            double magnitude = feature.at("/properties/mag").doubleValue();
            var row =
                    List.<Object>of(
                            feature.get("id").stringValue(),
                            magnitude,
                            feature.at("/properties/place").stringValue(),
                            where.get(0).doubleValue(),
                            where.get(1).doubleValue(),
                            where.get(2).doubleValue());
            (magnitude >= 5 ? strong : magnitude >= 2.5 ? felt : weak).add(row);
        }

        var ended = run("earthquakes.yaml", "--set", "magnitude=5");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        var csv = lines("out/strong-earthquakes.csv");
        assertThat(csv.getFirst()).isEqualTo("id,magnitude,place,longitude,latitude,depth_km");
        assertThat(csv.stream().skip(1).map(ExamplesIT::csvRow)).isEqualTo(strong);
        assertThat(jsonRows("out/felt-earthquakes.ndjson")).isEqualTo(felt);
        assertThat(jsonRows("out/weak-earthquakes.ndjson")).isEqualTo(weak);
    }

    @Test
    void late_flights_of_two_airports_are_found_by_one_step_used_twice() throws IOException {
        var atlanta = new ArrayList<String>();
        var dallas = new ArrayList<String>();
        for (String line : lines("data/flights.ndjson")) {
            JsonNode flight = JSON.readTree(line);
            int delay = flight.get("delay").intValue();
            String origin = flight.get("origin").stringValue();
            String described =
                    "%s,\"route\":\"%s-%s\",\"hours\":%d}"
                            .formatted(
                                    line.substring(0, line.length() - 1),
                                    origin,
                                    flight.get("destination").stringValue(),
                                    delay / 60);
            if (origin.equals("ATL") && delay > 30) {
                atlanta.add(described);
            }
            if (origin.equals("DFW") && delay > 60) {
                dallas.add(described);
            }
        }

        var ended = run("airport-delays.yaml");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(atlanta).isNotEmpty();
        assertThat(dallas).isNotEmpty();
        assertThat(lines("out/atlanta-delays.ndjson")).isEqualTo(atlanta);
        assertThat(lines("out/dallas-delays.ndjson")).isEqualTo(dallas);
        assertThat(lines("out/failed-flights.ndjson")).isEmpty();
    }

    @Test
    void delayed_flights_are_counted_by_airport_and_day() throws IOException {
        var delays = new TreeMap<String, List<Integer>>();
        for (String line : lines("data/flights.ndjson")) {
            JsonNode flight = JSON.readTree(line);
            int delay = flight.get("delay").intValue();
            if (delay > 30) {
                String day = flight.get("date").stringValue().substring(0, 10).replace('/', '-');
                delays.computeIfAbsent(
                                flight.get("origin").stringValue() + " " + day,
                                _ -> new ArrayList<>())
                        .add(delay);
            }
        }
        var expected = new TreeMap<String, String>();
        delays.forEach(
                (window, all) -> {
                    int sum = all.stream().mapToInt(i -> i).sum();
                    int worst = all.stream().mapToInt(i -> i).max().orElseThrow();
                    expected.put(
                            window, all.size() + " " + worst + " " + sum / (double) all.size());
                });

        var ended = run("airport-days.yaml");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        var came = new TreeMap<String, String>();
        for (String line : lines("out/airport-days.ndjson")) {
            JsonNode window = JSON.readTree(line);
            String start = window.get("window_start").stringValue();
            String before =
                    came.put(
                            window.get("key").stringValue() + " " + start.substring(0, 10),
                            window.get("flights").intValue()
                                    + " "
                                    + window.get("worst").intValue()
                                    + " "
                                    + window.get("mean").doubleValue());
            assertThat(before).as("once: %s", line).isNull();
        }
        assertThat(came).isEqualTo(expected);
    }

    @Test
    void earthquakes_of_a_network_are_put_into_sequences() throws IOException {
        var times = new TreeMap<String, TreeSet<Long>>();
        for (String line : lines("data/earthquakes.ndjson")) {
            JsonNode properties = JSON.readTree(line).get("properties");
            if (properties.get("mag").doubleValue() >= 2.5) {
                times.computeIfAbsent(properties.get("net").stringValue(), _ -> new TreeSet<>())
                        .add(properties.get("time").longValue());
            }
        }
        long gap = Duration.ofHours(6).toMillis();
        var expected = new TreeSet<String>();
        times.forEach(
                (network, all) -> {
                    long start = all.first();
                    long last = start;
                    int count = 0;
                    for (long time : all) {
                        if (time - last > gap) {
                            add(expected, network, start, last + gap, count);
                            start = time;
                            count = 0;
                        }
                        last = time;
                        count++;
                    }
                    add(expected, network, start, last + gap, count);
                });

        var ended = run("earthquake-sequences.yaml");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(lines("out/earthquake-sequences.ndjson").stream().map(JSON::readTree))
                .map(
                        window ->
                                window.get("key").stringValue()
                                        + " "
                                        + window.get("window_start").stringValue()
                                        + " "
                                        + window.get("window_end").stringValue()
                                        + " "
                                        + window.get("quakes").intValue())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void add(Set<String> all, String network, long start, long end, int count) {
        if (count >= 3) {
            String from = Instant.ofEpochMilli(start).toString();
            all.add(network + " " + from + " " + Instant.ofEpochMilli(end) + " " + count);
        }
    }

    @Test
    void strong_earthquakes_have_those_that_are_near() throws IOException {
        List<JsonNode> quakes =
                lines("data/earthquakes.ndjson").stream().map(JSON::readTree).toList();
        var expected = new ArrayList<String>();
        for (JsonNode strong : quakes) {
            if (magnitude(strong) < 5.5) {
                continue;
            }
            List<JsonNode> near =
                    quakes.stream()
                            .filter(other -> magnitude(other) >= 4.5 && magnitude(other) < 5.5)
                            .filter(other -> cell(other).equals(cell(strong)))
                            .filter(other -> Math.abs(time(other) - time(strong)) <= 10_800_000)
                            .toList();
            near.forEach(other -> expected.add(title(strong) + " and " + title(other)));
            if (near.isEmpty()) {
                expected.add(title(strong) + " alone");
            }
        }

        var ended = run("aftershocks.yaml");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(lines("out/aftershocks.ndjson").stream().map(JSON::readTree))
                .map(
                        pair ->
                                pair.get("strong").stringValue()
                                        + (pair.get("other").isNull()
                                                ? " alone"
                                                : " and " + pair.get("other").stringValue()))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static double magnitude(JsonNode quake) {
        return quake.at("/properties/mag").asDouble(0);
    }

    private static long time(JsonNode quake) {
        return quake.at("/properties/time").longValue();
    }

    private static String title(JsonNode quake) {
        return quake.at("/properties/title").stringValue();
    }

    private static String cell(JsonNode quake) {
        JsonNode at = quake.at("/geometry/coordinates");
        return (int) at.get(0).doubleValue() + "/" + (int) at.get(1).doubleValue();
    }

    @Test
    void northern_airports_come_out_on_stdout() throws IOException {
        var expected = new ArrayList<JsonNode>();
        for (String line : lines("data/airports.csv").stream().skip(1).toList()) {
            List<String> cells = cells(line);
            double latitude = Double.parseDouble(cells.get(5));
            if (latitude > 66.56) {
                expected.add(
                        JSON.createObjectNode()
                                .put("code", cells.get(0))
                                .put("name", cells.get(1))
                                .put("place", cells.get(2) + ", " + cells.get(3))
                                .put("latitude", latitude));
            }
        }

        var ended = run("airports.yaml");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(expected).isNotEmpty();
        assertThat(ended.out().lines().map(JSON::readTree)).isEqualTo(expected);
    }

    /** Runs an example with a state of its own, as if nobody had run it before. */
    private Product.Ended run(String example, String... options) {
        var words =
                new ArrayList<>(List.of("run", "examples/" + example, "--state", state.toString()));
        words.addAll(List.of(options));
        return Product.run(Product.java(words.toArray(String[]::new)));
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(EXAMPLES.resolve(file));
    }

    private static List<List<Object>> jsonRows(String file) throws IOException {
        return lines(file).stream().map(ExamplesIT::jsonRow).toList();
    }

    private static List<Object> jsonRow(String line) {
        return JSON.readTree(line)
                .valueStream()
                .map(v -> v.isNumber() ? (Object) v.doubleValue() : v.stringValue())
                .toList();
    }

    private static List<Object> csvRow(String line) {
        List<String> cells = cells(line);
        return List.of(
                cells.get(0),
                Double.valueOf(cells.get(1)),
                cells.get(2),
                Double.valueOf(cells.get(3)),
                Double.valueOf(cells.get(4)),
                Double.valueOf(cells.get(5)));
    }

    /** Splits a line of CSV without line breaks in its cells. */
    private static List<String> cells(String line) {
        Matcher cell = Pattern.compile("\"((?:[^\"]|\"\")*)\"(?:,|$)|([^,]*)(?:,|$)").matcher(line);
        var cells = new ArrayList<String>();
        int at = 0;
        while (at <= line.length() && cell.find(at)) {
            boolean quoted = cell.group(1) != null;
            cells.add(quoted ? cell.group(1).replace("\"\"", "\"") : cell.group(2));
            at = cell.end() > at ? cell.end() : at + 1;
        }
        return cells;
    }
}
