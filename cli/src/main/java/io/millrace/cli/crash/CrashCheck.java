package io.millrace.cli.crash;

import io.millrace.api.EnvironmentException;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Delivery;
import io.millrace.graph.Graph;
import io.millrace.graph.Guarantees;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a blueprint twice undisturbed, then kills it again and again, and compares what is left.
 *
 * <p>The runs are processes of their own. What sinks write goes to a scratch folder; all else is
 * read where it is.
 */
public final class CrashCheck {

    /** How often a run is killed before it is left to its end, at most. */
    private static final int KILLS_OF_A_RUN = 5;

    /** How long a run lasts that is to be killed: enough for kills to find it at work. */
    private static final int RUN_MILLIS = 2_000;

    private static final int DEADLINE_SECONDS = 300;

    /** How long the end of this process waits for its children's and for the scratch folder's. */
    private static final int CLEARING_SECONDS = 10;

    /** By how much a run that was killed may take longer than one that was not. */
    private static final int SLOWER = 20;

    private final Graph graph;
    private final Options options;
    private final Path folder;
    private final SplittableRandom random;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<String> unseen = new ArrayList<>();
    private long deadlineSeconds = DEADLINE_SECONDS;
    private int kills;
    private int runs;

    /**
     * What to do.
     *
     * @param main the class that runs a graph as {@link Trial} says
     * @param words what it is told, but for its state folder
     * @param kills how many processes are to be killed, at least 1
     * @param seed what the times of the kills follow from
     * @param endless whether the run is ended by time, so that each is of another length
     * @param progress told how many were killed so far
     */
    public record Options(
            Class<?> main,
            List<String> words,
            int kills,
            long seed,
            boolean endless,
            Progress progress) {}

    /** Is told how far it is. */
    public interface Progress {
        /**
         * Tells.
         *
         * @param kills how many processes were killed so far
         * @param runs how many runs have begun
         */
        void at(int kills, int runs);
    }

    private CrashCheck(Graph graph, Options options, Path folder) {
        this.graph = graph;
        this.options = options;
        this.folder = folder;
        random = new SplittableRandom(options.seed());
    }

    /** Checks a graph. */
    public static Report of(Graph graph, Options options) throws IOException, InterruptedException {
        refuseAbsolute(graph);
        Path folder = Files.createTempDirectory("millrace-crash-check-").toRealPath();
        var cleared = new CountDownLatch(1);
        Thread checking = Thread.currentThread();
        var hook = new Thread(() -> interrupt(checking, cleared), "millrace/crash-check/end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return new CrashCheck(graph, options, folder).check();
        } finally {
            try {
                delete(folder);
            } finally {
                cleared.countDown();
            }
        }
    }

