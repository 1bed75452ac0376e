package io.millrace.testkit;

import io.millrace.engine.Disk;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.Seams;
import io.millrace.graph.Graph;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Runs a graph on the real engine, one thread at a time, in an order drawn from a seed: the same
 * seed gives the same run, step by step, and other seeds other interleavings. Time is virtual: it
 * stands still while anything can run.
 *
 * <p>A run is an {@link AssertionError} if a stream ever holds more than it may, if threads wait
 * that nothing can wake, if one is left behind, if only the run's pacer noticed that there was
 * something to do, or if a thread outside the simulation had one inside go on. The message tells
 * the seed.
 *
 * <p>Needs the JVM option {@code --add-opens java.base/java.lang=ALL-UNNAMED}. Components must wait
 * through the engine alone: for items, for room, in {@code context.sleep}, for timers. They may
 * start virtual threads and use the locks and queues of {@code java.util.concurrent} without time
 * limits. Files and sockets work, but their time is not virtual, and they take the same part in
 * each run only if they do so by themselves. A component that loops for ever without a call of the
 * engine hangs its simulation.
 *
 * <p>Immutable: every method gives another simulation.
 *
 * @since 0.1
 */
public final class Simulation {

    /** How many looks of the pacer it takes to believe that nothing will ever move. */
    private static final int IDLE = 3;

    /** How many steps a run that went wrong gets to leave no thread behind. */
    private static final int LAST_STEPS = 10_000;

    private static final long NO_STEP = -1;

    private static final String STUCK =
            "nothing can run any more\n"
                + "fix: who waits outside the engine has to be woken by a thread of the simulation";

    private final Graph graph;
    private final UnaryOperator<RunOptions> options;
    private final Consumer<Run> check;
    private final long limit;
    private final boolean asked;
    private final long actionStep;
    private final Consumer<Run> action;
    private final long killStep;
    private final Runnable kill;

    private Simulation(
            Graph graph,
            UnaryOperator<RunOptions> options,
            Consumer<Run> check,
            long limit,
            boolean asked,
            long actionStep,
            Consumer<Run> action,
            long killStep,
            Runnable kill) {
        this.graph = graph;
        this.options = options;
        this.check = check;
        this.limit = limit;
        this.asked = asked;
        this.actionStep = actionStep;
        this.action = action;
        this.killStep = killStep;
        this.kill = kill;
    }

    /**
     * How a simulated run went.
     *
     * @param outcome how it ended
     * @param components the components' counters, in the order of their declaration
     * @param deadLetters the lines of each component's dead letters, by its name; those of a graph
     *     whose folder is on a {@link SimulatedDisk} are there, in its state folder
     * @param elapsed how long it took, in virtual time
     * @param steps how often a thread had its turn
     * @param trace a hash of which thread had its turn when
     */
    public record Result(
            Run.Outcome outcome,
            List<Run.ComponentStatus> components,
            Map<String, List<String>> deadLetters,
            Duration elapsed,
            long steps,
            long trace) {}

    /** Simulates a graph; each run makes its components anew. */
    public static Simulation of(Graph graph) {
        return new Simulation(
                Objects.requireNonNull(graph, "graph"),
                UnaryOperator.identity(),
                _ -> {},
                1_000_000,
                true,
                NO_STEP,
                _ -> {},
                NO_STEP,
                () -> {});
    }

    /** Changes how the graph is run; the seams stay those of the simulation. */
    public Simulation with(UnaryOperator<RunOptions> change) {
        UnaryOperator<RunOptions> all = o -> change.apply(options.apply(o));
        return new Simulation(graph, all, check, limit, asked, actionStep, action, killStep, kill);
    }

    /** Looks at the run after each step; an error that the check throws ends the simulation. */
    public Simulation check(Consumer<Run> more) {
        Consumer<Run> all = check.andThen(more);
        return new Simulation(
                graph, options, all, limit, asked, actionStep, action, killStep, kill);
    }

    /** Sets how many steps are taken for a run that does not end, 1,000,000 if nothing is said. */
    public Simulation within(long steps) {
        return new Simulation(
                graph, options, check, steps, asked, actionStep, action, killStep, kill);
    }

    /**
     * Does something to the run, such as {@code Run::drain}, from a thread of the simulation that
     * starts at a step, or when nothing else can run before.
     */
    public Simulation atStep(long step, Consumer<Run> what) {
        return new Simulation(graph, options, check, limit, asked, step, what, killStep, kill);
    }

    /**
     * Kills the run behind a step, if it comes so far: what it would have done then never happens.
     * Its outcome is {@link Run.Outcome.Cancelled}.
     *
     * @param step how many turns threads have had
     * @param then looks at what is left, such as by {@link SimulatedDisk#crash}; what the run does
     *     to its disk after that is of no meaning
     * @since 0.2
     */
    public Simulation killedAt(long step, Runnable then) {
        return new Simulation(graph, options, check, limit, asked, actionStep, action, step, then);
    }

