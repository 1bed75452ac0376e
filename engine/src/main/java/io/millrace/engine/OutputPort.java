package io.millrace.engine;

import io.millrace.api.Output;

import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** A bound output. Made by {@link Copies}. */
final class OutputPort implements Output {

    /** What a copy calls. */
    record Constants(String name, Instance instance, Target target, Counter sent) {}

    private static final Constants CONSTANTS =
            Copies.constants(MethodHandles.lookup(), Constants.class);

    static Output of(Constants constants) {
        return Copies.of(Output.class, OutputPort.class, constants);
    }

    OutputPort() {
        Objects.requireNonNull(CONSTANTS, "a copy");
    }

    @Override
    public void send(Object item) throws InterruptedException {
        if (CONSTANTS.instance().mayNotSend()) {
            CONSTANTS.instance().refuse();
        }
        CONSTANTS.sent().raise();
        CONSTANTS.target().accept(Objects.requireNonNull(item, "item"));
    }

    @Override
    public String name() {
        return CONSTANTS.name();
    }

    @Override
    public boolean isBound() {
        return true;
    }
}
