package io.millrace.engine;

import io.millrace.api.Output;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** A bound output. Copied by {@link Copies}. */
final class OutputPort implements Output {

    /** What a copy calls. */
    record Constants(String name, Instance instance, Target target, Counter sent) {}

    private static final @Nullable Constants COPIED =
            Copies.constants(MethodHandles.lookup(), Constants.class);

    private final Constants own;

    OutputPort(Constants own) {
        this.own = own;
    }

    @Override
    public void send(Object item) throws InterruptedException {
        Constants constants = COPIED != null ? COPIED : own;
        if (constants.instance().mayNotSend()) {
            constants.instance().refuse();
        }
        constants.sent().raise();
        constants.target().accept(Objects.requireNonNull(item, "item"));
    }

    @Override
    public String name() {
        return own.name();
    }

    @Override
    public boolean isBound() {
        return true;
    }
}
