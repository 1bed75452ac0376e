package io.millrace.engine;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Errors;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.State;
import io.millrace.api.StateSpec;
import io.millrace.api.StreamFinished;
import io.millrace.api.ValueState;
import io.millrace.engine.checkpoint.InstanceId;
import io.millrace.engine.letters.Arrival;
import io.millrace.engine.state.StateTables;
import io.millrace.graph.ComponentSpec;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * One instance of a component in a run: its ports, its counts, its error handler, and who ends
 * when. Of its task's thread alone, but for what says otherwise.
 */
final class Instance {

    private static final Logger LOG = LoggerFactory.getLogger("io.millrace.engine");

    private static final Pattern STATE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");

    private enum Stage {
        OPEN,
        /** Ends as soon as its current call returns. */
        FINISHING,
        DONE
    }

    final ComponentSpec spec;
    final int index;
    final Component component;
    final Task task;

    /** Items the component has taken and let go, by reasons of its own. */
    final Map<String, Counter> drops = new ConcurrentHashMap<>();

    /** What the component remembers, and the engine for it. */
    final StateTables states;

    final InstanceOutputs outputs;
    final Resources resources;

    private final Counters counters = new Counters();
    private final InstanceTime time;
    final KeptTime keptTime = new KeptTime(this);
    private final ErrorBoundary errors;
    private final List<Edge> edges = new ArrayList<>();
    private final List<Edge> fusedInputs = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<Counter> discards = new ArrayList<>();
    private final List<Turnstile> ways = new ArrayList<>();
    private final List<Turnstile> waysOn = new ArrayList<>();
    private Stage stage = Stage.OPEN;
    private int openInputs;
    private boolean cancelled;
    private volatile boolean setUp;
    private @Nullable Backlog backlog;
    private @Nullable ValueState<Boolean> ended;
    boolean failing; // an error item of this is being sent
    private volatile Run.State state = Run.State.CREATED;

    Instance(ComponentSpec spec, int index, Component component, Task task, Failures failures) {
        this.spec = spec;
        this.index = index;
        this.component = component;
        this.task = task;
        this.states =
                new StateTables(
                        spec.name(),
                        index,
                        spec.options().parallelism(),
                        task.cursor,
                        task.time(),
                        task.states());
        this.outputs = new InstanceOutputs(spec.name());
        this.resources = new Resources(spec.name());
        this.errors = new ErrorBoundary(this, failures, task.time());
        this.time = new InstanceTime(this, task instanceof LoopTask && task.instances.isEmpty());
    }

    /** Whether it may take from several inputs in an order of its own. */
    boolean takesInTurn() {
        return task.isKept() && task instanceof LoopTask && spec.inputs().size() > 1;
    }

    /** Returns what such a component has before it that no channel holds; null for others. */
    @Nullable Backlog backlog() {
        return backlog;
    }

    InstanceId id() {
        return new InstanceId(spec.name(), index);
    }

    // ---- wiring, before the run starts

    void addEdge(Edge edge) {
        edges.add(edge);
    }

    void addFusedInput(Edge edge) {
        fusedInputs.add(edge);
        openInputs++;
    }

    Counter addChannel(Channel channel) {
        channels.add(channel);
        openInputs++;
        Counter discarded = new Counter();
        discards.add(discarded);
        return discarded;
    }

    /** Adds a way in for a sender that calls this handler. */
    Turnstile addWay() {
        Turnstile way = new Turnstile();
        ways.add(way);
        return way;
    }

    /** Adds an output that is the way into its taker: who passes was sent here and taken there. */
    void addWayOn(Turnstile way) {
        waysOn.add(way);
    }

    List<Channel> channels() {
        return channels;
    }

    InstanceTime time() {
        return time;
    }

    // ---- what other threads may ask

    Counters counters() {
        return counters;
    }

    long itemsIn() {
        return counters.in().get() + passed(ways);
    }

    long itemsOut() {
        return counters.out().get() + passed(waysOn);
    }

