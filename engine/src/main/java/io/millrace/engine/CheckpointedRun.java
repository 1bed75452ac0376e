package io.millrace.engine;

import io.millrace.api.ErrorEvent;
import io.millrace.api.TransactionalSink;
import io.millrace.engine.checkpoint.CheckpointStore;
import io.millrace.engine.checkpoint.FullDisk;
import io.millrace.engine.checkpoint.Manifest;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.engine.checkpoint.StateMatch;
import io.millrace.engine.journal.JournalingSource;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentSpec.OnError;
import io.millrace.graph.Delivery;
import io.millrace.graph.Graph;
import io.millrace.graph.Guarantees;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A run that survives: attempts, one after the other, each of which goes on from the last epoch
 * that those before have committed.
 */
final class CheckpointedRun implements Run {

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");

    /** How long to wait before each new attempt; after the last one there is none. */
    private static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    /** How long to wait where there was no room on a disk, as often as that is so. */
    private static final Duration FULL = Duration.ofSeconds(1);

    /** How often somebody is told of that. */
    private static final Duration TOLD = Duration.ofSeconds(10);

    /** An attempt that has lasted so long was well: attempts are counted anew. */
    private static final Duration WELL = Duration.ofMinutes(10);

    /** Where checkpoints are kept within the state folder. */
    static final String FOLDER = "checkpoints";

    private enum Ending {
        NO,
        DRAIN,
        SUSPEND,
        CANCEL
    }

    private final Graph graph;
    private final RunOptions options;
    private final CheckpointStore store;
    private final long recovered;
    private final Duration recoveredAge;
    private final boolean finishedBefore;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Parker parker;
    private int attempts = 1; // the attempts' thread's own
    private int failures; // the same
    private @Nullable Long fullTold; // the same: when that was told last
    private volatile EmbeddedRun attempt;
    private volatile Ending ending = Ending.NO;
    private volatile boolean waiting;
    private volatile @Nullable Outcome outcome;

    private CheckpointedRun(Graph graph, RunOptions options, CheckpointStore store) {
        this.options = options;
        this.store = store;
        StateMatch.checkDropped(store.last(), options.keeping().dropped());
        StoredEpochs epochs = epochs(graph);
        this.recovered = epochs.epoch();
        Manifest last = store.last();
        this.recoveredAge =
                last == null
                        ? Duration.ZERO
                        : Duration.between(last.at(), options.seams().time().now());
        this.finishedBefore = epochs.isFinished();
        this.graph = finishedBefore ? leftOf(graph) : graph;
        Seams seams = options.seams();
        this.parker = new Parker(seams.time(), seams.threads(), new Parker.Owner() {});
        this.attempt = EmbeddedRun.start(this.graph, options, epochs);
    }

    /**
     * Starts one.
     *
     * @throws StateException if its folder cannot be used
     */
    static Run start(Graph graph, RunOptions options) {
        CheckpointStore store = store(graph, options);
        CheckpointedRun run = null;
        try {
            run = new CheckpointedRun(graph, options, store);
            options.seams().threads().start(prefix(graph) + "attempts", run::live);
            return run;
        } finally {
            if (run == null) {
                store.close();
            }
        }
    }

    private static CheckpointStore store(Graph graph, RunOptions options) {
        Threads threads = options.seams().threads();
        boolean repeats = Guarantees.of(graph).delivery() == Delivery.AT_LEAST_ONCE;
        CheckpointStore store =
                CheckpointStore.open(
                        options.stateFolder().resolve(FOLDER),
                        graph.name(),
                        new CheckpointStore.Options(
                                epoch -> repeats || epoch == options.keeping().accepted(),
                                work -> threads.start(prefix(graph) + "base", work),
                                options.keeping().fresh(),
                                options.seams().time()::now,
                                KeyOrigins.of(graph)));
        if (options.keeping().fresh()) {
            JournalingSource.forget(options.stateFolder());
        }
        return store;
    }

    private static String prefix(Graph graph) {
        return "millrace/" + graph.name() + "/";
    }

    /**
     * Sees to it that a run which keeps nothing comes after none that went on: it would change what
     * that has written, and what comes after it would go on from before.
     *
     * @throws StateException if there are checkpoints, and they are not to be forgotten
     */
    static void forget(Graph graph, RunOptions options) {
        Path folder = options.stateFolder().resolve(FOLDER);
        if (!CheckpointStore.isUsed(folder)) {
            return;
        }
        if (!options.keeping().fresh()) {
            throw new StateException(
                    StateException.Code.STATE_MISMATCH,
                    "'%s' holds checkpoints, and a run that is best_effort takes none: --fresh forgets them"
                            .formatted(folder));
        }
        store(graph, options).close();
    }

    private StoredEpochs epochs(Graph graph) {
        return new StoredEpochs(
                store, graph.settings().checkpointInterval(), options.keeping().dropped());
    }

