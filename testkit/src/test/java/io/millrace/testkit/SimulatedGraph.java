package io.millrace.testkit;

import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.engine.Run;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.ComponentSpec.Distribution;
import io.millrace.graph.ComponentSpec.OnError;
import io.millrace.graph.ComponentSpec.RateLimit;
import io.millrace.graph.Graph;
import io.millrace.graph.Policies;
import io.millrace.graph.Position;
import io.millrace.graph.StreamSpec;
import io.millrace.graph.StreamSpec.WhenFull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** A random graph of 2 to 12 components, run in a simulation and checked, all by one seed. */
final class SimulatedGraph {

    /** How many items a component may get at most, so that fan-out and fan-in stay small. */
    private static final int MOST_ITEMS = 250;

    /** What is done to a run from outside. */
    private enum Stop {
        NONE,
        DRAIN,
        CANCEL
    }

    private final long seed;
    private final SplittableRandom random;
    private final Ledger ledger = new Ledger();
    private final List<Role> roles = new ArrayList<>();
    private final List<ComponentSpec> specs = new ArrayList<>();
    private final List<StreamSpec> streams = new ArrayList<>();
    private final int[] mostItems = new int[12]; // that leave by one output of a component
    private final boolean[] unused = new boolean[12];
    private final Stop stop;
    private final TreeSet<String> features = new TreeSet<>();

    SimulatedGraph(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(~seed);
        this.stop = oneIn(3) ? (oneIn(2) ? Stop.DRAIN : Stop.CANCEL) : Stop.NONE;
        int components = random.nextInt(2, 13);
        int sources = Math.min(components - 1, random.nextInt(1, 4));
        Role.Crash crash = oneIn(10) ? pick(Role.Crash.values()) : Role.Crash.NEVER;
        int crashes = random.nextInt(components);
        for (int i = 0; i < components; i++) {
            add(i < sources, i == crashes ? crash : Role.Crash.NEVER);
        }
    }

    /** Returns the graph as text, for a message. */
    @Override
    public String toString() {
        var text = new StringBuilder("graph of seed " + seed + ", " + stop);
        for (int i = 0; i < roles.size(); i++) {
            text.append("\n  ").append(roles.get(i)).append(' ').append(specs.get(i).options());
        }
        for (StreamSpec stream : streams) {
            text.append("\n  ").append(stream).append(' ').append(stream.whenFull());
            text.append(' ').append(stream.buffer()).append(' ').append(stream.condition());
        }
        return text.toString();
    }

    /** What a run was like. */
    record Story(Simulation.Result result, TreeSet<String> features) {}

