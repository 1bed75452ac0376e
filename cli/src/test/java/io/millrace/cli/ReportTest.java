package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Current;
import io.millrace.api.Document;
import io.millrace.api.EnvironmentException;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.engine.Health;
import io.millrace.engine.Run.CheckpointStatus;
import io.millrace.engine.Run.CommitTimes;
import io.millrace.engine.Run.ComponentStatus;
import io.millrace.engine.Run.Outcome;
import io.millrace.engine.Run.State;
import io.millrace.engine.Run.StreamStatus;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.graph.Graph;
import io.millrace.graph.Position;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What people are told about a run: while it goes on, and at its end. */
class ReportTest {

    private static final Graph GRAPH =
            Graph.builder("mill")
                    .component("in", Nothing::new)
                    .component("step", Step::new)
                    .component("out", Sink::new)
                    .bind("in -> step -> out")
                    .build();

    private static FixedRun run(int beforeStep, int beforeOut) {
        return new FixedRun(
                List.of(
                        status("in", 0, 20_000, 1, Map.of()),
                        status("step", 20_000, 5_000, 2, Map.of("unbound", 7L, "filtered", 9L)),
                        status("out", 4_123, 0, 0, Map.of())),
                List.of(
                        new StreamStatus("in.output -> step.input", false, beforeStep, 1_024),
                        new StreamStatus("step.output -> out.input", false, beforeOut, 1_024)),
                null);
    }

    private static ComponentStatus status(
            String name, long in, long out, long errors, Map<String, Long> dropped) {
        var health = new Health(Health.Level.HEALTHY, true, true, List.of());
        return new ComponentStatus(
                name,
                "Part",
                "default",
                State.RUNNING,
                health,
                in,
                out,
                errors,
                errors,
                dropped,
                Map.of(),
                0,
                Current.NO_TIMESTAMP);
    }

    private static Summary summary() {
        return Summary.of(GRAPH, run(0, 0), Duration.ofMillis(410));
    }

    @Test
    void summary_tells_what_came_in_went_out_failed_and_got_lost() {
        assertThat(summary().text(Path.of("dead")))
                .isEqualTo(
                        "mill: 20,000 in, 4,123 out, 3 errors, 7 dropped (unbound) in 0.41 s;"
                                + " 3 dead letters in dead");
    }

    @Test
    void summary_as_json_has_the_counters_of_each_component() {
        Document json = summary().json(Path.of("dead")).build();

        assertThat(json.toString())
                .startsWith("{\"system\":\"mill\",\"seconds\":0.41,\"in\":20000,\"out\":4123,")
                .contains("{\"name\":\"out\",\"state\":\"running\",\"items_in\":4123,");
    }

    @Test
    void progress_shows_rates_since_the_last_look() {
        var progress = new Progress(GRAPH, keeping(0, 0));

        assertThat(progress.block(Duration.ofSeconds(1)))
                .containsExactly(
                        "mill  running  1.00 s  20,000 in (0/s)  4,123 out (0/s)  3 errors");
    }

    private static FixedRun keeping(long recovered, long committed) {
        var kept =
                new CheckpointStatus(
                        recovered,
                        Duration.ofSeconds(12),
                        committed,
                        Duration.ofMillis(1_230),
                        new CommitTimes(
                                4,
                                Duration.ofMillis(7),
                                Duration.ofMillis(5),
                                Duration.ofMillis(9),
                                Duration.ofMillis(9)),
                        false);
        return new FixedRun(run(0, 0).components(), List.of(), kept);
    }

    @Test
    void progress_shows_the_last_checkpoint() {
        assertThat(new Progress(GRAPH, keeping(0, 1_017)).block(Duration.ofSeconds(1)).getFirst())
                .endsWith("  3 errors  checkpoint 1,017 1.23 s ago (7 ms)");
    }

    @Test
    void run_with_checkpoints_says_where_it_goes_on() {
        assertThat(new Kept(keeping(17, 17)).beginning())
                .hasValue("goes on from checkpoint 17, taken 12 s ago");
        assertThat(new Kept(keeping(0, 0)).beginning()).isEmpty();
        assertThat(new Kept(run(0, 0)).beginning()).isEmpty();
        assertThat(new Kept(keeping(17, 21)).ending(new Outcome.Suspended()))
                .hasValue("suspended at checkpoint 21; the same command goes on");
        assertThat(new Kept(keeping(17, 21)).ending(new Outcome.Finished())).isEmpty();
    }

