package io.millrace.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.api.Component;
import io.millrace.api.Expression;
import io.millrace.api.Input;
import io.millrace.api.JournaledSource;
import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.engine.errors.Attempts;
import io.millrace.engine.journal.JournalingSource;
import io.millrace.engine.letters.ResumingSource;
import io.millrace.graph.ComponentSpec;
import io.millrace.graph.ComponentSpec.Buffer;
import io.millrace.graph.ComponentSpec.Distribution;
import io.millrace.graph.EventTime;
import io.millrace.graph.Graph;
import io.millrace.graph.StreamSpec;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the tasks of a plan, with their instances wired to each other. */
final class Assembler {

    private final Plan plan;
    private final EmbeddedRun run;
    private final Failures failures;
    private final RunOptions options;
    private final Ring.Lanes lanes;
    private final Map<StreamSpec, Plan.Link> links = new HashMap<>();
    private final Map<String, List<StreamSpec>> outputs = new HashMap<>();
    private final Map<String, List<Instance>> instances = new LinkedHashMap<>();
    private final IdentityHashMap<Instance, FusedHandler> handlers = new IdentityHashMap<>();
    private final Map<StreamSpec, List<Channel>> channels = new HashMap<>();
    private final Map<String, @Nullable RateLimit> limits = new HashMap<>();
    private final Guards guards;
    private final Set<String> timed;
    private Map<String, Boolean> idling = Map.of();

    Assembler(Plan plan, EmbeddedRun run, Failures failures, RunOptions options) {
        this.plan = plan;
        this.run = run;
        this.failures = failures;
        this.options = options;
        this.guards = new Guards(options.seams().random());
        List<ComponentSpec> components = plan.graph().components();
        boolean resumes = components.stream().anyMatch(Assembler::resumes);
        boolean keys = components.stream().anyMatch(c -> c.options().key() != null);
        this.timed = timed(plan.graph());
        this.lanes = new Ring.Lanes(keys || resumes, resumes || !timed.isEmpty(), false);
        for (Plan.Link link : plan.links()) {
            links.put(link.stream(), link);
            outputs.computeIfAbsent(link.stream().from().component(), _ -> new ArrayList<>())
                    .add(link.stream());
        }
    }

    /**
     * Makes the tasks.
     *
     * @throws ComponentFailure if a component cannot be created
     */
    List<Task> assemble() {
        List<Task> tasks = new ArrayList<>();
        for (Plan.Task planned : plan.tasks()) {
            tasks.add(task(planned));
        }
        idling = idling();
        for (Task task : tasks) {
            for (Instance instance : task.instances.reversed()) {
                wire(instance);
            }
        }
        tasks.forEach(this::root);
        for (Task task : tasks) {
            for (Instance instance : task.instances) {
                if (instance.time().merges()) {
                    task.idleStreams.add(instance.time());
                }
            }
        }
        return tasks;
    }

    /** Returns the components whose inputs, or some of them, have event time. */
    private static Set<String> timed(Graph graph) {
        var timed = new HashSet<String>();
        for (ComponentSpec component : graph.components()) {
            if (component.options().eventTime() != null) {
                timed.add(component.name());
            }
        }
        boolean goesOn = !timed.isEmpty();
        while (goesOn) {
            goesOn = false;
            for (StreamSpec stream : graph.streams()) {
                goesOn |=
                        timed.contains(stream.from().component())
                                && timed.add(stream.to().component());
            }
        }
        return timed;
    }

    /** Whether watermarks come by a stream. */
    private boolean isTimed(StreamSpec stream) {
        return timed.contains(stream.from().component()) || ownTime(stream) != null;
    }

    /** Whether what a component sends comes from a source that may have nothing for a while. */
    private boolean mayBeIdle(String component) {
        return requireNonNull(idling.get(component));
    }

    private Map<String, Boolean> idling() {
        var found = new HashMap<String, Boolean>();
        instances.forEach(
                (name, all) ->
                        found.put(
                                name,
                                all.getFirst().component instanceof Source source
                                        && source.mayBeIdle()));
        boolean goesOn = true;
        while (goesOn) {
            goesOn = false;
            for (StreamSpec stream : plan.graph().streams()) {
                goesOn |=
                        requireNonNull(found.get(stream.from().component()))
                                && !requireNonNull(found.put(stream.to().component(), true));
            }
        }
        return found;
    }

    private @Nullable EventTime ownTime(StreamSpec stream) {
        return plan.graph().component(stream.to().component()).options().eventTime();
    }

    /** Whether items come with keys and timestamps that no component of the plan gives them. */
    private static boolean resumes(ComponentSpec component) {
        return ResumingSource.class.isAssignableFrom(component.type().implementation());
    }

    Map<String, List<Instance>> instances() {
        return instances;
    }

