package io.millrace.testkit;

import io.millrace.api.Document;
import io.millrace.api.ErrorEvent;
import io.millrace.engine.Disk;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.Seams;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Runs a graph on the real engine, in {@linkplain VirtualTime virtual time}, and says how it ended.
 *
 * <p>A run that does not end, or that leaves a thread, a file or a socket behind, is an {@link
 * AssertionError}. Files and sockets are looked for on Linux alone; elsewhere a warning says that
 * they are not. Dead letters are kept in memory.
 *
 * <p>Immutable: every method gives another tester.
 *
 * @since 0.1
 */
public final class GraphTester {

    private final Graph graph;
    private String who;
    private boolean fused = true;
    private boolean leaksAreLookedFor = true;
    private Duration deadline = Duration.ofSeconds(20);
    private Duration leaving = Duration.ofSeconds(5);
    private @Nullable Duration drainAfter;

    private GraphTester(Graph graph) {
        this.graph = graph;
        this.who = "the run";
    }

    private GraphTester with(Consumer<GraphTester> change) {
        var copy = new GraphTester(graph);
        copy.who = who;
        copy.fused = fused;
        copy.leaksAreLookedFor = leaksAreLookedFor;
        copy.deadline = deadline;
        copy.leaving = leaving;
        copy.drainAfter = drainAfter;
        change.accept(copy);
        return copy;
    }

    /**
     * How a run went.
     *
     * @param outcome how it ended
     * @param elapsed how long it took, in virtual time
     * @param components the components' counters, in the order of their declaration
     * @param errors the last failures of each component, 100 at most
     * @param deadLetters the dead letters of each component that has some, in their order
     */
    public record Result(
            Run.Outcome outcome,
            Duration elapsed,
            List<Run.ComponentStatus> components,
            Map<String, List<ErrorEvent>> errors,
            Map<String, List<Document>> deadLetters) {

        /** Returns a component's counters. */
        public Run.ComponentStatus component(String name) {
            return components.stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no component '" + name + "'"));
        }

        /** Returns a component's dead letters. */
        public List<Document> deadLetters(String component) {
            return deadLetters.getOrDefault(component, List.of());
        }
    }

    /** Tests a graph. */
    public static GraphTester of(Graph graph) {
        return new GraphTester(graph);
    }

    /** Runs every component in a task of its own. */
    public GraphTester unfused() {
        return with(t -> t.fused = false);
    }

    /** Sets how long the run may really take, 20 s if nothing is said. */
    public GraphTester within(Duration time) {
        return with(t -> t.deadline = time);
    }

    /** Drains the run after so much virtual time. */
    public GraphTester drainAfter(Duration time) {
        return with(t -> t.drainAfter = time);
    }

    /**
     * Sets how long threads, files and sockets may really take to go after the run, 5 s if nothing
     * is said.
     */
    public GraphTester leavingWithin(Duration time) {
        return with(t -> t.leaving = time);
    }

    /**
     * Does not look for what the run leaves behind: where other tests run in the same process at
     * the same time, theirs would be found.
     */
    public GraphTester ignoringLeaks() {
        return with(t -> t.leaksAreLookedFor = false);
    }

    /** Sets who a message says has left something behind. */
    GraphTester named(String tested) {
        return with(t -> t.who = tested);
    }

    /** Runs the graph to its end. */
    public Result run() throws InterruptedException {
        Leaks leaks = Leaks.since();
        var time = new VirtualTime();
        var letters = new DeadLetters();
        var seams = new Seams(time, time.threads(), letters, new SplittableRandom(1));
        RunOptions options =
                RunOptions.in(graph.folder().resolve(".millrace"))
                        .with(RunOptions.Keeping.NOTHING)
                        .with(seams);
        Run run = Engine.start(graph, fused ? options : options.unfused());
        Run.Outcome outcome = await(run, time);
        Duration elapsed = time.elapsed();
        assertNothingIsLeft(time, leaks);
        var errors = new LinkedHashMap<String, List<ErrorEvent>>();
        graph.components().forEach(c -> errors.put(c.name(), run.recentErrors(c.name())));
        return new Result(outcome, elapsed, run.components(), errors, letters.byComponent());
    }

    /** Keeps dead letters in memory. */
    private static final class DeadLetters implements Disk {
        private final Map<String, ByteArrayOutputStream> files = new ConcurrentHashMap<>();

        @Override
        public OutputStream append(Path file) {
            String name = file.getFileName().toString().replace(".ndjson", "");
            return files.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
        }

        Map<String, List<Document>> byComponent() {
            var letters = new TreeMap<String, List<Document>>();
            files.forEach(
                    (name, bytes) ->
                            letters.put(
                                    name,
                                    bytes.toString(StandardCharsets.UTF_8)
                                            .lines()
                                            .map(Document::parse)
                                            .toList()));
            return letters;
        }
    }

    private Run.Outcome await(Run run, VirtualTime time) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            Optional<Run.Outcome> outcome = run.await(Duration.ofNanos(20_000));
            if (outcome.isPresent()) {
                return outcome.get();
            }
            if (!time.isOver()) { // else the outcome is to come, and time stands
                step(run, time);
            }
            if (System.nanoTime() - start > deadline.toNanos()) {
                var stuck = new StringBuilder();
                for (Thread thread : time.alive()) {
                    stuck.append("\n  ").append(thread);
                    for (StackTraceElement frame : thread.getStackTrace()) {
                        stuck.append("\n      at ").append(frame);
                    }
                }
                run.cancel();
                throw new AssertionError("the run did not end within " + deadline + ":" + stuck);
            }
        }
    }

    private void step(Run run, VirtualTime time) {
        if (drainAfter == null) {
            time.step();
        } else if (time.elapsed().compareTo(drainAfter) < 0) {
            time.step(drainAfter);
        } else {
            run.drain();
            time.step();
        }
    }

    private void assertNothingIsLeft(VirtualTime time, Leaks leaks) throws InterruptedException {
        long start = System.nanoTime();
        for (Thread thread : time.alive()) {
            while (!thread.join(Duration.ofNanos(20_000))) {
                time.step(); // what waits for a time sees then that the run has ended
                if (System.nanoTime() - start > leaving.toNanos()) {
                    throw new AssertionError(
                            who + " left behind: thread '" + thread.getName() + "'");
                }
            }
        }
        if (leaksAreLookedFor) {
            leaks.assertNone(who, time.started(), leaving, time::step);
        }
    }
}
