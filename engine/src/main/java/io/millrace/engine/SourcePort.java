package io.millrace.engine;

import io.millrace.api.Output;
import io.millrace.api.SourceOutput;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.time.Duration;

/** The output of a source. Copied by {@link Copies}. */
final class SourcePort implements SourceOutput {

    /**
     * What a copy calls.
     *
     * @param limited whether it may send so many items in a time only
     * @param unseen whether the source may wait unseen while a barrier passes
     */
    record Constants(
            Task task, Instance instance, Output output, boolean limited, boolean unseen) {}

    private static final @Nullable Constants COPIED =
            Copies.constants(MethodHandles.lookup(), Constants.class);

    private final Constants own;

    SourcePort(Constants own) {
        this.own = own;
    }

    @Override
    public void send(Object item) throws InterruptedException {
        Constants constants = COPIED != null ? COPIED : own;
        if (constants.unseen()) {
            constants.task().waits.leaveOutside();
        }
        attend(constants);
        if (constants.limited()) {
            constants.task().pace.await();
        }
        constants.output().send(item);
        if (constants.unseen()) {
            constants.task().waits.enterOutside();
        }
    }

    private void attend(Constants constants) throws InterruptedException {
        if (constants.task().isCalled()) {
            constants.task().attend();
            if (stopping()) {
                constants.instance().refuse();
            }
        }
    }

    @Override
    public boolean trySend(Object item) throws InterruptedException {
        return send(item, Duration.ZERO);
    }

    @Override
    public boolean send(Object item, Duration atMost) throws InterruptedException {
        if (own.unseen()) {
            own.task().waits.leaveOutside();
        }
        boolean sent = trySend(item, atMost);
        if (own.unseen()) {
            own.task().waits.enterOutside();
        }
        return sent;
    }

    private boolean trySend(Object item, Duration atMost) throws InterruptedException {
        attend(own);
        Duration left = own.limited() ? own.task().pace.await(atMost) : atMost;
        if (left == null || !own.output().send(item, left)) {
            return false;
        }
        own.task().pace.sent();
        return true;
    }

    @Override
    public void fail(Object raw, Exception cause, Object position) throws InterruptedException {
        if (own.unseen()) {
            own.task().waits.leaveOutside();
        }
        own.instance().errors().fail(raw, Failures.READ, cause, position, 1);
        if (own.unseen()) {
            own.task().waits.enterOutside();
        }
    }

    @Override
    public boolean stopping() {
        return own.task().isStopping() || own.instance().mayNotSend();
    }

    @Override
    public String name() {
        return own.output().name();
    }

    @Override
    public boolean isBound() {
        return own.output().isBound();
    }
}