    /** Returns the channels of each stream that is not fused. */
    Map<StreamSpec, List<Channel>> channels() {
        return channels;
    }

    private Task task(Plan.Task planned) {
        ComponentSpec root = plan.graph().component(planned.root());
        String name = planned.name(root.options().parallelism());
        boolean chain = options.fuse() && Planner.isChained(root);
        Task task = chain ? new ChainTask(name, run) : new LoopTask(name, run);
        task.cooperative =
                !Source.class.isAssignableFrom(root.type().implementation())
                        || Planner.isCooperative(root.type().implementation());
        Checkpoints checkpoints = run.kept();
        if (checkpoints != null) {
            task.keepIn(checkpoints);
        }
        task.pace.setLimit(limits.computeIfAbsent(root.name(), _ -> RateLimit.of(root)));
        for (String member : planned.components()) {
            ComponentSpec spec = plan.graph().component(member);
            Instance instance =
                    new Instance(
                            spec,
                            planned.instance(),
                            create(spec, planned.instance(), task.isKept()),
                            task,
                            failures);
            guards.guard(instance);
            task.instances.add(instance);
            instances.computeIfAbsent(member, _ -> new ArrayList<>()).add(instance);
        }
        return task;
    }

    private Component create(ComponentSpec spec, int instance, boolean isKept) {
        try {
            Component component = spec.type().create(spec.config());
            return isKept && component instanceof JournaledSource source
                    ? new JournalingSource(source, journal(spec, instance))
                    : component;
        } catch (Exception | Error e) {
            throw new ComponentFailure(spec.name(), "setup", e);
        }
    }

    private Path journal(ComponentSpec spec, int instance) {
        String name = spec.name().replace(ComponentSpec.WITHIN, ".") + "-" + instance;
        return JournalingSource.folder(options.stateFolder()).resolve(name);
    }

    /** Gives an instance its outputs; its fused takers already have theirs. */
    private void wire(Instance instance) {
        Map<String, List<Target>> targets = new LinkedHashMap<>();
        for (StreamSpec stream : outputs.getOrDefault(instance.spec.name(), List.of())) {
            targets.computeIfAbsent(stream.from().port(), _ -> new ArrayList<>())
                    .add(target(stream, instance));
        }
        List<String> names = new ArrayList<>(instance.spec.outputs());
        names.add(Output.ERROR);
        for (String name : names) {
            List<Target> bound = targets.getOrDefault(name, List.of());
            if (bound.isEmpty()) {
                Output port = new UnboundPort(name, instance.counters());
                instance.outputs.addUnbound(held(port, instance));
            } else {
                Target target = distribute(bound, instance);
                if (!instance.task.cooperative) {
                    target = new Targets.Eager(target, instance.task);
                }
                instance.outputs.add(held(output(name, instance, target), instance), target);
            }
        }
        if (instance != instance.task.root() || instance.task instanceof ChainTask) {
            var constants = new FusedHandler.Constants(instance, instance.addWay(), null);
            handlers.put(instance, new FusedHandler(constants));
        }
    }

    /** Puts an output behind what holds back the items of an attempt, or of a step. */
    private static Output held(Output output, Instance sender) {
        if (sender.takesInTurn()) {
            return new StepOutput(output, sender.task.outbox());
        }
        Attempts attempts = sender.errors().attempts();
        return attempts == null || output.name().equals(Output.ERROR)
                ? output
                : new AttemptOutput(output, attempts.held());
    }

    private Output output(String name, Instance sender, Target target) {
        boolean error = name.equals(Output.ERROR);
        if (target instanceof FusedHandler handler && !error) {
            FusedHandler.Constants direct = handler.asOutput(sender, name);
            return options.copies()
                    ? Copies.of(Output.class, FusedHandler.class, direct)
                    : new FusedHandler(direct);
        }
        Counter sent = error ? new Counter() : sender.counters().out();
        var constants = new OutputPort.Constants(name, sender, copy(target), sent);
        return options.copies()
                ? Copies.of(Output.class, OutputPort.class, constants)
                : new OutputPort(constants);
    }

    /** Returns a target as it is to be called: a handler by a copy of its own for each caller. */
    private Target copy(Target target) {
        return target instanceof FusedHandler handler && options.copies()
                ? Copies.of(Target.class, FusedHandler.class, handler.constants())
                : target;
    }

    private Target distribute(List<Target> targets, Instance sender) {
        if (targets.size() == 1) {
            return targets.getFirst();
        }
        Target[] all = targets.stream().map(this::copy).toArray(Target[]::new);
        Distribution how = sender.spec.options().distribute();
        return how == Distribution.BROADCAST
                ? new Targets.Broadcast(all)
                : new Targets.Partition(all, sender.task.cursor, how == Distribution.KEY);
    }

