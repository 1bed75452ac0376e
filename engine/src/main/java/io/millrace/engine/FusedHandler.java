package io.millrace.engine;

import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.StreamFinished;

import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** A handler as a target: its own call and its own error boundary. Made by {@link Copies}. */
final class FusedHandler implements Target {

    /** What a copy calls. */
    record Constants(Instance instance, Handler<Object> handler, Output out, Counters counters) {}

    private static final Constants CONSTANTS =
            Copies.constants(MethodHandles.lookup(), Constants.class);

    static Target of(Constants constants) {
        return Copies.of(Target.class, FusedHandler.class, constants);
    }

    FusedHandler() {
        Objects.requireNonNull(CONSTANTS, "a copy");
    }

    @Override
    public void accept(Object item) throws InterruptedException {
        Instance instance = CONSTANTS.instance();
        if (!instance.isOpen()) {
            CONSTANTS.counters().afterEnd().raise();
            return;
        }
        CONSTANTS.counters().in().raise();
        try {
            CONSTANTS.handler().onItem(item, CONSTANTS.out());
        } catch (StreamFinished e) {
            instance.finish();
        } catch (InterruptedException e) {
            instance.interrupted(item, e);
        } catch (Exception e) {
            instance.fail(item, "onItem", e);
        } catch (Error e) {
            throw instance.crash(e);
        }
        if (!instance.isOpen()) {
            instance.settle();
        }
    }

    @Override
    public void end() throws InterruptedException {
        CONSTANTS.instance().inputEnded();
    }

    @Override
    public void fail(Object item, String operation, Exception cause) throws InterruptedException {
        CONSTANTS.counters().in().raise();
        CONSTANTS.instance().fail(item, operation, cause);
    }
}
