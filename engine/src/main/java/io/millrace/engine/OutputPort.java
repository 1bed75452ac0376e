package io.millrace.engine;

import io.millrace.api.Output;

import java.time.Duration;
import java.util.Objects;

/** A bound output. Copied by {@link Copies}. */
final class OutputPort implements Output {

    /** What it calls. */
    record Constants(String name, Instance instance, Target target, Counter sent) {}

    private final String name;
    private final Instance instance;
    private final Target target;
    private final Counter sent;

    OutputPort(Constants constants) {
        name = constants.name();
        instance = constants.instance();
        target = constants.target();
        sent = constants.sent();
    }

    @Override
    public void send(Object item) throws InterruptedException {
        if (instance.mayNotSend()) {
            instance.refuse();
        }
        sent.raise();
        target.accept(Objects.requireNonNull(item, "item"));
    }

    @Override
    public boolean trySend(Object item) throws InterruptedException {
        return instance.trySend(this, target, item);
    }

    @Override
    public boolean send(Object item, Duration atMost) throws InterruptedException {
        return instance.send(this, target, item, atMost);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isBound() {
        return true;
    }
}
