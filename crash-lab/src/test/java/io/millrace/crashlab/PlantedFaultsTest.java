package io.millrace.crashlab;

import static io.millrace.crashlab.Findings.Kind.DUPLICATED;
import static io.millrace.crashlab.Findings.Kind.LOST;
import static io.millrace.crashlab.Findings.Kind.PHANTOM;
import static io.millrace.crashlab.Findings.Kind.REORDERED;
import static io.millrace.crashlab.Findings.Kind.WRONG;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.crashlab.Findings.Kind;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** The checkers find what was planted in a result that is right, and nothing in one that is. */
class PlantedFaultsTest {

    private static final Load LOAD = new Load(42, 10_000, 7, 40, 20);

    @TempDir private Path folder;

    @BeforeEach
    void outputs() throws IOException {
        Files.createDirectories(folder.resolve("out/parts"));
    }

    static List<Pipeline> pipelines() {
        return Pipelines.ALL;
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void right_results_are_right(Pipeline pipeline) throws IOException {
        RightResults.write(pipeline, folder, LOAD);

        assertThat(pipeline.check(folder, LOAD).firsts()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void a_line_that_is_missing_is_lost(Pipeline pipeline) throws IOException {
        assertThat(planted(pipeline, lines -> without(lines, 500)).count(LOST)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void an_output_without_its_end_is_lost(Pipeline pipeline) throws IOException {
        assertThat(planted(pipeline, lines -> lines.subList(0, 100)).count(LOST)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void a_line_that_comes_again_is_duplicated(Pipeline pipeline) throws IOException {
        assertThat(planted(pipeline, lines -> with(lines, 500, lines.get(499))).count(DUPLICATED))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void lines_of_a_key_that_change_places_are_reordered(Pipeline pipeline) throws IOException {
        if (pipeline.name().equals("join")) {
            return; // its pairs have no order
        }
        var findings = planted(pipeline, PlantedFaultsTest::turned);

        assertThat(findings.count(REORDERED)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void a_payload_or_an_aggregate_that_differs_is_wrong(Pipeline pipeline) throws IOException {
        String field = pipeline.name().equals("window") ? "\"total\":" : "\"value\":";

        var findings =
                planted(
                        pipeline,
                        lines ->
                                replaced(
                                        lines,
                                        500,
                                        lines.get(500).replaceFirst(field, field + "7")));

        assertThat(findings.count(WRONG)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void a_line_that_nothing_accounts_for_is_a_phantom(Pipeline pipeline) throws IOException {
        assertThat(planted(pipeline, lines -> with(lines, 500, "{\"seq\":-1}")).count(PHANTOM))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void a_torn_line_is_lost_and_a_phantom(Pipeline pipeline) throws IOException {
        var findings =
                planted(pipeline, lines -> replaced(lines, 500, lines.get(500).substring(0, 20)));

        assertThat(List.of(Kind.LOST, Kind.PHANTOM)).allMatch(kind -> findings.count(kind) == 1);
    }

    private Findings planted(Pipeline pipeline, UnaryOperator<List<String>> fault)
            throws IOException {
        Path output = RightResults.write(pipeline, folder, LOAD);
        Files.write(output, fault.apply(Files.readAllLines(output)));
        return pipeline.check(folder, LOAD);
    }

    private static List<String> without(List<String> lines, int at) {
        var others = new ArrayList<>(lines);
        others.remove(at);
        return others;
    }

    private static List<String> with(List<String> lines, int at, String line) {
        var others = new ArrayList<>(lines);
        others.add(at, line);
        return others;
    }

    private static List<String> replaced(List<String> lines, int at, String line) {
        var others = new ArrayList<>(lines);
        others.set(at, line);
        return others;
    }

    private static List<String> turned(List<String> lines) {
        var others = new ArrayList<>(lines);
        Collections.reverse(others.subList(400, 600));
        return others;
    }
}