    private static long passed(List<Turnstile> ways) {
        return ways.stream().mapToLong(Turnstile::count).sum();
    }

    long afterEnd() {
        return counters.afterEnd().get()
                + discards.stream().mapToLong(Counter::get).sum()
                + channels.stream().mapToLong(Channel::leftBehind).sum();
    }

    Run.State state() {
        return state;
    }

    void state(Run.State next) {
        state = next;
    }

    String variant() {
        return spec.variant();
    }

    /** Adds what its states hold to an epoch: what has changed, and all of it if that is asked. */
    void freeze(Snapshot snapshot, boolean base) {
        if (task.outbox().isOpen()) {
            snapshot.changes.addAll(states.freezeAsOfBegin());
        } else {
            keptTime.keep();
            snapshot.changes.addAll(states.freeze());
        }
        if (base) {
            snapshot.base.addAll(states.freezeAll());
        }
    }

    // ---- set-up

    /** Sets the component up. */
    void setUp(Context context) throws Exception {
        if (takesInTurn()) {
            backlog = new Backlog(this);
        }
        keptTime.declare();
        if (task.isKept()) {
            ended = states.declare(StateSpec.value("$ended", Boolean.class));
        }
        component.setup(context);
        setUp = true;
        tell("initialized");
    }

    /** Declares a state of the component's own. */
    <S extends State> S state(StateSpec<S> declared) {
        if (setUp) {
            throw new IllegalStateException(
                    "component '%s' declares the state '%s' after its set-up"
                            .formatted(spec.name(), declared.name()));
        }
        if (!STATE_NAME.matcher(declared.name()).matches()) {
            throw new IllegalArgumentException(
                    "component '%s': the name of a state is in snake case, not '%s'"
                            .formatted(spec.name(), declared.name()));
        }
        return states.declare(declared);
    }

    boolean isSetUp() {
        return setUp;
    }

    /** Returns the type as a log line has it: of one that is named by its file, the class. */
    String typeName() {
        String name = spec.type().name();
        return name.contains("/") ? spec.type().implementation().getSimpleName() : name;
    }

    /** Logs a step of the component's life. */
    void tell(String step) {
        LOG.atInfo()
                .addKeyValue("component", spec.name())
                .addKeyValue("type", spec.type().name())
                .addKeyValue("variant", variant())
                .log("{} '{}' {}", typeName(), spec.name(), step);
    }

    // ---- sending

    Output port(String name) {
        return outputs.named(name);
    }

    Output defaultPort() {
        return outputs.byDefault();
    }

    boolean mayNotSend() {
        return cancelled || stage == Stage.DONE;
    }

    /** Ends the caller, who has nobody left to send to, or may not send. */
    @SuppressWarnings("DoNotCallSuggester")
    void refuse() {
        task.checkThread(this);
        task.pass(); // one that does not let this through comes here again and again
        throw new StreamFinished();
    }

    /** Sends by one of its outputs if there is room behind it. */
    boolean trySend(Output output, Target target, Object item) throws InterruptedException {
        return send(output, target, item, Duration.ZERO);
    }

    /** Sends by one of its outputs as soon as there is room behind it, if that is in time. */
    boolean send(Output output, Target target, Object item, Duration atMost)
            throws InterruptedException {
        Objects.requireNonNull(item, "item");
        task.checkThread(this);
        if (mayNotSend()) {
            refuse();
        }
        if (!target.hasRoom(item)) {
            long since = task.now();
            boolean inTime = task.await(() -> target.hasRoom(item), Task.after(since, atMost));
            counters.blockedNanos().raise(task.now() - since);
            if (!inTime) {
                return false;
            }
        }
        output.send(item);
        return true;
    }

    /** Sends nothing any more, whatever has become of the run. */
    void close() {
        stage = Stage.DONE;
        ways.forEach(Turnstile::shut);
    }

    // ---- failures

    ErrorBoundary errors() {
        return errors;
    }

    /** Returns the epoch that what is done now belongs to; 0 where there are no checkpoints. */
    long epoch() {
        return task.isKept() ? task.epochs().filling() : 0;
    }

