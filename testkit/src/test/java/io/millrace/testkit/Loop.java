package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Ports;
import io.millrace.api.Streams;

import java.time.Duration;

/** A loop for tests, made of a function, with what it may want of its context. */
class Loop implements Component {

    /** What it does. */
    @FunctionalInterface
    interface Body {
        /** Does it. */
        void run(Streams streams, Loop loop) throws Exception;
    }

    private final Body body;
    private Context context;

    Loop(Body body) {
        this.body = body;
    }

    /** One with the inputs {@code a} and {@code b}. */
    @Ports(inputs = {"a", "b"})
    static final class Of2 extends Loop {
        Of2(Body body) {
            super(body);
        }
    }

    /** One with the outputs {@code output} and {@code other}. */
    @Ports(outputs = {"output", "other"})
    static final class To2 extends Loop {
        To2(Body body) {
            super(body);
        }
    }

    @Override
    public void setup(Context context) {
        this.context = context;
    }

    @Override
    public void process(Streams streams) throws Exception {
        body.run(streams, this);
    }

    Context context() {
        return context;
    }

    /** Returns the virtual time, in seconds since the beginning of the run. */
    long seconds() {
        return Duration.ofNanos(context.clock().nanoTime()).toSeconds();
    }
}
