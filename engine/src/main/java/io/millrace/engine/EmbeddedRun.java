package io.millrace.engine;

import io.millrace.api.Current;
import io.millrace.api.EnvironmentException;
import io.millrace.api.ErrorEvent;
import io.millrace.engine.letters.LetterQueue;
import io.millrace.engine.state.WorkingCopy;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.Graph;
import io.millrace.graph.StatePlace;
import io.millrace.graph.StreamSpec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * A run of the embedded engine: the tasks of one plan, and a pacer, which hands over what a
 * component's slow code holds back and keeps the deadlines of a drain and a cancellation.
 */
final class EmbeddedRun implements Run {

    /** How often the pacer looks: the longest that a sent item waits unseen for its taker. */
    private static final Duration PACE = Duration.ofMillis(5);

    /** How often it looks when no item has moved for so many looks. */
    private static final Duration REST = Duration.ofMillis(100);

    private static final int LOOKS = 100;

    /** How long a cancelled run waits for its components before it leaves them behind. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Graph graph;
    private final RunOptions options;
    private final Failures failures;
    private final Map<Instance, Long> seedOf = new LinkedHashMap<>();
    private final AtomicReference<@Nullable ComponentFailure> failure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private List<Task> tasks = List.of();
    private Map<String, List<Instance>> instances = Map.of();
    private Supervisor supervisor;
    private List<Carrier> carriers;
    private @Nullable Checkpoints checkpoints;
    private @Nullable WorkingCopy states;
    private CountDownLatch ready = new CountDownLatch(0);
    private final AtomicInteger alive = new AtomicInteger();
    private final AtomicBoolean closing = new AtomicBoolean();

    private volatile boolean continued;
    private volatile boolean draining;
    private volatile boolean startFailed;
    private volatile boolean cancelled;
    private volatile long drainDeadline;
    private volatile long cancelDeadline;
    private volatile @Nullable Outcome outcome;

    private EmbeddedRun(Graph graph, RunOptions options) {
        this.graph = graph;
        this.options = options;
        this.carriers = carriers(Map.of());
        this.supervisor = new Supervisor(List.of(), Map.of(), options);
        this.failures =
                new Failures(
                        options.stateFolder().resolve(LetterQueue.FOLDER),
                        options.seams().disk(),
                        options.seams().time());
    }

    /** Starts one that has checkpoints, if it is given where they are kept. */
    static EmbeddedRun start(Graph graph, RunOptions options, @Nullable EpochLog log) {
        EmbeddedRun run = new EmbeddedRun(graph, options);
        run.start(log);
        return run;
    }

    private void start(@Nullable EpochLog log) {
        Plan plan = Plan.of(graph, options);
        checkpoints = log == null ? null : new Checkpoints(this, log);
        continued = options.continued() || (log != null && log.epoch() > 0);
        Assembler assembler = new Assembler(plan, this, failures, options);
        try {
            if (log != null) {
                failures.goBack(log.epoch());
            }
            states = workingCopy();
            tasks = assembler.assemble();
        } catch (ComponentFailure e) {
            failure.set(e);
            close();
            return;
        } catch (EnvironmentException e) {
            failure.set(new ComponentFailure(graph.name(), ComponentFailure.SETUP, e));
            close();
            return;
        } catch (IOException e) {
            failure.set(new ComponentFailure(graph.name(), "dead letter", e));
            close();
            return;
        }
        instances = assembler.instances();
        carriers = carriers(assembler.channels());
        supervisor = new Supervisor(tasks, instances, options);
        RandomGenerator seeds = options.seams().random();
        instances.values().forEach(all -> all.forEach(i -> seedOf.put(i, seeds.nextLong())));
        if (tasks.isEmpty()) {
            close();
            return;
        }
        ready = new CountDownLatch(tasks.size());
        alive.set(tasks.size() + (checkpoints == null ? 0 : 1));
        Threads threads = threads();
        String prefix = "millrace/" + graph.name() + "/";
        if (checkpoints != null) {
            checkpoints.start(prefix + "checkpoints", tasks);
        }
        for (Task task : tasks) {
            task.start(prefix + task.name, threads);
        }
        threads.startPacer(prefix + "pacer", this::pace);
    }

    private @Nullable WorkingCopy workingCopy() {
        StatePlace place = graph.settings().state();
        return place == StatePlace.MEMORY
                ? null
                : WorkingCopy.open(place.name().toLowerCase(Locale.ROOT), options.stateFolder());
    }