    /** Returns where one stream of one sender leads. */
    private Target target(StreamSpec stream, Instance sender) {
        Edge edge = new Edge(sender, stream.from().port().equals(Output.ERROR));
        List<Instance> takers = requireNonNull(instances.get(stream.to().component()));
        Cursor cursor = sender.task.cursor;
        Target target;
        if (requireNonNull(links.get(stream)).fused()) {
            Instance taker = takers.get(sender.index);
            edge.addTaker(taker);
            taker.addFusedInput(edge);
            target = requireNonNull(handlers.get(taker));
            if (isTimed(stream)) {
                InputTime input = taker.time().addInput(null);
                if (isOneOfSeveral(stream)) {
                    target = new Targets.Into(input, copy(target));
                }
            }
            if (!isOnly(stream.to().port(), sender.task)) {
                target = new Targets.Named(stream.to().port(), copy(target), cursor);
            }
        } else {
            List<Target> ends = new ArrayList<>();
            for (Instance taker : takers) {
                ends.add(toChannel(stream, sender, taker, edge));
            }
            target =
                    ends.size() == 1
                            ? ends.getFirst()
                            : new Targets.Partition(ends.toArray(Target[]::new), cursor, true);
        }
        Expression key = takers.getFirst().spec.options().key();
        if (key != null) {
            target = new Targets.Keyed(key, copy(target), cursor);
        }
        EventTime time = ownTime(stream);
        if (time != null) {
            Timed own = new Timed(time, copy(target), cursor);
            if (mayBeIdle(stream.from().component())) {
                sender.task.idleStreams.add(own);
            }
            sender.keptTime.add(stream.toString(), own);
            target = own;
        }
        if (stream.condition() != null) {
            target = new Targets.Gate(stream, stream.condition(), copy(target), sender, cursor);
        }
        return target;
    }

    private boolean isOneOfSeveral(StreamSpec stream) {
        String taker = stream.to().component();
        return links.keySet().stream().filter(s -> s.to().component().equals(taker)).count() > 1;
    }

    /** Whether a task has this name alone for what its components take from. */
    private static boolean isOnly(String input, Task task) {
        return task.instances.stream()
                .filter(i -> !(i.component instanceof Source))
                .allMatch(i -> i.spec.inputs().equals(List.of(input)));
    }

    private Target toChannel(StreamSpec stream, Instance sender, Instance taker, Edge edge) {
        Buffer buffer = requireNonNull(links.get(stream)).buffer();
        String input = stream.to().port();
        Task from = sender.task;
        Task to = taker.task;
        Channel channel =
                switch (stream.whenFull()) {
                    case DROP_OLDEST ->
                            new SlidingBuffer(
                                    input, buffer, to.parker, sender.counters(), from::takerEnded);
                    case BLOCK, DROP_NEWEST ->
                            new Ring(
                                    input,
                                    buffer,
                                    stream.whenFull() == StreamSpec.WhenFull.DROP_NEWEST,
                                    isTimed(stream) ? lanes.withWatermarks() : lanes,
                                    run.time(),
                                    from.parker,
                                    to.parker,
                                    sender.counters(),
                                    from::takerEnded);
                };
        channel.inputTime = isTimed(stream) ? taker.time().addInput(channel) : null;
        edge.addTaker(channel);
        from.outgoing.add(channel, edge);
        channels.computeIfAbsent(stream, _ -> new ArrayList<>()).add(channel);
        return new Targets.ToChannel(channel, edge, from.cursor, taker.addChannel(channel));
    }

    private void root(Task task) {
        Instance root = task.root();
        task.cursor.stream = root.component instanceof Source ? Input.DEFAULT : task.cursor.stream;
        switch (task) {
            case ChainTask chain -> chain.setRoot(chainLoop(chain), root.channels());
            case LoopTask loop -> {
                if (root.component instanceof Source) {
                    loop.setSource(sourcePort(loop));
                }
            }
        }
    }

    private ChainTask.ChainLoop chainLoop(ChainTask task) {
        Target root = copy(requireNonNull(handlers.get(task.root())));
        var constants = new CopiedLoop.Constants(root, task, task.root(), task.cursor);
        return options.copies()
                ? Copies.of(ChainTask.ChainLoop.class, CopiedLoop.class, constants)
                : new CopiedLoop(constants);
    }

    private SourceOutput sourcePort(LoopTask task) {
        Output output = task.root().defaultPort();
        var constants =
                new SourcePort.Constants(
                        task,
                        task.root(),
                        output,
                        task.pace.isLimited(),
                        task.isKept() && !task.cooperative);
        SourceOutput port =
                options.copies()
                        ? Copies.of(SourceOutput.class, SourcePort.class, constants)
                        : new SourcePort(constants);
        return task.root().component instanceof ResumingSource source
                ? new ResumingPort(port, source, task.cursor, failures.origins())
                : port;
    }
}
