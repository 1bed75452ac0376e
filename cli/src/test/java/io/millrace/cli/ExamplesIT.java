package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs each example and compares what comes out with what plain Java makes of the same data. */
class ExamplesIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path EXAMPLES = Product.HOME.resolve("examples");

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

    private static Product.Ended run(String example, String... options) {
        var words = new ArrayList<>(List.of("run", "examples/" + example, "--fresh"));
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
