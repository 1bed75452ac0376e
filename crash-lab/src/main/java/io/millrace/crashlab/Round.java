package io.millrace.crashlab;

import static io.millrace.crashlab.Findings.Kind.STUCK;
import static io.millrace.crashlab.Findings.Kind.WRONG;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One pipeline, killed several times, then left to its end, then looked at. All but the times at
 * which the kills really come follows from the seed.
 */
final class Round {

    /** Exit codes of the product. */
    private static final int FINE = 0;

    private static final int ENVIRONMENT = 3;
    private static final int SIGTERM = 143;

    /** What there may be of a pipeline. */
    private static final List<String> FILES =
            List.of("blueprint.yaml", "Zip.java", "Merge.java", "Count.java", "Waiting.java");

    private final Product product;
    private final Pipeline pipeline;
    private final Path folder;
    private final SplittableRandom random;
    private final Load load;
    private final boolean damages;
    private final boolean changes;
    private final Findings findings = new Findings();
    private final List<String> story = new ArrayList<>();
    private final Tally tally = new Tally();
    private final Map<String, ByteBuffer> published = new HashMap<>();
    private int starts;
    private boolean hadOutput;

    /**
     * Plans a round.
     *
     * @param number its number, from 1 on: every tenth damages the state folder, every twentieth
     *     changes the blueprint
     */
    Round(Product product, Pipeline pipeline, int number, Path folder, long seed) {
        this.product = product;
        this.pipeline = pipeline;
        this.folder = folder;
        damages = number % 10 == 5;
        changes = number % 20 == 10;
        random = new SplittableRandom(seed);
        // a second or two at a steady pace; or many lines as fast as it can
        boolean steady = random.nextInt(4) > 0;
        load =
                new Load(
                        random.nextLong(),
                        steady ? 3_000 + random.nextInt(4_000) : 100_000,
                        1 + random.nextInt(30),
                        steady ? 40 : 1_000_000,
                        List.of(20, 20, 20, 100, 1_000).get(random.nextInt(5)));
    }

    /** Runs it; returns what is wrong with what came out. */
    Findings run() throws IOException, InterruptedException {
        prepare();
        int kills = 1 + random.nextInt(6);
        int damaged = damages ? random.nextInt(kills) : -1;
        int changed = changes ? random.nextInt(kills) : -1;
        boolean ended = false;
        for (int kill = 0; kill < kills && !ended && findings.isEmpty(); kill++) {
            ended = runAndKill();
            if (kill == changed) {
                change();
            }
            if (kill == damaged) {
                damage();
            }
        }
        if (findings.isEmpty()) {
            runToEnd();
        }
        if (findings.isEmpty()) {
            findings.add(pipeline.check(folder, load));
        }
        if (findings.isEmpty() && random.nextInt(4) == 0) {
            runToEnd(); // what is finished stays as it is
            findings.add(pipeline.check(folder, load));
        }
        return findings;
    }

    /** Returns what was done, for a round that has failed. */
    List<String> story() {
        return story;
    }

    /** Returns how often what was done. */
    Tally tally() {
        return tally;
    }

    private void prepare() throws IOException {
        delete(folder);
        Files.createDirectories(folder);
        for (String file : FILES) {
            try (var in = Round.class.getResourceAsStream(pipeline.name() + "/" + file)) {
                if (in != null) {
                    Files.write(folder.resolve(file), in.readAllBytes());
                }
            }
        }
        pipeline.writeInputs(folder, load);
        story.add(pipeline.name() + " with " + load);
    }

    /** Starts it and kills it; returns whether it had ended before. */
    private boolean runAndKill() throws IOException, InterruptedException {
        Kill kill = Kill.any(random);
        boolean stops = kill instanceof Kill.Terminate;
        var ended = start(kill);
        if (ended.wasKilled()) {
            tally.kills++;
            hadOutput |= Files.exists(folder.resolve("out"));
            tally.killsMidRun += hadOutput ? 1 : 0;
            tally.halts += kill instanceof Kill.Halt ? 1 : 0;
            return false;
        }
        if (stops) {
            tally.stops++;
        }
        if (ended.exitCode() != FINE && !(stops && ended.exitCode() == SIGTERM)) {
            stuck(ended);
        }
        return !stops && ended.exitCode() == FINE;
    }

    private void runToEnd() throws IOException, InterruptedException {
        var ended = start(null);
        if (ended.exitCode() != FINE) {
            stuck(ended);
        }
    }

    /** Damages the state folder: the run goes on all the same, or refuses to and says why. */
    private void damage() throws IOException, InterruptedException {
        Damage damage = Damage.in(folder.resolve(".millrace/" + pipeline.name()), random);
        if (damage == null) {
            return;
        }
        tally.damages++;
        story.add("damaged " + damage.what());
        var ended = start(null);
        if (ended.exitCode() == ENVIRONMENT && ended.said().contains("STATE_")) {
            tally.refusals++;
            damage.mend();
            story.add("refused, and mended");
        } else if (ended.exitCode() != FINE) {
            stuck(ended);
        }
    }

    private void change() throws IOException {
        Path blueprint = folder.resolve("blueprint.yaml");
        Files.writeString(blueprint, pipeline.changed(Files.readString(blueprint)));
        tally.changes++;
        story.add("changed the blueprint");
    }

    private Product.Ended start(@Nullable Kill kill) throws IOException, InterruptedException {
        starts++;
        var words =
                List.of(
                        "run",
                        "blueprint.yaml",
                        "--set",
                        "pace=" + load.pace(),
                        "--set",
                        "interval=" + load.intervalMillis() + "ms");
        var ended = product.run(folder, words, kill, folder.resolve("log-" + starts + ".txt"));
        story.add(
                "start %d, %s: exit code %d"
                        .formatted(starts, kill == null ? "left alone" : kill, ended.exitCode()));
        tally.resumed += ended.said().contains("goes on from checkpoint") ? 1 : 0;
        lookAtPublished();
        return ended;
    }

    /** What has been seen under its final name stays as it is. */
    private void lookAtPublished() throws IOException {
        var now = Outputs.published(folder.resolve("out/parts"));
        published.forEach(
                (name, bytes) -> {
                    if (!bytes.equals(now.get(name))) {
                        findings.add(WRONG, "start " + starts + " has changed " + name);
                    }
                });
        published.putAll(now);
    }

    private void stuck(Product.Ended ended) throws IOException {
        findings.add(
                STUCK,
                "start %d ended with exit code %d: %s"
                        .formatted(starts, ended.exitCode(), ended.said().strip()));
    }

    /** Deletes a folder. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
