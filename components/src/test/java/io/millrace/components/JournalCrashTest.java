package io.millrace.components;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.JournaledSource;
import io.millrace.api.SourceOutput;
import io.millrace.components.file.FileSink;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions.Keeping;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.graph.Graph;
import io.millrace.testkit.SimulatedDisk;
import io.millrace.testkit.SimulatedDisk.Answer;
import io.millrace.testkit.SimulatedDisk.Kind;
import io.millrace.testkit.Simulation;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** A source that cannot send again, with its journal on a disk that runs full and fails. */
class JournalCrashTest {

    private static final int SEEDS = Integer.getInteger("millrace.seeds", 60);
    private static final int ITEMS = 200;

    /** What somebody outside was told to be there; what was not he sends again. */
    private long answered;

    private final class Listener implements JournaledSource {

        private Context context;
        private long first;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            first = answered;
            for (long n = answered; n < ITEMS && !out.stopping(); n++) {
                out.send(Document.of(n));
                if (n % 10 == 9) {
                    context.sleep(Duration.ofMillis(1));
                }
            }
        }

        @Override
        public void onJournaled(long items) {
            answered = first + items;
        }
    }

    private Graph graph(SimulatedDisk disk) {
        var sink =
                new FileSink.Config(
                        "out.ndjson",
                        Optional.empty(),
                        FileSink.Mode.OVERWRITE,
                        List.of(),
                        true,
                        Optional.empty());
        return Graph.builder("journaled")
                .folder(disk.getPath("/work"))
                .settings(Map.of("checkpoint", Map.of("interval", "5ms")))
                .component("in", Listener::new)
                .component("out", () -> new FileSink(sink))
                .bind("in -> out")
                .build();
    }

    private static boolean isOfJournal(SimulatedDisk.Call call) {
        return call.path().toString().contains("/journal/");
    }

    private static SimulatedDisk disk() throws IOException {
        SimulatedDisk disk = SimulatedDisk.empty();
        Files.createDirectory(disk.getPath("/work"));
        return disk;
    }

    private Run.Outcome run(SimulatedDisk disk, long seed) {
        return Simulation.of(graph(disk))
                .with(o -> o.withoutCopies().with(Keeping.DEFAULT))
                .run(seed)
                .outcome();
    }

    private static void allIsThere(SimulatedDisk disk, long seed) throws IOException {
        assertThat(
                        Files.readAllLines(disk.getPath("/work/out.ndjson")).stream()
                                .map(Long::valueOf)
                                .distinct()
                                .toList())
                .as("seed %d", seed)
                .isEqualTo(LongStream.range(0, ITEMS).boxed().toList());
    }

    @Test
    @DisplayName("F3 a journal that finds no room is waited for, and has lost nothing it answered")
    void full_journal_is_waited_for() throws IOException {
        long first = Long.getLong("millrace.seed", new SplittableRandom().nextInt(1_000_000));
        for (long seed = first; seed < first + SEEDS; seed++) {
            var random = new SplittableRandom(seed);
            answered = 0;
            int from = 5 + random.nextInt(40); // its folder is there then
            int to = from + random.nextInt(1, 20);
            boolean onlyForces = random.nextBoolean();
            int[] calls = {0};
            SimulatedDisk disk = disk();
            disk.answer(
                    call -> {
                        boolean counts =
                                isOfJournal(call) && (!onlyForces || call.kind() == Kind.FORCE);
                        int number = counts ? calls[0]++ : -1;
                        return number >= from && number < to ? Answer.FULL : Answer.OK;
                    });

            Run.Outcome outcome = run(disk, seed);

            assertThat(outcome).as("seed %d", seed).isInstanceOf(Run.Outcome.Finished.class);
            allIsThere(disk, seed);
        }
    }

    @Test
    @DisplayName("F4 a journal that could not be forced ends the run, and is not believed")
    void journal_that_could_not_be_forced_ends_the_run() throws IOException {
        long first = Long.getLong("millrace.seed", new SplittableRandom().nextInt(1_000_000));
        int failures = 0;
        for (long seed = first; seed < first + SEEDS; seed++) {
            var random = new SplittableRandom(seed);
            answered = 0;
            int failing = random.nextInt(20);
            int[] forces = {0};
            SimulatedDisk disk = disk();
            disk.answer(
                    call ->
                            isOfJournal(call) && call.kind() == Kind.FORCE && forces[0]++ == failing
                                    ? Answer.FAIL
                                    : Answer.OK);

            Run.Outcome outcome = run(disk, seed);

            if (outcome instanceof Run.Outcome.Failed failed) {
                failures++;
                assertThat(failed.cause())
                        .as("seed %d", seed)
                        .isInstanceOfSatisfying(
                                StateException.class,
                                e ->
                                        assertThat(e.code())
                                                .isEqualTo(StateException.Code.STORAGE_FSYNC));
                disk = disk.crash(random);
                assertThat(run(disk, seed))
                        .as("seed %d", seed)
                        .isInstanceOf(Run.Outcome.Finished.class);
            }
            allIsThere(disk, seed);
        }
        assertThat(failures).isPositive();
    }
}
