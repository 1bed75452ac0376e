package io.millrace.components.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** From file to file on a disk that loses power, runs full and fails, again and again. */
class FileCrashTest {

    private static final int SEEDS = Integer.getInteger("millrace.seeds", 60);
    private static final int MOST_LIVES = 8;

    /** Takes its time now and then. */
    private static final class Slow implements Handler<Document> {
        private Context context;
        private int taken;

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void onItem(Document item, Output out) throws Exception {
            if (taken++ % 3 == 0) {
                context.sleep(Duration.ofMillis(context.random().nextInt(6)));
            }
            out.send(item);
        }
    }

    private static Graph graph(SimulatedDisk disk, String path, boolean files, int interval) {
        var config =
                new FileSink.Config(
                        path,
                        Optional.empty(),
                        FileSink.Mode.OVERWRITE,
                        List.of(),
                        true,
                        Optional.empty(),
                        files ? FileSink.Publish.FILES : FileSink.Publish.IN_PLACE);
        return Graph.builder("files")
                .folder(disk.getPath("/work"))
                .settings(Map.of("checkpoint", Map.of("interval", interval + "ms")))
                .component("in", FileSource.class, Map.of("path", "in.ndjson"), Map.of())
                .component("slow", Slow::new)
                .component("out", FileSink.class, config, Map.of())
                .bind("in -> slow -> out")
                .build();
    }

    @ParameterizedTest
    @CsvSource({"out/all.ndjson, false", "out/part.ndjson, true", "out/all.csv, false"})
    @DisplayName("F1 F2 F3 F4 each line comes out once, in order, whatever the disk does")
    void lines_come_out_once(String path, boolean files) throws IOException {
        long first = Long.getLong("millrace.seed", new SplittableRandom().nextInt(1_000_000));
        for (long seed = first; seed < first + SEEDS; seed++) {
            check(seed, path, files, FileCrashTest::trouble);
        }
    }

    @ParameterizedTest
    @CsvSource({"out/all.ndjson, false", "out/part.ndjson, true", "out/all.csv, false"})
    @DisplayName("F3 a full disk is waited for, whatever it is that finds no room")
    void a_full_disk_is_waited_for(String path, boolean files) throws IOException {
        long first = Long.getLong("millrace.seed", new SplittableRandom().nextInt(1_000_000));
        for (long seed = first; seed < first + SEEDS; seed++) {
            var random = new SplittableRandom(seed);
            int items = random.nextInt(20, 80);
            SimulatedDisk disk = withInput(items);
            disk.answer(full(disk, random));

            Run.Outcome outcome =
                    Simulation.of(graph(disk, path, files, random.nextInt(1, 20)))
                            .with(o -> o.withoutCopies().with(Keeping.DEFAULT))
                            .run(seed)
                            .outcome();

            assertThat(outcome).as("seed %d", seed).isInstanceOf(Run.Outcome.Finished.class);
            assertThat(shown(disk, path, files))
                    .as("seed %d", seed)
                    .isEqualTo((path.endsWith(".csv") ? "n\n" : "") + lines(path, items));
        }
    }

    /** Returns a disk that is full for a while, some time after the first checkpoint. */
    private static Function<SimulatedDisk.Call, Answer> full(
            SimulatedDisk disk, SplittableRandom random) {
        Path state = disk.getPath("/work/.millrace/checkpoints");
        int after = random.nextInt(60);
        int calls = random.nextInt(1, 200);
        boolean onlyForces = random.nextBoolean(); // as where room is taken late
        long[] begun = new long[1];
        return call -> {
            boolean isManifest = call.path().toString().contains("/manifest-1");
            if (begun[0] == 0 && isManifest && call.kind() == Kind.MOVE) {
                begun[0] = call.number();
            }
            long at = call.number() - begun[0];
            boolean isFull = begun[0] > 0 && at > after && at <= after + calls;
            boolean isOfState = call.path().equals(state);
            return isFull && !isOfState && (!onlyForces || call.kind() == Kind.FORCE)
                    ? Answer.FULL
                    : Answer.OK;
        };
    }

    /** What a disk does in one life. */
    @FunctionalInterface
    private interface Trouble {
        Function<SimulatedDisk.Call, Answer> in(SimulatedDisk disk, SplittableRandom random);
    }

