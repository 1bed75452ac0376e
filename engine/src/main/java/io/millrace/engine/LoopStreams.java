package io.millrace.engine;

import io.millrace.api.Batch;
import io.millrace.api.BatchHandler;
import io.millrace.api.BufferedOutput;
import io.millrace.api.Component;
import io.millrace.api.Errors;
import io.millrace.api.Event;
import io.millrace.api.Handler;
import io.millrace.api.Input;
import io.millrace.api.InputAction;
import io.millrace.api.Output;
import io.millrace.api.SourceOutput;
import io.millrace.api.StreamFinished;
import io.millrace.api.Streams;
import io.millrace.graph.ComponentSpec.Batching;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The streams of a component that owns its loop. */
final class LoopStreams implements Streams {

    private final Task task;
    private final Instance instance;
    private final List<Intake> intakes;
    private final @Nullable SourceOutput source;
    private final Time time;
    private final Steps steps;
    private int turn;
    private boolean idleTold = true;
    private volatile boolean closed;

    LoopStreams(Task task, List<Intake> intakes, @Nullable SourceOutput source, Time time) {
        this.task = task;
        this.instance = task.root();
        this.intakes = intakes;
        this.source = source;
        this.time = time;
        this.steps = new Steps(task, intakes);
    }

    @Override
    public <T> Input<T> receive(String input, Class<T> type) {
        return input(input, type);
    }

    private <T> LoopInput<T> input(String input, Class<T> type) {
        checkOpen();
        if (!inputs().contains(input)) {
            throw new IllegalArgumentException(
                    "component '%s' has no input '%s'; it has %s"
                            .formatted(instance.spec.name(), input, String.join(", ", inputs())));
        }
        return new LoopInput<>(
                input, type, intakes.stream().filter(i -> i.input().equals(input)).toList());
    }