    void fail(Object item, String operation, Exception cause) throws InterruptedException {
        errors.fail(item, operation, cause);
    }

    /** Returns where the item that is worked on has come in. */
    Arrival arrival() {
        List<String> inputs = spec.inputs();
        if (inputs.isEmpty()) {
            return Arrival.nowhere(task.cursor);
        }
        String input = inputs.size() == 1 ? inputs.getFirst() : task.cursor.stream;
        return Arrival.at(input, task.cursor);
    }

    boolean errorStreamIsOpen() {
        return stage != Stage.DONE && edges.stream().anyMatch(e -> e.isError() && e.isOpen());
    }

    /** Calls the component for something that is not one item: what it throws is its failure. */
    void call(Errors.Action call) throws InterruptedException {
        try {
            call.run();
        } catch (StreamFinished e) {
            finish();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            throw crash(e);
        }
    }

    ComponentFailure crash(Throwable cause) {
        return cause instanceof ComponentFailure failure ? failure : failed("process", cause);
    }

    /** Reports the component's failure at once: what is thrown next might be caught on its way. */
    ComponentFailure failed(String phase, Throwable cause) {
        errors.fatal(phase, cause);
        return task.failed(new ComponentFailure(spec.name(), phase, cause));
    }

    /** Takes and sends nothing any more, from now on or from the next look; for the pacer. */
    void abandon() {
        cancelled = true;
        ways.forEach(Turnstile::shut);
        state = Run.State.FAILED;
    }

    /** Counts items that were taken and let go. */
    void drop(String reason, long items) {
        if (items > 0) {
            drops.computeIfAbsent(reason, _ -> new Counter()).raise(items);
        }
    }

    // ---- who ends when

    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    boolean isDone() {
        return stage == Stage.DONE;
    }

    /** Asks for an early end, when the current call returns. */
    void finish() {
        if (stage == Stage.OPEN) {
            stage = Stage.FINISHING;
            ways.forEach(Turnstile::shut);
            task.call();
        }
    }

    /** Carries out an early end that was asked for. */
    void settle() throws InterruptedException {
        if (stage == Stage.FINISHING) {
            end();
        }
    }

    /** Says that one input has ended; after the last one a handler ends. */
    void inputEnded() throws InterruptedException {
        openInputs--;
        if (openInputs > 0 || stage == Stage.DONE) {
            return;
        }
        time.end();
        if (stage == Stage.OPEN && component instanceof Handler<?> handler) {
            call(
                    () -> {
                        handler.onEnd(defaultPort());
                        handler.flush();
                    });
        }
        end();
    }

    void flush() throws InterruptedException {
        if (stage == Stage.OPEN && component instanceof Handler<?> handler) {
            call(handler::flush);
            settle();
        }
    }

    /** Ends: takes nothing more, and the outputs end. */
    void end() throws InterruptedException {
        if (stage == Stage.DONE) {
            return;
        }
        stage = Stage.DONE;
        ways.forEach(Turnstile::shut);
        for (Edge edge : fusedInputs) {
            edge.takerEnded(this);
        }
        for (Channel channel : channels) {
            channel.cancel();
        }
        outputs.end();
        state = Run.State.STOPPED;
    }

    /** Keeps that it has ended, for a run that goes on from here. */
    void keepEnd() {
        if (ended != null && stage == Stage.DONE && ended.isEmpty()) {
            ended.set(true);
        }
    }

    /**
     * Ends its streams if it had ended at the checkpoint that the run goes on from: it has said all
     * that it had to say.
     */
    void endAgain() throws InterruptedException {
        if (ended != null && !ended.isEmpty()) {
            end();
        }
    }

    /** Learns that nobody takes from one of its edges any more. */
    void edgeEnded() {
        if (edges.stream().noneMatch(e -> !e.isError() && e.isOpen())
                && edges.stream().anyMatch(e -> !e.isError())) {
            cancelled = true;
            finish();
        }
    }
}