    private List<Carrier> carriers(Map<StreamSpec, List<Channel>> channels) {
        return graph.streams().stream()
                .map(s -> new Carrier(s.toString(), channels.getOrDefault(s, List.of())))
                .toList();
    }

    // ---- what tasks ask and tell

    Time time() {
        return options.seams().time();
    }

    Threads threads() {
        return options.seams().threads();
    }

    String name() {
        return graph.name();
    }

    Path folder() {
        return graph.folder();
    }

    boolean isContinued() {
        return continued;
    }

    /** Returns where its states are; null for in memory. */
    @Nullable WorkingCopy states() {
        return states;
    }

    /** Returns the run's checkpoints; null if it has none. */
    @Nullable Checkpoints kept() {
        return checkpoints;
    }

    /** Returns how long a component may take before somebody is told. */
    Duration callDeadline() {
        return options.deadlines().call();
    }

    RandomGenerator randomOf(Instance instance) {
        return new SplittableRandom(Objects.requireNonNull(seedOf.get(instance)));
    }

    boolean isCancelled() {
        return cancelled || startFailed;
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    void cancelStart() {
        startFailed = true;
    }

    void isReady() {
        ready.countDown();
    }

    /** Waits until all components are set up, so that none gets an item before. */
    void awaitStart() throws InterruptedException {
        ready.await();
        if (checkpoints != null) {
            checkpoints.awaitRestored();
        }
        if (startFailed) {
            throw new InterruptedException();
        }
    }

    /** Waits until all components are set up; false if one cannot be. */
    boolean awaitSetUp() throws InterruptedException {
        ready.await();
        return !startFailed && !cancelled;
    }

    /** Takes a component's failure: the first ends the run, later ones go with it. */
    void failed(ComponentFailure next) {
        if (cancelled && next.isInterruption()) {
            return; // it was to end, and says so in its own words
        }
        if (!failure.compareAndSet(null, next)) {
            Throwable first = Objects.requireNonNull(failure.get()).cause();
            if (!first.equals(next.cause())) {
                first.addSuppressed(next.cause());
            }
        }
        cancelTasks();
    }

    /** Makes sure that the dead letters written until now survive a loss of power. */
    void forceLetters() throws IOException {
        failures.force();
    }

    /** Notes that one of the run's threads has ended. */
    void ended() {
        if (alive.decrementAndGet() == 0) {
            close();
        }
    }

    /** Says how the run ended; once, by whoever comes first. */
    private void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            failures.close();
        } catch (IOException e) {
            failed(new ComponentFailure(graph.name(), "dead letter", e));
        }
        if (states != null) {
            states.close();
        }
        ComponentFailure first = failure.get();
        outcome =
                first != null
                        ? new Outcome.Failed(first.component, first.phase, first.cause())
                        : cancelled
                                ? new Outcome.Cancelled()
                                : checkpoints != null && checkpoints.isSuspended()
                                        ? new Outcome.Suspended()
                                        : new Outcome.Finished();
        ended.countDown();
    }

    // ---- what others see and do

    @Override
    public State state() {
        Outcome end = outcome;
        if (end != null) {
            return end instanceof Outcome.Failed ? State.FAILED : State.STOPPED;
        }
        if (draining) {
            return State.DRAINING;
        }
        return ready.getCount() == 0 ? State.RUNNING : State.STARTING;
    }

    @Override
    public List<ComponentStatus> components() {
        return graph.components().stream()
                .map(c -> status(c, instances.getOrDefault(c.name(), List.of())))
                .toList();
    }

    private ComponentStatus status(ComponentSpec component, List<Instance> all) {
        Map<String, Long> dropped = new LinkedHashMap<>();
        dropped.put("unbound", sum(all, i -> i.counters().unbound().get()));
        dropped.put("unrouted", sum(all, i -> i.counters().unrouted().get()));
        dropped.put("filtered", sum(all, i -> i.counters().filtered().get()));
        dropped.put("after_end", sum(all, Instance::afterEnd));
        dropped.put("when_full", sum(all, i -> i.counters().whenFull().get()));
        dropped.put("skipped", sum(all, i -> i.counters().skipped().get()));
        for (Instance each : all) {
            each.drops.forEach((reason, count) -> dropped.merge(reason, count.get(), Long::sum));
        }
        dropped.values().removeIf(n -> n == 0);
        Map<String, Long> forgotten = new LinkedHashMap<>();
        forgotten.put("evicted", sum(all, i -> i.states.evicted()));
        forgotten.put("expired", sum(all, i -> i.states.expired()));
        forgotten.values().removeIf(n -> n == 0);
        return new ComponentStatus(
                component.name(),
                component.type().name(),
                component.variant(),
                all.stream().map(Instance::state).min(State::compareTo).orElse(State.CREATED),
                supervisor.health(component.name(), state()),
                sum(all, Instance::itemsIn),
                sum(all, Instance::itemsOut),
                sum(all, i -> i.counters().errors().get()),
                sum(all, i -> i.counters().deadLetters().get()),
                dropped,
                forgotten,
                sum(all, i -> i.counters().blockedNanos().get()),
                all.stream()
                        .mapToLong(i -> i.time().watermark())
                        .min()
                        .orElse(Current.NO_TIMESTAMP));
    }

    @Override
    public Optional<CheckpointStatus> checkpoints() {
        return Optional.empty();
    }

    @Override
    public Health health() {
        return supervisor.health(state());
    }

    @Override
    public List<ErrorEvent> recentErrors(String component) {
        return instances.getOrDefault(component, List.of()).stream()
                .flatMap(i -> i.errors().recent().stream())
                .sorted(Comparator.comparing(ErrorEvent::at))
                .toList();
    }

    private static long sum(List<Instance> all, ToLongFunction<Instance> count) {
        return all.stream().mapToLong(count).sum();
    }

    @Override
    public List<StreamStatus> streams() {
        List<StreamStatus> all = new ArrayList<>(carriers.size());
        for (Carrier carrier : carriers) {
            all.add(carrier.status());
        }
        return all;
    }

    /** What carries a stream: a channel between each two instances of its ends, none if fused. */
    private record Carrier(String stream, List<Channel> channels) {
        StreamStatus status() {
            int depth = 0;
            int capacity = 0;
            for (Channel channel : channels) {
                depth += channel.depth();
                capacity += channel.capacity();
            }
            return new StreamStatus(stream, channels.isEmpty(), depth, capacity);
        }
    }

    @Override
    public void drain() {
        if (outcome == null && !draining) {
            drainDeadline = time().nanoTime() + options.deadlines().drain().toNanos();
            draining = true; // after the deadline, which the pacer reads then
            tasks.forEach(Task::stop);
        }
    }

    @Override
    public void suspend() {
        if (checkpoints == null) {
            drain();
        } else if (outcome == null && !draining) {
            drainDeadline = time().nanoTime() + options.deadlines().drain().toNanos();
            draining = true;
            checkpoints.suspend();
        }
    }

    @Override
    public void cancel() {
        cancelTasks();
    }

    private void cancelTasks() {
        if (checkpoints != null) {
            checkpoints.stop();
        }
        if (!cancelled) {
            cancelDeadline = time().nanoTime() + GRACE.toNanos();
            cancelled = true;
        }
        tasks.forEach(Task::cancel);
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

    // ---- the pacer

    private void pace() {
        int quiet = 0;
        boolean timed =
                graph.components().stream().anyMatch(c -> c.options().policies().timeout() != null);
        while (outcome == null) {
            Duration pace = quiet < LOOKS || timed || isQuick() ? PACE : REST;
            time().parkUntil(time().nanoTime() + pace.toNanos());
            quiet = nudge() ? 0 : quiet + 1;
            long now = time().nanoTime();
            if (checkpoints != null) {
                checkpoints.look(now);
            }
            supervisor.look(now, ready.getCount() > 0);
            if (cancelled) {
                tasks.forEach(Task::cancel);
                if (now - cancelDeadline > 0) {
                    supervisor.abandon();
                    close();
                }
            } else if (draining && now - drainDeadline > 0) {
                cancelTasks();
            }
        }
    }

    /** Whether checkpoints come so soon after each other that the pacer has no rest. */
    private boolean isQuick() {
        return checkpoints != null && checkpoints.interval().compareTo(REST) < 0;
    }

    /** Wakes takers that wait though there is something for them; returns whether items move. */
    private boolean nudge() {
        boolean moving = false;
        for (Task task : tasks) {
            moving |= task.nudge();
        }
        return moving;
    }
}
