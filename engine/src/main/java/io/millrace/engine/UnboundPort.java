package io.millrace.engine;

import io.millrace.api.Output;

import java.time.Duration;
import java.util.Objects;

/** An output from which no stream goes: it counts what is sent and drops it. */
record UnboundPort(String name, Counters counters) implements Output {

    @Override
    public void send(Object item) {
        Objects.requireNonNull(item, "item");
        counters.out().raise();
        counters.unbound().raise();
    }

    @Override
    public boolean trySend(Object item) {
        send(item);
        return true;
    }

    @Override
    public boolean send(Object item, Duration atMost) {
        return trySend(item);
    }

    @Override
    public boolean isBound() {
        return false;
    }
}
