package io.millrace.crashlab;

import static io.millrace.crashlab.Findings.Kind.DUPLICATED;
import static io.millrace.crashlab.Findings.Kind.LOST;
import static io.millrace.crashlab.Findings.Kind.PHANTOM;
import static io.millrace.crashlab.Findings.Kind.REORDERED;
import static io.millrace.crashlab.Findings.Kind.STUCK;
import static io.millrace.crashlab.Findings.Kind.WRONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The driver: runs rounds, several at a time, and says in one line how they went. */
public final class CrashLab {

    private static final int PROGRESS = 10;

    /** In one of so many rounds, at least, a start has to go on from a checkpoint. */
    private static final int RESUMED = 3;

    private final Product product;
    private final List<Pipeline> pipelines;
    private final Path folder;
    private final int rounds;
    private final int only;
    private final int workers;
    private final long seed;
    private final long start = System.nanoTime();
    private final Findings findings = new Findings();
    private final Tally tally = new Tally();
    private final AtomicInteger next = new AtomicInteger();
    private int done;
    private int failed;

    private CrashLab(Map<String, String> options) {
        Path home = Path.of(options.getOrDefault("home", ".")).toAbsolutePath().normalize();
        product = new Product(home.resolve("millrace"));
        folder = Path.of(options.getOrDefault("folder", "target/rounds")).toAbsolutePath();
        rounds = Integer.parseInt(options.getOrDefault("rounds", "200"));
        only = Integer.parseInt(options.getOrDefault("only", "0"));
        workers = Integer.parseInt(options.getOrDefault("workers", "3"));
        long asked = Long.parseLong(options.getOrDefault("seed", "0"));
        seed = asked == 0 ? System.nanoTime() & 0xFFFFFFFFL : asked;
        List<String> names =
                Arrays.stream(options.getOrDefault("pipelines", "").split(","))
                        .filter(name -> !name.isEmpty())
                        .toList();
        pipelines =
                Pipelines.ALL.stream()
                        .filter(each -> names.isEmpty() || names.contains(each.name()))
                        .toList();
    }

    /**
     * Runs rounds; the exit code is 1 if anything was wrong.
     *
     * @param words options as {@code --rounds=200}: {@code home} (of the project), {@code folder}
     *     (of the rounds), {@code rounds}, {@code seed} (0 for any), {@code only} (one round of
     *     those), {@code workers} (rounds at a time), {@code pipelines} (some, with ',' between)
     */
    public static void main(String[] words) throws Exception {
        var options = new HashMap<String, String>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (!word.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException("not of the form --name=value: " + word);
            }
            options.put(word.substring(2, equals), word.substring(equals + 1));
        }
        System.exit(new CrashLab(options).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        System.out.printf("crash lab: %d rounds, seed %d, in %s%n", rounds, seed, folder);
        System.out.printf("crash lab: a start takes %d ms%n", measureStart());
        try (var threads = Executors.newFixedThreadPool(workers)) {
            var all = new ArrayList<Future<?>>();
            for (int worker = 0; worker < workers; worker++) {
                all.add(threads.submit(this::work, null));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        System.out.println(summary());
        boolean hasPower = tally.resumed * RESUMED >= done;
        if (!hasPower) { // one that begins anew each time loses nothing either
            System.out.println("crash lab: too few starts have gone on from a checkpoint");
        }
        return findings.isEmpty() && hasPower;
    }

    /** Returns how long a start takes, with the launcher's cache made before. */
    private int measureStart() throws IOException, InterruptedException {
        Path log = Files.createDirectories(folder).resolve("start.txt");
        Path blueprint = product.launcher().resolveSibling("cli/src/start/start.yaml");
        var words =
                List.of(
                        "run",
                        blueprint.toString(),
                        "--state",
                        folder.resolve("start").toString(),
                        "--set",
                        "out=" + folder.resolve("start-out"));
        long before = 0;
        for (int i = 0; i < 2; i++) {
            before = System.nanoTime();
            var ended = product.run(folder, words, null, log);
            if (ended.exitCode() != 0) {
                throw new IOException("the product does not run: " + ended.said());
            }
        }
        return (int) Duration.ofNanos(System.nanoTime() - before).toMillis();
    }

    private void work() {
        for (int number = next.incrementAndGet();
                number <= rounds;
                number = next.incrementAndGet()) {
            if (only > 0 && number != only) {
                continue;
            }
            try {
                round(number);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void round(int number) throws IOException, InterruptedException {
        Pipeline pipeline = pipelines.get(number % pipelines.size());
        Path place = folder.resolve("round-" + number);
        var round =
                new Round(
                        product,
                        pipeline,
                        number,
                        place,
                        Event.mix(seed + number * 0x9E3779B97F4A7C15L));
        Findings found;
        try {
            found = round.run();
        } catch (Product.Hangs e) {
            found = new Findings();
            found.add(STUCK, String.valueOf(e.getMessage()));
        }
        if (found.isEmpty()) {
            Round.delete(place);
        }
        note(number, place, round, found);
    }

    private synchronized void note(int number, Path place, Round round, Findings found) {
        done++;
        tally.add(round.tally());
        findings.add(found);
        if (!found.isEmpty()) {
            failed++;
            System.out.printf("%nround %d of seed %d FAILED; it is in %s%n", number, seed, place);
            round.story().forEach(each -> System.out.println("  " + each));
            found.firsts().forEach(each -> System.out.println("  " + each));
        }
        if (done % PROGRESS == 0) {
            System.out.printf("crash lab: %d of %d, %s%n", done, rounds, tally);
        }
    }

    private String summary() {
        return "crash lab: %d rounds, %d kills, %d pipelines: %d lost, %d duplicated, %d reordered, %d wrong, %d phantoms, %d manual repairs, seed %d%n%s; %d rounds failed, %d s"
                .formatted(
                        done,
                        tally.kills,
                        pipelines.size(),
                        findings.count(LOST),
                        findings.count(DUPLICATED),
                        findings.count(REORDERED),
                        findings.count(WRONG),
                        findings.count(PHANTOM),
                        findings.count(STUCK),
                        seed,
                        tally,
                        failed,
                        Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }
}
