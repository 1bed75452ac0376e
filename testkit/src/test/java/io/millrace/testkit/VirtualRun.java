package io.millrace.testkit;

import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.Seams;
import io.millrace.graph.Graph;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** A run on virtual time that can be looked at, and acted on, while it goes on. */
final class VirtualRun {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final VirtualTime time = new VirtualTime();
    final Run run;

    VirtualRun(Graph graph) {
        var seams =
                new Seams(
                        time,
                        time.threads(),
                        _ -> OutputStream.nullOutputStream(),
                        new SplittableRandom(1));
        run = Engine.start(graph, RunOptions.in(Path.of(".millrace")).with(seams));
    }

    /** Lets the time go on until something is so. */
    void until(BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (run.await(Duration.ofNanos(20_000)).isEmpty()) {
                time.step();
            }
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                run.cancel();
                throw new AssertionError("not within " + PATIENCE + ": " + run.components());
            }
        }
    }

    /** Lets the time go on to the end of the run. */
    Run.Outcome end() throws InterruptedException {
        until(() -> run.outcome() != null);
        return run.await();
    }

    /** Lets the time go on until it has reached a point. */
    void at(Duration point) throws InterruptedException {
        until(() -> time.elapsed().compareTo(point) >= 0);
    }
}
