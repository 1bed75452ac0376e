package io.millrace.engine;

import io.millrace.api.Component;
import io.millrace.api.EnvironmentException;
import io.millrace.api.Errors;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.StreamFinished;
import io.millrace.graph.ComponentSpec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One instance of a component in a run: its ports, its counts, its error boundary, and who ends
 * when. Of its task's thread alone, but for what says otherwise.
 */
final class Instance implements Errors {

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

    /** Items the component has let go, by its own reasons. */
    final Map<String, Counter> drops = new ConcurrentHashMap<>();

    private final Counters counters = new Counters();
    private final Failures failures;
    private final Map<String, Output> ports = new LinkedHashMap<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<Edge> fusedInputs = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<Counter> discards = new ArrayList<>();
    private final List<Turnstile> ways = new ArrayList<>();
    private final List<Turnstile> waysOn = new ArrayList<>();
    private Stage stage = Stage.OPEN;
    private int openInputs;
    private boolean cancelled;
    private boolean failing;
    private volatile Run.State state = Run.State.CREATED;

    Instance(ComponentSpec spec, int index, Component component, Task task, Failures failures) {
        this.spec = spec;
        this.index = index;
        this.component = component;
        this.task = task;
        this.failures = failures;
    }

    // ---- wiring, before the run starts

    void addPort(Output port, @Nullable Target target) {
        ports.put(port.name(), port);
        if (target != null) {
            targets.add(target);
        }
    }

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

    // ---- sending

    Output port(String name) {
        Output port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException(
                    "component '%s' has no output '%s'; it has %s"
                            .formatted(spec.name(), name, String.join(", ", ports.keySet())));
        }
        return port;
    }

    /** The output handed to a handler; one that has no such output may not use it. */
    Output defaultPort() {
        Output port = ports.get(Output.DEFAULT);
        return port != null ? port : new NoPort(spec.name());
    }

    boolean mayNotSend() {
        return cancelled || stage == Stage.DONE;
    }

    /** Ends the caller, who has nobody left to send to. */
    @SuppressWarnings("DoNotCallSuggester")
    void refuse() {
        throw new StreamFinished();
    }

    // ---- the error boundary

    @Override
    public boolean run(String operation, Object item, Action action) throws InterruptedException {
        try {
            action.run();
            return true;
        } catch (StreamFinished e) {
            throw e;
        } catch (InterruptedException e) {
            interrupted(item, e);
        } catch (Exception e) {
            fail(item, operation, e);
        } catch (Error e) {
            throw crash(e);
        }
        return false;
    }

    /** Passes an interruption on if it means the end of the run; else it is the item's failure. */
    void interrupted(Object item, InterruptedException cause) throws InterruptedException {
        if (task.isCancelled()) {
            throw cause;
        }
        fail(item, "onItem", cause);
    }

    void fail(Object item, String operation, Exception cause) throws InterruptedException {
        fail(item, operation, cause, task.position());
    }

    /** Fails an item by the component's policy. */
    void fail(Object item, String operation, Exception cause, @Nullable Object position)
            throws InterruptedException {
        if (cause instanceof EnvironmentException) {
            throw failed(operation, cause); // a full disk fails more than this item
        }
        counters.errors().raise();
        switch (spec.options().onError()) {
            case SKIP -> counters.skipped().raise();
            case STOP -> throw failed(operation, cause);
            case DEAD_LETTER -> deadLetter(item, operation, cause, position);
            case ERROR_STREAM -> {
                if (errorStreamIsOpen() && !failing) {
                    failing = true; // a condition on the error stream may fail for the error item
                    try {
                        port(Output.ERROR)
                                .send(failures.item(spec, item, operation, cause, position));
                    } finally {
                        failing = false;
                    }
                } else {
                    deadLetter(item, operation, cause, position);
                }
            }
        }
    }

    private void deadLetter(
            Object item, String operation, Exception cause, @Nullable Object position) {
        try {
            failures.deadLetter(spec, item, operation, cause, position);
        } catch (IOException e) {
            e.addSuppressed(cause);
            throw failed("dead letter", e);
        }
        counters.deadLetters().raise();
    }

    private boolean errorStreamIsOpen() {
        return stage != Stage.DONE && edges.stream().anyMatch(e -> e.isError() && e.isOpen());
    }

    /** Calls the component for something that is not one item: what it throws is its failure. */
    void call(Action call) throws InterruptedException {
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
    private ComponentFailure failed(String phase, Throwable cause) {
        return task.failed(new ComponentFailure(spec.name(), phase, cause));
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
        for (Target target : targets) {
            target.end();
        }
        state = Run.State.STOPPED;
    }

    /** Learns that nobody takes from one of its edges any more. */
    void edgeEnded() {
        if (edges.stream().noneMatch(e -> !e.isError() && e.isOpen())
                && edges.stream().anyMatch(e -> !e.isError())) {
            cancelled = true;
            finish();
        }
    }

    /** Stands for the default output of a component that has none. */
    private record NoPort(String component) implements Output {
        @Override
        public void send(Object item) {
            throw new IllegalStateException("component '" + component + "' has no output 'output'");
        }

        @Override
        public String name() {
            return Output.DEFAULT;
        }

        @Override
        public boolean isBound() {
            return false;
        }
    }
}