    @Test
    void run_that_had_finished_says_so() {
        var status =
                new CheckpointStatus(17, Duration.ZERO, 17, Duration.ZERO, CommitTimes.NONE, true);
        var kept = new Kept(new FixedRun(List.of(), List.of(), status));

        assertThat(kept.beginning())
                .hasValue("finished already, nothing to do; --fresh starts over");
        var json = Document.object();
        kept.addTo(json, new Outcome.Finished());
        assertThat(json.build())
                .isEqualTo(
                        Document.parse(
                                """
                                {"outcome": "finished", "recovered": 17, "checkpoint": 17, "finished_before": true,
                                 "commits": {"count": 0, "p50_seconds": 0.0, "p99_seconds": 0.0, "longest_seconds": 0.0}}
                                """));
    }

    @Test
    void failed_run_with_checkpoints_says_how_to_go_on() {
        var failed = new Outcome.Failed("step", "process", new IllegalStateException("no more"));

        var failure = Failure.of(failed, GRAPH, 17).orElseThrow();

        assertThat(failure.diagnostic().notes())
                .containsExactly(
                        "the same command goes on from checkpoint 17; --fresh starts over");
        assertThat(Failure.of(new Outcome.Cancelled(), GRAPH, 17).orElseThrow().diagnostic().fix())
                .isEqualTo("the same command goes on from checkpoint 17");
    }

    @ParameterizedTest
    @EnumSource
    void state_that_cannot_be_used_is_told_by_its_code(StateException.Code code) {
        var cause = new StateException(code, "it is so");

        var failure = Failure.of(cause, Position.NONE);
        var failed = new Outcome.Failed("mill", "checkpoint", cause);

        assertThat(failure.exitCode())
                .isEqualTo(
                        code == StateException.Code.STATE_MISMATCH
                                ? ExitCode.INVALID
                                : ExitCode.ENVIRONMENT);
        assertThat(failure.diagnostic().code()).isEqualTo(code.name());
        assertThat(failure.diagnostic().message()).isEqualTo("it is so");
        assertThat(Failure.of(failed, GRAPH).orElseThrow().diagnostic().code())
                .isEqualTo(code.name());
    }

    @Test
    void progress_shows_full_streams_and_who_is_slow() {
        var block = new Progress(GRAPH, run(1_024, 512)).block(Duration.ofSeconds(1));

        assertThat(block.subList(1, block.size()))
                .containsExactly(
                        "  ##########  1,024 of 1,024  in.output -> step.input",
                        "  #####.....  512 of 1,024  step.output -> out.input",
                        "  slowest: out");
    }

    @Test
    void slowest_is_who_takes_from_a_full_stream_and_fills_none() {
        assertThat(new Progress(GRAPH, run(1_024, 3)).block(Duration.ofSeconds(1)))
                .endsWith("  slowest: step");
    }

    @Test
    void fault_of_the_surroundings_is_shown_as_it_is() {
        var cause = new EnvironmentException("'a.txt' is missing", null);

        var failure = Failure.of(new Outcome.Failed("in", "setup", cause), GRAPH).orElseThrow();

        assertThat(failure.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(failure.diagnostic().code()).isEqualTo("MR401");
        assertThat(failure.diagnostic().message()).isEqualTo("component 'in': 'a.txt' is missing");
    }

    @Test
    void failed_component_is_named_with_the_kind_of_its_error() {
        var cause = new IllegalStateException("no more");

        var failure = Failure.of(new Outcome.Failed("step", "process", cause), GRAPH).orElseThrow();

        assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failure.diagnostic().code()).isEqualTo("MR501");
        assertThat(failure.diagnostic().message())
                .isEqualTo("component 'step' failed: no more (IllegalStateException)");
    }

    @Test
    void dead_letters_that_cannot_be_kept_are_no_fault_of_a_component() {
        var cause = new IOException("disk full");

        var failure =
                Failure.of(new Outcome.Failed("mill", "dead letter", cause), GRAPH).orElseThrow();

        assertThat(failure.diagnostic().message())
                .doesNotContain("component")
                .contains("disk full");
    }

    @Test
    void run_that_did_not_end_in_time_has_failed() {
        var failure = Failure.of(new Outcome.Cancelled(), GRAPH).orElseThrow();

        assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void run_that_ended_has_not_failed() {
        assertThat(Failure.of(new Outcome.Finished(), GRAPH)).isEmpty();
    }

    /** A source of nothing. */
    public static final class Nothing implements Source {
        @Override
        public void run(SourceOutput out) {}
    }

    /** Passes items on. */
    public static final class Step implements Handler<Document> {
        @Override
        public void onItem(Document item, Output out) throws InterruptedException {
            out.send(item);
        }
    }

    /** Takes items. */
    @Ports(outputs = {})
    public static final class Sink implements Handler<Document> {
        @Override
        public void onItem(Document item, Output out) {}
    }
}