    /** Runs the graph, and throws an {@link AssertionError} if anything is wrong. */
    Story run() {
        boolean copies = oneIn(200);
        boolean fused = !oneIn(3);
        boolean asked = !oneIn(3);
        Graph graph = new Graph("sim", Path.of(""), specs, streams, List.of());
        Simulation usual = Simulation.of(graph).within(100_000);
        Simulation simulation =
                (asked ? usual : usual.unasked())
                        .check(_ -> ledger.check())
                        .with(o -> fused ? o : o.unfused())
                        .with(o -> copies ? o : o.withoutCopies());
        feature(fused, "fused");
        feature(copies, "copies");
        feature(stop == Stop.DRAIN, "drain");
        feature(stop == Stop.CANCEL, "cancel");
        long step = random.nextInt(1 << random.nextInt(2, 11));
        try {
            Simulation.Result result =
                    switch (stop) {
                        case NONE -> simulation.run(seed);
                        case DRAIN -> simulation.atStep(step, Run::drain).run(seed);
                        case CANCEL -> simulation.atStep(step, Run::cancel).run(seed);
                    };
            check(graph, result);
            return new Story(result, features);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + this, e);
        }
    }

    private void check(Graph graph, Simulation.Result result) {
        ledger.checkEnd(graph, result.outcome());
        boolean finished = result.outcome() instanceof Run.Outcome.Finished;
        if (finished) {
            new Balance(graph, ledger, result).check();
        } else if (stop != Stop.CANCEL && !ledger.mayFail()) {
            throw new AssertionError("it did not finish: " + result.outcome());
        }
    }

    private void add(boolean source, Role.Crash crash) {
        int number = roles.size();
        List<Source> from = source ? List.of() : senders();
        Role.Shape shape =
                source ? (oneIn(3) ? Role.Shape.APART : Role.Shape.SOURCE) : shape(from.size());
        Role.Act act = pick(Role.Act.values());
        boolean refuses = oneIn(5);
        boolean endless = source && stop != Stop.NONE && oneIn(2);
        Role role =
                new Role(
                        number,
                        shape,
                        act,
                        endless ? Role.ENDLESS : (source ? random.nextInt(1, 61) : 0),
                        !source && oneIn(10) ? random.nextInt(1, 20) : 0,
                        refuses,
                        policy(refuses),
                        oneIn(3),
                        crash,
                        inputs(from.size()),
                        oneIn(6) ? List.of(Output.DEFAULT, "other") : List.of(Output.DEFAULT));
        roles.add(role);
        ComponentSpec.Options options = options(role, ledger.add(role));
        specs.add(
                new ComponentSpec(
                        role.name(),
                        new SimulatedParts.Type(role, ledger),
                        role,
                        options,
                        Position.NONE));
        int items = source ? Math.min(role.items(), 60) : 0;
        for (int i = 0; i < from.size(); i++) {
            items += bind(from.get(i), role, role.inputs().get(i), options.key() != null);
        }
        mostItems[number] = items * (source ? 1 : act.most);
        unused[number] = true;
        feature(from.size() > 1, "fan-in");
        feature(options.parallelism() > 1, "parallel");
        feature(options.rateLimit() != null, "rate limits");
        feature(role.limit() > 0, "early end");
        feature(role.refuses(), "failing items");
        feature(crash != Role.Crash.NEVER, "failing component");
        feature(role.slow(), "slow");
        feature(shape == Role.Shape.TIMED, "timers");
        feature(shape == Role.Shape.LOOP || shape == Role.Shape.EVENTS, "loops");
        feature(shape == Role.Shape.BATCHES, "batches");
        feature(shape == Role.Shape.EACH && from.size() > 1, "turns");
    }

    /** An output that a component takes from. */
    private record Source(Role role, int port) {}

    private List<Source> senders() {
        var from = new ArrayList<Source>();
        int wanted = oneIn(3) ? random.nextInt(2, 4) : 1;
        int items = 0;
        for (int tries = 0; tries < 8 && from.size() < wanted; tries++) {
            Role role = pick(roles.toArray(Role[]::new));
            if (tries < 4 && !unused[role.number()]) {
                continue;
            }
            int port = oneIn(8) ? Tag.FAILED : random.nextInt(role.outputs().size());
            if (items + mostItems[role.number()] <= MOST_ITEMS) {
                items += mostItems[role.number()];
                from.add(new Source(role, port));
            }
        }
        if (from.isEmpty()) {
            from.add(new Source(roles.getFirst(), 0)); // a source sends few enough
        }
        return from;
    }

    private Role.Shape shape(int inputs) {
        Role.Shape shape = pick(Role.Shape.values());
        return switch (shape) {
            case SOURCE, APART, HANDLER -> Role.Shape.HANDLER;
            case LOOP, BATCHES -> inputs == 1 ? shape : Role.Shape.EACH;
            case TIMED, EVENTS, EACH -> shape;
        };
    }

    private static List<String> inputs(int count) {
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            names.add(i == 0 ? Input.DEFAULT : "input" + i);
        }
        return List.copyOf(names);
    }

    private OnError policy(boolean refuses) {
        if (refuses && oneIn(20)) {
            return OnError.STOP;
        }
        return oneIn(3) ? (oneIn(2) ? OnError.DEAD_LETTER : OnError.SKIP) : OnError.ERROR_STREAM;
    }

    private ComponentSpec.Options options(Role role, Ledger.Tally tally) {
        boolean keyed = !role.isSource() && oneIn(5);
        return new ComponentSpec.Options(
                keyed ? new Tag.Key(failsAt(), tally, ledger) : null,
                null,
                !role.isSource() && role.shape() != Role.Shape.EACH && oneIn(5)
                        ? random.nextInt(2, Ledger.INSTANCES)
                        : 1,
                oneIn(6)
                        ? (oneIn(2) ? Distribution.ROUND_ROBIN : Distribution.KEY)
                        : Distribution.BROADCAST,
                role.policy(),
                mayBeTriedAgain(role) && oneIn(4) ? policies() : Policies.NONE,
                oneIn(8) ? buffer() : null,
                ComponentSpec.Batching.DEFAULT,
                oneIn(10) ? rateLimit() : null,
                null,
                "");
    }

    /** Returns the rest for which a rule fails, one that no number has for most rules. */
    private int failsAt() {
        return oneIn(3) ? random.nextInt(7) : -1;
    }

    /** Whether a component sends no more for an item than the smallest buffer can hold back. */
    private static boolean mayBeTriedAgain(Role role) {
        return role.shape() == Role.Shape.HANDLER && role.act().most == 1;
    }

    /** Returns policies that change nothing but when things happen: each item is tried once. */
    private Policies policies() {
        return new Policies(
                0,
                Policies.Backoff.DEFAULT,
                oneIn(2) ? Duration.ofHours(1) : null,
                oneIn(2)
                        ? new Policies.CircuitBreaker(
                                random.nextInt(1, 4),
                                Duration.ofMillis(random.nextInt(20)),
                                random.nextInt(1, 3),
                                Policies.WhenOpen.WAIT)
                        : null,
                oneIn(2)
                        ? new Policies.Bulkhead(random.nextInt(1, 3), oneIn(2) ? "shared" : "")
                        : null);
    }

    private RateLimit rateLimit() {
        return new RateLimit(random.nextInt(1, 6), Duration.ofMillis(random.nextInt(1, 10)));
    }

    private Buffer buffer() {
        int items = random.nextInt(1, 9);
        return new Buffer(items, oneIn(4) ? random.nextInt(1, 40 * items) : 1 << 20);
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }

    private void feature(boolean has, String name) {
        if (has) {
            features.add(name);
        }
    }

    /** Binds an output to an input; returns how many items may come. */
    private int bind(Source from, Role to, String input, boolean keyed) {
        boolean drops = from.port != Tag.FAILED && oneIn(10);
        WhenFull whenFull =
                !drops ? WhenFull.BLOCK : oneIn(2) ? WhenFull.DROP_NEWEST : WhenFull.DROP_OLDEST;
        String port = from.port == Tag.FAILED ? Output.ERROR : from.role.outputs().get(from.port);
        var flow = ledger.add(new Ledger.Flow(from.role, to, input, from.port, drops));
        flow.keyed = keyed;
        var condition = oneIn(6) ? new Tag.Condition(failsAt(), flow, ledger) : null;
        streams.add(
                new StreamSpec(
                        new StreamSpec.Port(from.role.name(), port),
                        new StreamSpec.Port(to.name(), input),
                        drops || oneIn(3) ? buffer() : null,
                        whenFull,
                        condition,
                        Position.NONE));
        feature(!unused[from.role.number()], "fan-out");
        feature(drops, "drops");
        feature(condition != null, "conditions");
        unused[from.role.number()] = false;
        return mostItems[from.role.number()];
    }
}
