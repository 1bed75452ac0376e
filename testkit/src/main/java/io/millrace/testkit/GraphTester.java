package io.millrace.testkit;

import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.Seams;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Runs a graph on the real engine, in {@linkplain VirtualTime virtual time}, and says how it ended.
 *
 * <p>A run that does not end, or that leaves a thread behind, is an {@link AssertionError}. Dead
 * letters are counted, not kept.
 *
 * <p>Immutable: every method gives another tester.
 *
 * @since 0.1
 */
public final class GraphTester {

    private final Graph graph;
    private final boolean fused;
    private final Duration deadline;
    private final Duration leaving;
    private final @Nullable Duration drainAfter;

    private GraphTester(
            Graph graph,
            boolean fused,
            Duration deadline,
            Duration leaving,
            @Nullable Duration drainAfter) {
        this.graph = graph;
        this.fused = fused;
        this.deadline = deadline;
        this.leaving = leaving;
        this.drainAfter = drainAfter;
    }

    /**
     * How a run went.
     *
     * @param outcome how it ended
     * @param elapsed how long it took, in virtual time
     * @param components the components' counters, in the order of their declaration
     */
    public record Result(
            Run.Outcome outcome, Duration elapsed, List<Run.ComponentStatus> components) {

        /** Returns a component's counters. */
        public Run.ComponentStatus component(String name) {
            return components.stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no component '" + name + "'"));
        }
    }

    /** Tests a graph. */
    public static GraphTester of(Graph graph) {
        return new GraphTester(graph, true, Duration.ofSeconds(20), Duration.ofSeconds(5), null);
    }

    /** Runs every component in a task of its own. */
    public GraphTester unfused() {
        return new GraphTester(graph, false, deadline, leaving, drainAfter);
    }

    /** Sets how long the run may really take, 20 s if nothing is said. */
    public GraphTester within(Duration time) {
        return new GraphTester(graph, fused, time, leaving, drainAfter);
    }

    /** Drains the run after so much virtual time. */
    public GraphTester drainAfter(Duration time) {
        return new GraphTester(graph, fused, deadline, leaving, time);
    }

    /** Sets how long threads may really take to end after the run, 5 s if nothing is said. */
    public GraphTester leavingWithin(Duration time) {
        return new GraphTester(graph, fused, deadline, time, drainAfter);
    }

    /** Runs the graph to its end. */
    public Result run() throws InterruptedException {
        var time = new VirtualTime();
        var seams =
                new Seams(
                        time,
                        time.threads(),
                        _ -> OutputStream.nullOutputStream(),
                        new SplittableRandom(1));
        RunOptions options = RunOptions.in(graph.folder().resolve(".millrace")).with(seams);
        Run run = Engine.start(graph, fused ? options : options.unfused());
        Run.Outcome outcome = await(run, time);
        Duration elapsed = time.elapsed();
        assertNothingIsLeft(time);
        return new Result(outcome, elapsed, run.components());
    }

    private Run.Outcome await(Run run, VirtualTime time) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            Optional<Run.Outcome> outcome = run.await(Duration.ofNanos(20_000));
            if (outcome.isPresent()) {
                return outcome.get();
            }
            if (drainAfter != null && time.elapsed().compareTo(drainAfter) >= 0) {
                run.drain();
            }
            time.step();
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

    private void assertNothingIsLeft(VirtualTime time) throws InterruptedException {
        long start = System.nanoTime();
        for (Thread thread : threads(time)) {
            while (!thread.join(Duration.ofNanos(20_000))) {
                time.step(); // what waits for a time sees then that the run has ended
                if (System.nanoTime() - start > leaving.toNanos()) {
                    throw new AssertionError("the run left a thread behind: " + thread);
                }
            }
        }
    }

    /** Returns the run's virtual threads, and the platform threads of its components. */
    private static List<Thread> threads(VirtualTime time) {
        var threads = new ArrayList<>(time.alive());
        Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("millrace/"))
                .forEach(threads::add);
        return threads;
    }
}