    /** Returns what of a graph is left to do when all its inputs had ended. */
    private Graph leftOf(Graph graph) {
        return new Graph(
                graph.name(),
                graph.folder(),
                graph.settings(),
                graph.components().stream().filter(c -> isSink(c) && !store.isPublished()).toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static boolean isSink(ComponentSpec component) {
        return TransactionalSink.class.isAssignableFrom(component.type().implementation());
    }

    // ---- the attempts

    private void live() {
        parker.own();
        Outcome end = new Outcome.Cancelled();
        try {
            while (true) {
                long began = time().nanoTime();
                end = attempt.await();
                if (time().nanoTime() - began > WELL.toNanos()) {
                    failures = 0;
                }
                if (!(end instanceof Outcome.Failed failed) || !mayGoOn(failed)) {
                    return;
                }
                pause(FullDisk.isCauseOf(failed.cause()) ? forRoom(failed) : again(failed));
                if (ending == Ending.CANCEL || ending == Ending.SUSPEND) {
                    end =
                            ending == Ending.CANCEL
                                    ? new Outcome.Cancelled()
                                    : new Outcome.Suspended();
                    return;
                }
                attempts++;
                attempt = EmbeddedRun.start(graph, options, epochs(graph));
                apply(ending);
            }
        } catch (InterruptedException e) {
            attempt.cancel();
        } finally {
            Outcome told = end instanceof Outcome.Finished ? published(end) : end;
            store.close();
            outcome = told;
            ended.countDown();
        }
    }

    /** Says that an attempt more is made, and returns how long to wait before it. */
    private Duration again(Outcome.Failed failed) {
        Duration wait = WAITS.get(failures++);
        LOG.warn(
                "'{}' failed in {}: {}; the run goes on from checkpoint {} in {} s ({} of {})",
                failed.component(),
                failed.phase(),
                failed.cause().getMessage(),
                epochs(graph).epoch(),
                wait.toSeconds(),
                failures,
                WAITS.size());
        return wait;
    }

    /** As {@link #again} where a disk is full; that is said now and then. */
    private Duration forRoom(Outcome.Failed failed) {
        long now = time().nanoTime();
        if (fullTold == null || now - fullTold > TOLD.toNanos()) {
            fullTold = now;
            LOG.warn(
                    "'{}' failed in {}: {}; the run goes on from checkpoint {} when there is room,"
                            + " and tries every {} s",
                    failed.component(),
                    failed.phase(),
                    failed.cause().getMessage(),
                    epochs(graph).epoch(),
                    FULL.toSeconds());
        }
        return FULL;
    }

    /** Notes that there is nothing left to show; a run of which that is not certain has failed. */
    private Outcome published(Outcome end) {
        try {
            while (true) {
                try {
                    store.published();
                    return end;
                } catch (StateException e) {
                    var failed = new Outcome.Failed(graph.name(), "checkpoint", e);
                    if (!FullDisk.isCauseOf(e) || ending != Ending.NO) {
                        return failed;
                    }
                    pause(forRoom(failed));
                }
            }
        } catch (InterruptedException e) {
            return new Outcome.Cancelled();
        }
    }

    /** Whether an attempt more may help; where a disk is full, however many there were. */
    private boolean mayGoOn(Outcome.Failed failed) {
        Throwable cause = failed.cause();
        boolean isFirst = attempts == 1 && failed.phase().equals(ComponentFailure.SETUP);
        boolean isAsked =
                graph.components().stream()
                        .anyMatch(
                                c ->
                                        c.name().equals(failed.component())
                                                && c.options().onError() == OnError.STOP);
        boolean mayHelp =
                FullDisk.isCauseOf(cause)
                        || (failures < WAITS.size() && !(cause instanceof StateException));
        return mayHelp && !isFirst && !isAsked && !finishedBefore && ending == Ending.NO;
    }

    private void pause(Duration wait) throws InterruptedException {
        long deadline = time().nanoTime() + wait.toNanos();
        waiting = true;
        while (ending == Ending.NO && time().nanoTime() - deadline < 0) {
            parker.prepare();
            parker.parkUntil(() -> ending != Ending.NO, deadline);
        }
        parker.cancel();
        waiting = false;
    }

    private Time time() {
        return options.seams().time();
    }

    // ---- what others see and do

    @Override
    public State state() {
        Outcome end = outcome;
        if (end != null) {
            return end instanceof Outcome.Failed ? State.FAILED : State.STOPPED;
        }
        State state = attempt.state();
        return waiting || state == State.FAILED ? State.RESTARTING : state;
    }

    @Override
    public Optional<CheckpointStatus> checkpoints() {
        Checkpoints made = attempt.kept();
        return made == null
                ? Optional.empty()
                : Optional.of(
                        new CheckpointStatus(
                                recovered,
                                recoveredAge,
                                made.committed(),
                                Duration.ofNanos(time().nanoTime() - made.committedAt()),
                                made.commits(),
                                finishedBefore));
    }

    @Override
    public List<ComponentStatus> components() {
        return attempt.components();
    }

    @Override
    public Health health() {
        return attempt.health();
    }

    @Override
    public List<ErrorEvent> recentErrors(String component) {
        return attempt.recentErrors(component);
    }

    @Override
    public List<StreamStatus> streams() {
        return attempt.streams();
    }

    @Override
    public void drain() {
        end(Ending.DRAIN);
    }

    @Override
    public void suspend() {
        end(Ending.SUSPEND);
    }

    @Override
    public void cancel() {
        end(Ending.CANCEL);
    }

    private void end(Ending how) {
        if (how.compareTo(ending) > 0) {
            ending = how;
            parker.wake();
        }
        apply(how);
    }

    private void apply(Ending how) {
        switch (how) {
            case NO -> {}
            case DRAIN -> attempt.drain();
            case SUSPEND -> attempt.suspend();
            case CANCEL -> attempt.cancel();
        }
    }

    @Override
    public Outcome await() throws InterruptedException {
        ended.await();
        return Objects.requireNonNull(outcome);
    }

    @Override
    public Optional<Outcome> await(Duration duration) throws InterruptedException {
        boolean over = ended.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        return over ? Optional.ofNullable(outcome) : Optional.empty();
    }

    @Override
    public @Nullable Outcome outcome() {
        return outcome;
    }
}