    @Test
    @DisplayName("F4 a name that could not be forced is given anew before that is believed")
    void names_that_could_not_be_forced_are_given_anew() throws IOException {
        long first = Long.getLong("millrace.seed", new SplittableRandom().nextInt(1_000_000));
        for (long seed = first; seed < first + SEEDS; seed++) {
            check(
                    seed,
                    "out/part.ndjson",
                    true,
                    (disk, random) -> {
                        int failing = random.nextInt(12);
                        int[] forces = {0};
                        return call ->
                                call.kind() == Kind.FORCE
                                                && call.path().equals(disk.getPath("/work/out"))
                                                && forces[0]++ == failing
                                        ? Answer.FAIL
                                        : Answer.OK;
                    });
        }
    }

    @ParameterizedTest
    @CsvSource({"out/all.ndjson, false", "out/part.ndjson, true"})
    void forces_of_the_sink_that_are_left_out_are_found(String path, boolean files) {
        assertThatThrownBy(
                        () -> {
                            for (long seed = 1; seed < 1_000; seed++) {
                                check(seed, path, files, (_, _) -> FileCrashTest::skip);
                            }
                        })
                .isInstanceOfAny(AssertionError.class, IOException.class);
    }

    private static void check(long seed, String path, boolean files, Trouble trouble)
            throws IOException {
        var random = new SplittableRandom(seed);
        int items = random.nextInt(1, 80);
        SimulatedDisk disk = withInput(items);
        int lives = 0;
        boolean finished = false;
        while (!finished) {
            boolean last = ++lives > MOST_LIVES;
            disk.answer(last ? _ -> Answer.OK : trouble.in(disk, random));
            SimulatedDisk[] left = {disk};
            SimulatedDisk now = disk;
            Simulation simulation =
                    Simulation.of(graph(disk, path, files, random.nextInt(1, 20)))
                            .with(o -> o.withoutCopies().with(Keeping.DEFAULT));
            int step = random.nextInt(1 << random.nextInt(3, 11));
            Simulation killed = simulation.killedAt(step, () -> left[0] = now.crash(random));
            Run.Outcome outcome;
            try {
                outcome = (last ? simulation : killed).run(seed).outcome();
            } catch (StateException e) {
                outcome = new Run.Outcome.Failed("files", "start", e);
            }
            finished = outcome instanceof Run.Outcome.Finished;
            assertThat(last && !finished).as("seed %d: %s", seed, outcome).isFalse();
            disk = finished ? disk : left[0] == disk ? disk.crash(random) : left[0];
        }
        assertThat(shown(disk, path, files))
                .as("seed %d, %d lives", seed, lives)
                .isEqualTo((path.endsWith(".csv") ? "n\n" : "") + lines(path, items));
    }

    private static Answer skip(SimulatedDisk.Call call) {
        boolean isOurs =
                call.path().toString().contains("part") || call.path().endsWith("all.ndjson");
        return call.kind() == Kind.FORCE && isOurs ? Answer.IGNORE : Answer.OK;
    }

    private static String lines(String path, int items) {
        return IntStream.range(0, items)
                .mapToObj(i -> path.endsWith(".csv") ? i + "\n" : "{\"n\":" + i + "}\n")
                .collect(Collectors.joining());
    }

    private static SimulatedDisk withInput(int items) throws IOException {
        SimulatedDisk disk = SimulatedDisk.empty();
        Path folder = Files.createDirectory(disk.getPath("/work"));
        Path in = folder.resolve("in.ndjson");
        Files.writeString(in, lines("", items));
        for (Path path : List.of(in, folder, disk.getPath("/"))) {
            try (FileChannel channel = FileChannel.open(path)) {
                channel.force(true);
            }
        }
        return disk;
    }

    /** Returns what the disk does in one life: nothing most often. */
    private static Function<SimulatedDisk.Call, Answer> trouble(
            SimulatedDisk disk, SplittableRandom random) {
        long from = disk.calls() + random.nextInt(200);
        int kind = random.nextInt(6);
        long to = from + (kind == 0 ? random.nextInt(30) : 1);
        return call -> {
            boolean hit = call.number() >= from && call.number() < to;
            return switch (kind) {
                case 0 -> hit ? Answer.FULL : Answer.OK;
                case 1 -> hit && call.kind() == Kind.FORCE ? Answer.FAIL : Answer.OK;
                case 2 -> hit && call.kind() == Kind.WRITE ? Answer.SHORT : Answer.OK;
                default -> Answer.OK;
            };
        };
    }

    private static String shown(SimulatedDisk disk, String path, boolean files) throws IOException {
        if (!files) {
            return Files.readString(disk.getPath("/work", path));
        }
        var text = new StringBuilder();
        try (Stream<Path> all = Files.list(disk.getPath("/work/out"))) {
            for (Path file : all.filter(f -> f.toString().endsWith(".ndjson")).sorted().toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}