    /**
     * Lets a busy task go on until it waits or the pacer asks, as outside of simulations; one that
     * never waits must then yield by itself.
     */
    Simulation unasked() {
        return new Simulation(
                graph, options, check, limit, false, actionStep, action, killStep, kill);
    }

    /**
     * Runs the graph once.
     *
     * @throws AssertionError if something is wrong with the run
     */
    public Result run(long seed) {
        return new Once(seed).run();
    }

    /** One run. */
    private final class Once {
        private final long seed;
        private final SplittableRandom random;
        private final Scheduler scheduler;
        private final Map<String, ByteArrayOutputStream> files = new TreeMap<>();
        private final Run run;
        private boolean acted;
        private boolean looking;
        private int before;

        Once(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.scheduler = new Scheduler(random.split(), asked);
            Disk memory =
                    file -> files.computeIfAbsent(nameOf(file), _ -> new ByteArrayOutputStream());
            boolean onDisk = !graph.folder().getFileSystem().equals(FileSystems.getDefault());
            Disk disk = onDisk ? new UnsharedDisk(Disk.local()) : memory;
            Seams seams = new Seams(scheduler, scheduler, disk, random.split());
            RunOptions usual =
                    RunOptions.in(graph.folder().resolve(".millrace"))
                            .with(RunOptions.Keeping.NOTHING);
            this.run = Engine.start(graph, options.apply(usual).with(seams));
        }

        private static String nameOf(Path file) {
            return file.getFileName().toString().replace(".ndjson", "");
        }

        Result run() {
            try {
                while (next()) {
                    check.accept(run);
                    if (killStep != NO_STEP && scheduler.steps() >= killStep) {
                        return killed();
                    }
                }
                Run.Outcome outcome = run.outcome();
                String left = scheduler.describe();
                if (!left.isEmpty()) {
                    throw new AssertionError(outcome == null ? STUCK : "threads are left");
                }
                return result(Objects.requireNonNull(outcome, "outcome"));
            } catch (AssertionError e) {
                throw failed(e);
            }
        }

        private Result killed() {
            kill.run();
            Result result = result(new Run.Outcome.Cancelled());
            lead();
            return result;
        }

        /** Leads the threads of a run that is over for us to their ends. */
        private void lead() {
            scheduler.start("millrace/kill", run::cancel); // one of them may hold what it needs
            for (int i = 0; i < LAST_STEPS && scheduler.step(); i++) {
                scheduler.problem(); // has no say any more
            }
        }

        /** Takes a step, and sees that all is well. */
        private boolean next() {
            boolean idle = scheduler.idleLooks() > IDLE;
            if (!acted && actionStep != NO_STEP && (idle || scheduler.steps() >= actionStep)) {
                acted = true;
                scheduler.start("millrace/action", () -> action.accept(run));
            } else if (idle && run.state() != Run.State.DRAINING) {
                throw new AssertionError(STUCK);
            }
            boolean moved = scheduler.step();
            String problem = scheduler.problem();
            if (problem != null) {
                throw new AssertionError(problem);
            }
            for (Run.StreamStatus stream : run.streams()) {
                if (stream.depth() > stream.capacity()) {
                    throw new AssertionError("a stream holds more than it may: " + stream);
                }
            }
            checkNudges();
            if (scheduler.steps() > limit) {
                throw new AssertionError("the run does not end in " + limit + " steps");
            }
            return moved;
        }

        /** Sees that who was woken by the pacer alone had nothing to do. */
        private void checkNudges() {
            List<String> nudged = scheduler.nudged();
            if (run.checkpoints().isPresent()) {
                nudged.clear(); // it is the pacer who has epochs begin
            }
            if (nudged.isEmpty()) {
                looking = false;
                return;
            }
            int now = Objects.hash(counts(), run.streams());
            if (!looking) {
                looking = true;
                before = now;
            } else if (now != before) {
                throw new AssertionError("a lost wake-up: only the pacer had go on " + nudged);
            }
            if (scheduler.isQuiet()) {
                nudged.clear();
            }
        }

        /** Returns what moves with items, and not with time alone. */
        private List<?> counts() {
            return run.components().stream()
                    .map(
                            c ->
                                    List.of(
                                            c.state(),
                                            c.itemsIn(),
                                            c.itemsOut(),
                                            c.errors(),
                                            c.dropped()))
                    .toList();
        }

        private Result result(Run.Outcome outcome) {
            var letters = new TreeMap<String, List<String>>();
            files.forEach(
                    (name, bytes) ->
                            letters.put(
                                    name, bytes.toString(StandardCharsets.UTF_8).lines().toList()));
            return new Result(
                    outcome,
                    run.components(),
                    letters,
                    scheduler.elapsed(),
                    scheduler.steps(),
                    scheduler.trace());
        }

        private AssertionError failed(AssertionError cause) {
            String state =
                    "%s\nseed %d, step %d, after %s%s%n  %s%n  %s"
                            .formatted(
                                    cause.getMessage(),
                                    seed,
                                    scheduler.steps(),
                                    scheduler.elapsed(),
                                    scheduler.describe(),
                                    run.components(),
                                    run.streams());
            lead();
            return new AssertionError(state, cause);
        }
    }
}
