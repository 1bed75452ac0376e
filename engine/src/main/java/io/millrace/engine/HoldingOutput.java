package io.millrace.engine;

import io.millrace.api.Output;

import java.time.Duration;

/** An output in front of another, which at times holds back what is sent. */
sealed interface HoldingOutput extends Output permits AttemptOutput, StepOutput {

    /** Returns the other one. */
    Output output();

    /** Whether it holds back what is sent now. */
    boolean isHolding();

    @Override
    default boolean trySend(Object item) throws InterruptedException {
        return send(item, Duration.ZERO);
    }

    @Override
    default boolean send(Object item, Duration atMost) throws InterruptedException {
        if (isHolding()) {
            send(item); // there is room for what is held back
            return true;
        }
        return output().send(item, atMost);
    }

    @Override
    default String name() {
        return output().name();
    }

    @Override
    default boolean isBound() {
        return output().isBound();
    }
}
