package io.millrace.engine;

import io.millrace.api.Document;
import io.millrace.api.TransactionalSink.Sealed;
import io.millrace.engine.Control.Barrier;
import io.millrace.engine.Run.CommitTimes;
import io.millrace.engine.checkpoint.Epoch;
import io.millrace.engine.checkpoint.InstanceId;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.engine.state.Part;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The checkpoints of a run: asks the sources for barriers, gathers what the tasks give, and commits
 * it on a thread of its own. Safe for any thread.
 */
final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");

    /** How soon a commit that has failed for want of room is tried again. */
    private static final Duration AGAIN = Duration.ofMillis(500);

    /** After how many tries somebody is told of it again. */
    private static final int TOLD = 20;

    /** How long a commit takes before somebody is told. */
    private static final Duration SLOW = Duration.ofSeconds(1);

    /** An epoch that has begun and is not committed. */
    private static final class Pending {
        final Snapshot content;
        final Barrier barrier;
        final Set<Task> missing;
        final long since;
        int ended;

        Pending(Barrier barrier, Set<Task> missing, long since) {
            this.barrier = barrier;
            this.content = new Snapshot(barrier.epoch);
            this.missing = missing;
            this.since = since;
        }
    }

    private final EmbeddedRun run;
    private final EpochLog log;
    private final Duration interval;
    private final Parker parker;
    private final CommitClock commits = new CommitClock();
    private final CountDownLatch restored = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Task> ended = new HashSet<>(); // guarded by lock
    private @Nullable Pending pending; // guarded by lock
    private long begun; // guarded by lock: the number of the last epoch that has begun
    private boolean suspending; // guarded by lock
    private List<Task> tasks = List.of();
    private volatile boolean isWhole; // whether every task has given its part to the epoch
    private volatile boolean over;
    private volatile boolean stopped;
    private volatile boolean suspended;
    private volatile long committed;
    private volatile long lastAt;
    private long progress = -1; // the pacer's own
    private boolean warned; // the pacer's own

    Checkpoints(EmbeddedRun run, EpochLog log) {
        this.run = run;
        this.log = log;
        this.interval = log.interval();
        this.begun = log.epoch();
        this.committed = log.epoch();
        this.lastAt = run.time().nanoTime();
        this.parker = new Parker(run.time(), run.threads(), new Parker.Owner() {});
    }

    void start(String threadName, List<Task> all) {
        tasks = all;
        if (log.epoch() == 0) {
            lock.lock(); // the first epoch is committed before the first item
            try {
                begin(false);
            } finally {
                lock.unlock();
            }
        }
        run.threads().start(threadName, this::work);
    }

    // ---- what the tasks ask and tell

    /** Returns the epoch that the run goes on from; 0 if it begins. */
    long recovered() {
        return log.epoch();
    }

    @Nullable Document position(InstanceId source) {
        return log.positions().get(source);
    }

    @Nullable Document sealed(InstanceId sink) {
        return log.sealed().get(sink);
    }

    /** Waits until the states are as the checkpoint holds them. */
    void awaitRestored() throws InterruptedException {
        restored.await();
    }

    boolean wantsBase() {
        return log.wantsBase();
    }

    /** Takes what a task gives to the epoch under way, and whether it has ended before. */
    void reached(Task task, Snapshot snapshot, boolean atEnd) {
        lock.lock();
        try {
            Pending open = Objects.requireNonNull(pending);
            open.content.add(snapshot);
            open.missing.remove(task);
            open.ended += atEnd ? 1 : 0;
            isWhole = open.missing.isEmpty();
        } finally {
            lock.unlock();
        }
        parker.wake();
    }

    /** Notes that a task has ended: no barrier comes to it any more, and it is asked itself. */
    void ended(Task task) {
        lock.lock();
        try {
            ended.add(task);
            if (pending != null && pending.missing.contains(task)) {
                task.epochs().ask(pending.barrier);
            } else if (pending == null && ended.size() == tasks.size()) {
                begin(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the last epoch of the run is committed. */
    boolean isOver() {
        return over;
    }

    // ---- what the run asks and tells

    boolean isSuspended() {
        return suspended;
    }

    long committed() {
        return committed;
    }

    /** Returns when the last epoch was committed, on the run's clock. */
    long committedAt() {
        return lastAt;
    }

    /** Returns how long commits took. */
    CommitTimes commits() {
        return commits.times();
    }

    /** Stops the run behind one more barrier, as soon as can be. */
    void suspend() {
        lock.lock();
        try {
            suspending = true;
        } finally {
            lock.unlock();
        }
        parker.wake();
    }

    /** Commits nothing any more. */
    void stop() {
        stopped = true;
        restored.countDown();
        parker.wake();
    }

    /** Begins an epoch when it is time to. For the pacer. */
    void look(long now) {
        lock.lock();
        try {
            Pending open = pending;
            if (open != null) {
                warnIfLate(open, now);
            } else if (restored.getCount() == 0 && !over) {
                if (suspending) {
                    begin(true);
                } else if (now - lastAt >= interval.toNanos() && hasMoved()) {
                    begin(false);
                }
            }
        } finally {
            lock.unlock();
        }
        parker.wake();
    }

    /** Returns how often the pacer has to look. */
    Duration interval() {
        return interval;
    }

    private boolean hasMoved() {
        long now = 0;
        for (Task task : tasks) {
            now += task.progress();
        }
        boolean moved = now != progress;
        progress = now;
        return moved;
    }

    private void warnIfLate(Pending open, long now) {
        if (warned || open.missing.isEmpty() || now - open.since < run.callDeadline().toNanos()) {
            return;
        }
        warned = true;
        LOG.atWarn()
                .log(
                        "checkpoint {} waits for {}, which has not come to its barrier for {} s",
                        open.barrier.epoch,
                        open.missing.stream().map(t -> "'" + t.root().spec.name() + "'").toList(),
                        Duration.ofNanos(now - open.since).toSeconds());
    }

    /** Begins the next epoch; with the lock. */
    private void begin(boolean last) {
        warned = false;
        begun++;
        Barrier barrier = new Barrier(begun, log.wantsBase(), last);
        pending = new Pending(barrier, new LinkedHashSet<>(tasks), run.time().nanoTime());
        for (Task task : tasks) {
            if (task.epochs().isSource() || ended.contains(task) || begun == 1) {
                task.epochs().ask(barrier);
            }
        }
    }

    // ---- the thread of the checkpoints

    private void work() {
        parker.own();
        try {
            if (run.awaitSetUp() && !log.isFinished()) {
                log.restore(tasks.stream().flatMap(t -> t.instances.stream()).toList());
            }
            over = log.isFinished();
            restored.countDown();
            while (!stopped && !over) {
                if (isWhole) {
                    commit(whole());
                } else {
                    passOutside();
                    parker.prepare();
                    if (stopped || over || isWhole) { // a lock here would use up the wake-up
                        parker.cancel();
                    } else {
                        parker.park();
                    }
                }
            }
        } catch (InterruptedException e) {
            run.failed(new ComponentFailure(run.name(), "checkpoint", e));
        } catch (RuntimeException | Error e) {
            run.failed(new ComponentFailure(run.name(), "checkpoint", e));
        } finally {
            restored.countDown();
            run.ended();
        }
    }

    /** Takes the epoch under way, to which every task has given its part. */
    private Pending whole() {
        lock.lock();
        try {
            isWhole = false;
            return Objects.requireNonNull(pending);
        } finally {
            lock.unlock();
        }
    }

    /** Sees to sources that wait for the outside world. */
    private void passOutside() throws InterruptedException {
        for (Task task : tasks) {
            if (task.epochs().isSource()) {
                task.passOutside();
            }
        }
    }

    private void commit(Pending whole) throws InterruptedException {
        Snapshot content = whole.content;
        boolean finished = whole.ended == tasks.size();
        content.toForce.add(new Letters());
        Epoch epoch =
                new Epoch(
                        content.epoch,
                        finished,
                        content.positions,
                        content.sealed,
                        content.toForce,
                        content.changes,
                        whole.barrier.base ? content.base : null);
        long since = run.time().nanoTime();
        for (int tries = 0; !tryCommit(epoch, tries); tries++) {
            if (stopped) {
                return;
            }
            run.time().parkUntil(run.time().nanoTime() + AGAIN.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        content.changes.forEach(Part::close);
        committed = content.epoch;
        lastAt = run.time().nanoTime();
        commits.add(lastAt - since);
        if (lastAt - since > SLOW.toNanos()) {
            LOG.warn(
                    "checkpoint {} took {} ms to write: the disk is slow, and checkpoints are rarer"
                            + " than they should be",
                    content.epoch,
                    Duration.ofNanos(lastAt - since).toMillis());
        }
        boolean isLast = finished || whole.barrier.last;
        suspended = isLast && !finished;
        for (Task task : tasks) { // before the next begins: it is published before that is sealed
            task.epochs().durable(content.epoch);
        }
        lock.lock();
        try {
            pending = null;
            if (!isLast && ended.size() == tasks.size()) {
                begin(false);
            }
        } finally {
            lock.unlock();
        }
        if (isLast) {
            over = true; // after what it publishes
            tasks.forEach(t -> t.parker.wake());
        }
    }

    /** The dead letters of an epoch, and maybe some of the next. */
    private final class Letters implements Sealed {
        @Override
        public Document reference() {
            return Document.ofNull(); // they say themselves what they are of
        }

        @Override
        public void force() throws IOException {
            run.forceLetters();
        }
    }

    private boolean tryCommit(Epoch epoch, int tries) {
        try {
            log.commit(epoch);
            return true;
        } catch (StateException e) {
            if (e.code() != StateException.Code.STORAGE_FULL) {
                throw e;
            }
            if (tries % TOLD == 0) {
                LOG.warn(
                        "checkpoint {} cannot be written: {}. It is tried again every {} ms; until"
                                + " then the next one does not begin, and the sources wait.",
                        epoch.number(),
                        e.getMessage(),
                        AGAIN.toMillis());
            }
            return false;
        }
    }
}
