package io.millrace.engine;

import io.millrace.api.Output;

import java.time.Duration;
import java.util.Objects;

/** An output of a loop with several inputs: what is sent in a step leaves at its end. */
record StepOutput(Output output, Outbox outbox) implements Output {

    @Override
    public void send(Object item) throws InterruptedException {
        Objects.requireNonNull(item, "item");
        outbox.leave(() -> output.send(item));
    }

    @Override
    public boolean trySend(Object item) throws InterruptedException {
        return send(item, Duration.ZERO);
    }

    @Override
    public boolean send(Object item, Duration atMost) throws InterruptedException {
        if (outbox.isOpen()) {
            send(item); // there is room for what is held back
            return true;
        }
        return output.send(item, atMost);
    }

    @Override
    public String name() {
        return output.name();
    }

    @Override
    public boolean isBound() {
        return output.isBound();
    }
}
