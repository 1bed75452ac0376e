package io.millrace.engine;

import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.StreamFinished;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/**
 * A handler as a target: its own call and its own error boundary. Copied by {@link Copies}.
 *
 * <p>It is also the output of its sender where that leads to nothing else, so that a handler in a
 * row costs one call and one count.
 */
final class FusedHandler implements Target, Output {

    /**
     * What it calls.
     *
     * @param in the way in
     * @param port the sender's output that it is; null where it stands behind one
     */
    record Constants(Instance instance, Turnstile in, @Nullable Port port) {}

    /** An output of a sender. */
    record Port(Instance sender, String name) {}

    private final Instance instance;
    private final Handler<Object> handler;
    private final Output out;
    private final Turnstile in;
    private final @Nullable Port port;

    @SuppressWarnings("unchecked")
    FusedHandler(Constants constants) {
        instance = constants.instance();
        handler = (Handler<Object>) instance.component;
        out = instance.defaultPort();
        in = constants.in();
        port = constants.port();
    }

    Constants constants() {
        return new Constants(instance, in, port);
    }

    /** Returns the constants of one that is an output of the handler's sender. */
    Constants asOutput(Instance sender, String name) {
        Turnstile way = instance.addWay();
        sender.addWayOn(way);
        return new Constants(instance, way, new Port(sender, name));
    }

    // At most 35 bytes of code: that much is inlined even where the compiler takes a call for cold,
    // and it does so for all calls of a handler that has run in many chains.
    @Override
    public void send(Object item) throws InterruptedException {
        try {
            in.pass(item);
            handler.onItem(item, out);
        } catch (Throwable e) {
            caught(item, e);
        }
    }

    @Override
    public boolean trySend(Object item) throws InterruptedException {
        return sender().trySend(this, this, item);
    }

    @Override
    public boolean send(Object item, Duration atMost) throws InterruptedException {
        return sender().send(this, this, item, atMost);
    }

    private Instance sender() {
        return Objects.requireNonNull(port).sender();
    }

    private void caught(@Nullable Object item, Throwable cause) throws InterruptedException {
        Objects.requireNonNull(item, "item");
        switch (cause) {
            case Turnstile.Shut _ -> turnAway();
            case StreamFinished _ -> instance.finish();
            case InterruptedException e -> instance.errors().interrupted(item, e);
            case Exception e -> instance.fail(item, ErrorBoundary.ON_ITEM, e);
            default -> throw instance.crash(cause);
        }
    }

    private void turnAway() throws InterruptedException {
        instance.settle();
        if (port != null) {
            if (port.sender.mayNotSend()) {
                port.sender.refuse();
            }
            port.sender.counters().out().raise();
        }
        instance.counters().afterEnd().raise();
    }

    @Override
    public void accept(Object item) throws InterruptedException {
        send(item);
        if (!instance.isOpen()) {
            instance.settle();
        }
    }

    @Override
    public boolean hasRoom(Object item) {
        return !instance.isOpen() || instance.outputs.haveRoom(item);
    }

    @Override
    public void advance(long watermark) throws InterruptedException {
        instance.time().advance(watermark);
    }

    @Override
    public void idleAt(long time) {
        instance.time().idleAt(time);
    }

    @Override
    public void end() throws InterruptedException {
        instance.inputEnded();
    }

    @Override
    public void fail(Object item, String operation, Exception cause) throws InterruptedException {
        if (!instance.isOpen()) {
            turnAway();
            return;
        }
        instance.counters().in().raise();
        instance.fail(item, operation, cause);
    }

    @Override
    public String name() {
        return Objects.requireNonNull(port).name();
    }

    @Override
    public boolean isBound() {
        return true;
    }
}
