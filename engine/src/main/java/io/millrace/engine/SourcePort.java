package io.millrace.engine;

import io.millrace.api.Output;
import io.millrace.api.SourceOutput;

import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** The output of a source. Made by {@link Copies}. */
final class SourcePort implements SourceOutput {

    /**
     * What a copy calls.
     *
     * @param eager whether each item is handed on at once, since the source may wait unseen
     */
    record Constants(Task task, Instance instance, Output output, boolean eager) {}

    private static final Constants CONSTANTS =
            Copies.constants(MethodHandles.lookup(), Constants.class);

    static SourceOutput of(Constants constants) {
        return Copies.of(SourceOutput.class, SourcePort.class, constants);
    }

    SourcePort() {
        Objects.requireNonNull(CONSTANTS, "a copy");
    }

    @Override
    public void send(Object item) throws InterruptedException {
        if (CONSTANTS.task().isStopping()) {
            CONSTANTS.instance().refuse();
        }
        CONSTANTS.output().send(item);
        if (CONSTANTS.eager()) {
            CONSTANTS.task().handOn();
        }
        CONSTANTS.task().giveWay();
    }

    @Override
    public void fail(Object raw, Exception cause, Object position) throws InterruptedException {
        CONSTANTS.instance().fail(raw, Failures.READ, cause, position);
    }

    @Override
    public boolean stopping() {
        return CONSTANTS.task().isStopping() || CONSTANTS.instance().mayNotSend();
    }

    @Override
    public String name() {
        return CONSTANTS.output().name();
    }

    @Override
    public boolean isBound() {
        return CONSTANTS.output().isBound();
    }
}