    /** Sees that the streams are used where and while they may be. */
    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "component '%s' uses its streams after 'process' has returned"
                            .formatted(instance.spec.name()));
        }
        task.checkThread(instance);
    }

    void close() {
        closed = true;
    }

    @Override
    public <T> Iterable<Batch<T>> batches(String input, Class<T> type) {
        return new Batches<>(task, input(input, type), instance.spec.options().batch());
    }

    @Override
    public <T> Iterable<Batch<T>> batches(String input, Class<T> type, int size, Duration maxWait) {
        if (size < 1) {
            throw new IllegalArgumentException("size: must be at least 1, not " + size);
        }
        return new Batches<>(task, input(input, type), new Batching(size, Long.MAX_VALUE, maxWait));
    }

    @Override
    public <T> void forEachInput(Class<T> type, InputAction<T> action) throws Exception {
        checkOpen();
        Objects.requireNonNull(action, "action");
        if (task.isShared()) {
            throw new IllegalStateException("forEachInput within forEachInput");
        }
        if (inputs().size() == 1) {
            action.process(receive(inputs().getFirst(), type));
            return;
        }
        var turns = new Turns(task);
        for (String name : inputs()) {
            Input<T> input = receive(name, type);
            turns.add(
                    Thread.currentThread().getName() + "." + name,
                    () -> {
                        try {
                            action.process(input);
                        } finally {
                            steps.ended(name);
                        }
                    });
        }
        turns.run();
    }

    @Override
    public BufferedOutput buffer(String output) {
        return buffer(output, 1_000, Duration.ofSeconds(5));
    }

    @Override
    public BufferedOutput buffer(String output, int size, Duration flushInterval) {
        checkOpen();
        var held = new HeldOutput(task, output(output), size, flushInterval);
        task.heldOutputs.add(held);
        return held;
    }

    @Override
    public Event next() throws InterruptedException {
        steps.askAny();
        while (true) {
            endIfDone();
            steps.passBarrier();
            endIfDone();
            Event due = instance.time().next();
            if (due != null) {
                return due;
            }
            String timer = task.timers.isEmpty() ? null : task.timers.poll(time.nanoTime());
            if (timer != null) {
                return new Event.Timer(timer);
            }
            Object item = poll(intakes, false);
            if (item != null) {
                idleTold = false;
                steps.taken(task.cursor.stream, item);
                return new Event.Item(task.cursor.stream, item);
            }
            if (haveEnded(intakes)) {
                instance.time().end();
            }
            if (instance.time().isAsked()) {
                continue;
            }
            if (haveEnded(intakes)) {
                return new Event.End();
            }
            if (!idleTold) {
                idleTold = true;
                return new Event.Idle();
            }
            await(intakes, Timers.first(task.timers.deadline(), instance.time().deadline()), false);
        }
    }

    private void endIfDone() throws InterruptedException {
        checkOpen();
        task.heldOutputs.flushDue();
        if (!instance.isOpen() || instance.mayNotSend()) {
            task.pass(); // one that does not let this through comes here again and again
            throw new StreamFinished();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        task.throwIfEnding();
    }

    /** Takes an item of one of the channels, which take turns; null if there is none now. */
    private @Nullable Object poll(List<Intake> from, boolean more) throws InterruptedException {
        Object waiting = steps.pollWaiting(from);
        if (waiting != null) {
            return waiting;
        }
        for (int i = 0; i < from.size(); i++) {
            turn = turn >= from.size() - 1 ? 0 : turn + 1;
            Object item = from.get(turn).poll(more);
            if (item != null) {
                return item;
            }
        }
        return null;
    }

    private boolean haveEnded(List<Intake> from) {
        return from.stream().allMatch(i -> i.hasEnded() && !steps.hasWaiting(i.input()));
    }

    /** Takes notice of how far time is; whether the component has timers to ask for. */
    private boolean timeAdvances(List<Intake> from) throws InterruptedException {
        for (Intake intake : from) {
            intake.advance();
        }
        task.idleStreams.look();
        return instance.time().isAsked();
    }

    /** Waits until one of the channels may have something, it is time, or takers have ended. */
    private void await(List<Intake> from, long deadline, boolean more) throws InterruptedException {
        if (!more && timeAdvances(from)) {
            return;
        }
        task.flushBehind(instance);
        task.noteEndedTakers(instance);
        BooleanSupplier ready =
                () ->
                        instance.mayNotSend()
                                || !instance.isOpen()
                                || task.takersHaveEnded()
                                || task.heldOutputs.areDue()
                                || task.epochIsDue()
                                || steps.mayPass()
                                || !from.stream().allMatch(Intake::isDry)
                                || (!more && from.stream().anyMatch(Intake::hasAdvanced));
        task.prepareToTake();
        if (ready.getAsBoolean()) {
            task.parker.cancel();
        } else {
            long idle = more ? Timers.NEVER : task.idleStreams.deadline(); // time stands still
            task.park(ready, Timers.first(deadline, idle));
        }
    }

    @Override
    public Output output(String output) {
        return isDriven() && output.equals(Output.DEFAULT)
                ? instance.defaultPort()
                : instance.port(output);
    }

    /** Whether the component is handed an output that it may not have. */
    private boolean isDriven() {
        Class<? extends Component> shape = instance.spec.type().implementation();
        return Handler.class.isAssignableFrom(shape) || BatchHandler.class.isAssignableFrom(shape);
    }

    @Override
    public SourceOutput source() {
        if (source == null) {
            throw new IllegalStateException(
                    "component '" + instance.spec.name() + "' is not a source");
        }
        return source;
    }

    @Override
    public List<String> inputs() {
        return instance.spec.inputs();
    }

    @Override
    public List<String> outputs() {
        return instance.spec.outputs();
    }

    @Override
    public Errors errors() {
        return instance.errors();
    }

    /** One input of the loop. */
    final class LoopInput<T> implements Input<T> {

        private final String name;
        private final Class<T> type;
        private final List<Intake> channels;

        LoopInput(String name, Class<T> type, List<Intake> channels) {
            this.name = name;
            this.type = type;
            this.channels = channels;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<T> receive() throws InterruptedException {
            steps.ask(name);
            return receiveUntil(Timers.NEVER, false);
        }

        @Override
        public Optional<T> receive(Duration atMost) throws InterruptedException {
            steps.ask(name);
            return receiveUntil(Task.after(task.now(), atMost), false);
        }

        /**
         * Waits for one more item of the same step: those before are not done. Empty also where a
         * barrier comes next.
         */
        Optional<T> receiveMore(long deadline) throws InterruptedException {
            return receiveUntil(deadline, true);
        }

        private Optional<T> receiveUntil(long deadline, boolean more) throws InterruptedException {
            while (true) {
                endIfDone();
                if (!more) {
                    steps.passBarrier();
                    endIfDone();
                    instance.time().settle();
                }
                Object item = poll(channels, more);
                if (type.isInstance(item)) {
                    steps.taken(name, item);
                    return Optional.of(type.cast(item));
                }
                if (item != null) {
                    instance.fail(item, "receive", wrongType(item));
                } else if (hasEnded() || (more && isCut())) {
                    return Optional.empty();
                } else if (deadline != Timers.NEVER && task.now() - deadline >= 0) {
                    task.pass();
                    return Optional.empty();
                } else {
                    if (!more) {
                        steps.passBarrier(channels);
                    }
                    LoopStreams.this.await(channels, deadline, more);
                }
            }
        }

        @Override
        public boolean hasEnded() {
            return haveEnded(channels);
        }

        /** Whether a barrier has come by one of the channels. */
        private boolean isCut() {
            return channels.stream().anyMatch(Intake::isHeld);
        }

        private ClassCastException wrongType(Object item) {
            return new ClassCastException(
                    "input '%s' takes %s, and this item is a %s"
                            .formatted(
                                    name, type.getSimpleName(), item.getClass().getSimpleName()));
        }
    }
}
