package io.millrace.engine;

import io.millrace.api.Output;
import io.millrace.engine.errors.HeldItems;

import java.util.Objects;

/**
 * An output of a component that may be tried again: it keeps what an attempt sends until the
 * attempt has succeeded.
 */
record AttemptOutput(Output output, HeldItems held) implements HoldingOutput {

    @Override
    public void send(Object item) throws InterruptedException {
        if (held.isHolding()) {
            held.add(output, Objects.requireNonNull(item, "item"));
        } else {
            output.send(item);
        }
    }

    @Override
    public boolean isHolding() {
        return held.isHolding();
    }
}