    /** Has a check that is told to end, as by Ctrl-C, leave nothing behind. */
    private static void interrupt(Thread checking, CountDownLatch cleared) {
        if (cleared.getCount() == 0) {
            return;
        }
        checking.interrupt();
        try {
            cleared.await(CLEARING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Refuses a sink that cannot be made to write elsewhere. */
    private static void refuseAbsolute(Graph graph) {
        for (ComponentSpec spec : graph.components()) {
            String path = Trial.isSink(spec) ? Outputs.absolutePath(spec.config()) : null;
            if (path != null) {
                throw new EnvironmentException(
                        "component '%s' writes to %s, and a trial must not; make its path relative to the blueprint, or a parameter to be set for the trial"
                                .formatted(spec.name(), path),
                        null);
            }
        }
    }

    /** A run's folders, and what it writes to stdout. */
    private record Place(Path folder, List<Path> stdout) {

        Path scratch() {
            return folder.resolve("files");
        }

        Path state() {
            return folder.resolve("state");
        }
    }

    private Report check() throws IOException, InterruptedException {
        Place first = place("undisturbed");
        Child.Ended ended = start(first, Map.of(), null);
        if (ended.exitCode() != 0) {
            return report(new Report.Failure(false, ended.exitCode(), Told.failure(ended)));
        }
        Place second = place("again");
        Child.Ended again = start(second, Map.of(), null);
        if (again.exitCode() != 0) {
            return report(new Report.Failure(false, again.exitCode(), Told.failure(again)));
        }
        Map<String, List<String>> right = left(first);
        Map<String, List<String>> rightAgain = left(second);
        judge(right, rightAgain);
        var told = Told.of(again);
        var when =
                new Kills(
                        Math.max(1, again.millis() - told.millis()),
                        Math.max(RUN_MILLIS, told.millis()),
                        Guarantees.of(graph).delivery() != Delivery.BEST_EFFORT);
        deadlineSeconds = 30 + SLOWER * again.millis() / 1_000;
        Map<String, Integer> rates = told.rates(RUN_MILLIS);
        while (kills < options.kills()) {
            int before = kills;
            Place place = place("run-" + ++runs);
            Report.Failure failure = killAndEnd(place, rates, when);
            if (failure != null) {
                return report(failure);
            }
            compare(right, rightAgain, left(place));
            delete(place.folder());
            if (kills == before && runs > options.kills()) {
                break; // it is always quicker than any kill
            }
        }
        return report(null);
    }

    /** Kills a run several times, then lets it end; returns why it did not. */
    private Report.@Nullable Failure killAndEnd(Place place, Map<String, Integer> rates, Kills when)
            throws IOException, InterruptedException {
        int most = Math.min(1 + random.nextInt(KILLS_OF_A_RUN), options.kills() - kills);
        for (int i = 0; i < most; i++) {
            options.progress().at(kills, runs);
            Child.Ended ended = start(place, rates, when.next(random));
            if (ended.exitCode() == 0) {
                break; // it was done before
            }
            if (ended.exitCode() != Child.KILLED) {
                return new Report.Failure(i > 0, ended.exitCode(), Told.failure(ended));
            }
            kills++;
        }
        options.progress().at(kills, runs);
        Child.Ended ended = start(place, Map.of(), null);
        return ended.exitCode() == 0
                ? null
                : new Report.Failure(true, ended.exitCode(), Told.failure(ended));
    }

    private Place place(String name) throws IOException {
        var place = new Place(Files.createDirectory(folder.resolve(name)), new ArrayList<>());
        var trial = new Trial(place.scratch(), Map.of());
        for (ComponentSpec spec : graph.components()) {
            Files.createDirectories(trial.folder(spec, graph)); // so that '..' leads somewhere
        }
        return place;
    }

    private Child.Ended start(Place place, Map<String, Integer> rates, Child.@Nullable Kill kill)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("run", "--json", "--state", place.state().toString()));
        words.addAll(options.words());
        Path out = place.folder().resolve("stdout-" + place.stdout().size() + ".txt");
        place.stdout().add(out);
        var child = new Child(options.main(), words, place.folder(), deadlineSeconds);
        return child.run(new Trial(place.scratch(), rates).asOptions(), kill, out);
    }

    private Map<String, List<String>> left(Place place) throws IOException {
        return new Outputs(graph, new Trial(place.scratch(), Map.of()))
                .of(place.state(), place.stdout());
    }

    /** Makes a verdict for each output: so far all is exact, if it can be compared at all. */
    private void judge(Map<String, List<String>> right, Map<String, List<String>> again) {
        for (String output : names(right, again)) {
            List<String> lines = right.getOrDefault(output, List.of());
            List<String> others = again.getOrDefault(output, List.of());
            boolean same = options.endless() || Comparison.items(lines, others).isExact();
            verdicts.add(verdict(output, lines.size(), same));
        }
        graph.components().stream()
                .filter(spec -> spec.outputs().isEmpty())
                .map(ComponentSpec::name)
                .filter(name -> verdicts.stream().noneMatch(v -> v.output().equals(name)))
                .forEach(unseen::add);
    }

    private Verdict verdict(String output, int items, boolean isComparable) {
        var guarantees = Guarantees.of(graph);
        Delivery promised = guarantees.delivery();
        String reason = null;
        for (Guarantees.Path path : guarantees.paths()) {
            if (path.sink().equals(output) && path.weakest() != null) {
                promised = Delivery.weaker(promised, path.delivery());
                reason = path.weakest().reason();
            }
        }
        return new Verdict(output, promised, reason, items, isComparable, 0, 0, 0, 0, null, 0);
    }

    private static Iterable<String> names(
            Map<String, List<String>> some, Map<String, List<String>> others) {
        var names = new LinkedHashSet<>(some.keySet());
        names.addAll(others.keySet());
        return names;
    }

    private void compare(
            Map<String, List<String>> right,
            Map<String, List<String>> again,
            Map<String, List<String>> killed) {
        for (String name : killed.keySet()) {
            if (verdicts.stream().noneMatch(each -> each.output().equals(name))) {
                verdicts.add(verdict(name, 0, true)); // no undisturbed run has such an output
            }
        }
        verdicts.replaceAll(
                verdict -> {
                    String name = verdict.output();
                    List<String> came = killed.getOrDefault(name, List.of());
                    List<String> one = right.getOrDefault(name, List.of());
                    List<String> other = again.getOrDefault(name, List.of());
                    if (!verdict.isComparable()) {
                        return verdict;
                    }
                    if (options.endless()) {
                        int length = Math.min(came.size(), Math.min(one.size(), other.size()));
                        came = came.subList(0, length);
                        one = one.subList(0, length);
                        other = other.subList(0, length);
                    }
                    var keys = Keys.of(graph, name);
                    return verdict.with(Comparison.of(one, other, came, keys), runs);
                });
    }

    private Report report(Report.@Nullable Failure failure) {
        return new Report(verdicts, unseen, kills, runs, options.seed(), failure);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
