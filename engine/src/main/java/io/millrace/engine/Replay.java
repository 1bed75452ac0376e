package io.millrace.engine;

import io.millrace.api.EnvironmentException;
import io.millrace.api.TransactionalSink;
import io.millrace.engine.checkpoint.CheckpointStore;
import io.millrace.engine.checkpoint.Manifest;
import io.millrace.engine.letters.Redelivery;
import io.millrace.graph.Graph;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A run of the part of a graph that dead letters pass through on their way again.
 *
 * <p><b>Lifecycle.</b> {@link #start} takes the letters out of the queue; {@link #end} waits for
 * the run and, if it has ended well, leaves in the queue what was not put in and what has failed
 * again; {@link #close} puts back whatever is still taken.
 *
 * <p><b>Threads.</b> For one thread, but for the {@link #run}.
 *
 * <p><b>Ordering.</b> Letters of one component's input go in the order of the queue.
 *
 * <p><b>Back-pressure.</b> As any run.
 *
 * <p><b>Errors.</b> An item that fails again is a letter again, with its attempts added up.
 *
 * <p><b>Delivery.</b> At least once: a letter leaves the queue when the run has ended well. After a
 * kill, or a run that failed, all of its letters are in the queue, and some may have had an effect.
 *
 * @since 0.1
 */
public final class Replay implements Closeable {

    private final Redelivery redelivery;
    private final Run run;

    private Replay(Redelivery redelivery, Run run) {
        this.redelivery = redelivery;
        this.run = run;
    }

    /**
     * How a replay ended.
     *
     * @param outcome how its run ended
     * @param replayed how many letters are done with: put in, and out of the queue
     * @param again how many letters have come of that
     */
    public record Result(Run.Outcome outcome, long replayed, long again) {}

    /**
     * Starts a replay.
     *
     * @param graph the graph that the letters are of
     * @param options how to run it; the state folder is that of the letters
     * @param request which letters
     * @throws io.millrace.api.EnvironmentException if another replay goes on, or a run may be
     *     writing letters
     * @throws io.millrace.engine.checkpoint.StateException if the run goes on, or its checkpoints
     *     cannot be read
     * @throws IOException if the letters cannot be read or moved; none is lost
     */
    public static Replay start(Graph graph, RunOptions options, Redelivery.Request request)
            throws IOException {
        Redelivery redelivery = Redelivery.open(graph, options.stateFolder(), request);
        try {
            checkFinished(redelivery.graph(), graph.name(), options);
            RunOptions continuing = options.keptIn(redelivery.runFolder()).continuing();
            return new Replay(redelivery, Engine.start(redelivery.graph(), continuing));
        } catch (RuntimeException | Error e) {
            redelivery.close();
            throw e;
        }
    }

    /** Refuses to write what a run that is not finished would cut off when it goes on. */
    private static void checkFinished(Graph graph, String system, RunOptions options) {
        Path folder = options.stateFolder().resolve(CheckpointedRun.FOLDER);
        boolean isCutOff =
                graph.components().stream()
                        .anyMatch(
                                c ->
                                        TransactionalSink.class.isAssignableFrom(
                                                c.type().implementation()));
        if (!isCutOff || !CheckpointStore.isUsed(folder)) {
            return;
        }
        try (var store =
                CheckpointStore.open(
                        folder, system, new CheckpointStore.Options(_ -> false, Runnable::run))) {
            Manifest last = store.last();
            if (last != null && !last.finished()) {
                throw new EnvironmentException(
                        "the run of '%s' is not finished, and would cut off what is replayed now when it goes on from checkpoint %d: let it end first (--for ends its input)"
                                .formatted(system, last.epoch()),
                        null);
            }
        }
    }

    /** Returns what is put in and what is left. */
    public Redelivery.Prospect prospect() {
        return redelivery.prospect();
    }

    /** Returns the graph of the run. */
    public Graph graph() {
        return redelivery.graph();
    }

    /** Returns the run, to be watched and drained. */
    public Run run() {
        return run;
    }

    /** Waits for the end of the run and does what it means for the queue. */
    public Result end() throws InterruptedException, IOException {
        Run.Outcome outcome = run.await();
        if (!(outcome instanceof Run.Outcome.Finished)) {
            return new Result(outcome, 0, 0);
        }
        long again = run.components().stream().mapToLong(Run.ComponentStatus::deadLetters).sum();
        long sent = redelivery.sent();
        redelivery.settle();
        return new Result(outcome, sent, again);
    }

    @Override
    public void close() throws IOException {
        redelivery.close();
    }
}
