package io.millrace.engine;

import io.millrace.api.Output;

import java.util.Objects;

/** An output of a loop with several inputs: what is sent in a step leaves at its end. */
record StepOutput(Output output, Outbox outbox) implements HoldingOutput {

    @Override
    public void send(Object item) throws InterruptedException {
        Objects.requireNonNull(item, "item");
        outbox.leave(() -> output.send(item));
    }

    @Override
    public boolean isHolding() {
        return outbox.isOpen();
    }
}
