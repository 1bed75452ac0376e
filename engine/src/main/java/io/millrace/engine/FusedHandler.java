package io.millrace.engine;

import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.StreamFinished;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.util.Objects;

/**
 * A handler as a target: its own call and its own error boundary. Copied by {@link Copies}.
 *
 * <p>It is also the output of its sender where that leads to nothing else, so that a handler in a
 * row costs two frames, one look at a state and one count.
 */
final class FusedHandler implements Target, Output {

    /**
     * What a copy calls.
     *
     * @param port the sender's output that this is, null where it stands behind one
     * @param out the handler's own output
     * @param in the way in
     */
    record Constants(
            Instance instance,
            Handler<Object> handler,
            Output out,
            Turnstile in,
            @Nullable Port port) {}

    /** An output. */
    record Port(Instance sender, String name) {}

    private static final @Nullable Constants COPIED =
            Copies.constants(MethodHandles.lookup(), Constants.class);

    private final Constants own;

    FusedHandler(Constants own) {
        this.own = own;
    }

    Constants constants() {
        return own;
    }

    /** Returns the constants of a copy that is an output of the handler's sender. */
    Constants asOutput(Instance sender, String name) {
        Turnstile way = own.instance().addWay();
        sender.addWayOn(way);
        return new Constants(own.instance(), own.handler(), own.out(), way, new Port(sender, name));
    }

    @Override
    public void send(Object item) throws InterruptedException {
        Constants constants = COPIED != null ? COPIED : own;
        Objects.requireNonNull(item, "item");
        if (!constants.in().pass()) {
            turnAway(constants);
            return;
        }
        try {
            constants.handler().onItem(item, constants.out());
        } catch (StreamFinished e) {
            constants.instance().finish();
        } catch (InterruptedException e) {
            constants.instance().interrupted(item, e);
        } catch (Exception e) {
            constants.instance().fail(item, "onItem", e);
        } catch (Error e) {
            throw constants.instance().crash(e);
        }
    }

    private static void turnAway(Constants constants) throws InterruptedException {
        constants.instance().settle();
        Port port = constants.port();
        if (port != null && port.sender().mayNotSend()) {
            throw new StreamFinished();
        }
        constants.instance().counters().afterEnd().raise();
    }

    @Override
    public void accept(Object item) throws InterruptedException {
        send(item);
        Instance instance = (COPIED != null ? COPIED : own).instance();
        if (!instance.isOpen()) {
            instance.settle();
        }
    }

    @Override
    public void end() throws InterruptedException {
        own.instance().inputEnded();
    }

    @Override
    public void fail(Object item, String operation, Exception cause) throws InterruptedException {
        own.instance().counters().in().raise();
        own.instance().fail(item, operation, cause);
    }

    @Override
    public String name() {
        return Objects.requireNonNull(own.port()).name();
    }

    @Override
    public boolean isBound() {
        return true;
    }
}
