package io.millrace.engine;

import io.millrace.api.Output;
import io.millrace.engine.errors.HeldItems;

import java.time.Duration;
import java.util.Objects;

/**
 * An output of a component that may be tried again: it keeps what an attempt sends until the
 * attempt has succeeded.
 */
record AttemptOutput(Output output, HeldItems held) implements Output {

    @Override
    public void send(Object item) throws InterruptedException {
        if (held.isHolding()) {
            held.add(output, Objects.requireNonNull(item, "item"));
        } else {
            output.send(item);
        }
    }

    @Override
    public boolean trySend(Object item) throws InterruptedException {
        return send(item, Duration.ZERO);
    }

    @Override
    public boolean send(Object item, Duration atMost) throws InterruptedException {
        if (held.isHolding()) {
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
