package io.millrace.engine;

import io.millrace.api.Output;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outputs of one instance, and who takes behind them. Of its task's thread alone. */
final class InstanceOutputs {

    private final String component;
    private final Map<String, Output> ports = new LinkedHashMap<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Target> onward = new ArrayList<>();

    InstanceOutputs(String component) {
        this.component = component;
    }

    /** Adds one that leads to a target; before the run starts. */
    void add(Output port, Target target) {
        addUnbound(port);
        targets.add(target);
        if (!port.name().equals(Output.ERROR)) {
            onward.add(target);
        }
    }

    /** Adds one that leads nowhere; before the run starts. */
    void addUnbound(Output port) {
        ports.put(port.name(), port);
    }

    /** Returns the one of a name that the component has. */
    Output named(String name) {
        Output port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException(
                    "component '%s' has no output '%s'; it has %s"
                            .formatted(component, name, String.join(", ", ports.keySet())));
        }
        return port;
    }

    /** Returns the one handed to a handler; a component that has none may not use it. */
    Output byDefault() {
        Output port = ports.get(Output.DEFAULT);
        return port != null ? port : new None(component);
    }

    /** Returns whether an item can leave by each without waiting for room; errors apart. */
    boolean haveRoom(Object item) {
        for (Target target : onward) {
            if (!target.hasRoom(item)) {
                return false;
            }
        }
        return true;
    }

    /** Tells the takers that no item up to a time follows. */
    void advance(long watermark) throws InterruptedException {
        for (Target target : targets) {
            target.advance(watermark);
        }
    }

    /** Tells the takers when the instance will be idle. */
    void idleAt(long time) {
        for (Target target : targets) {
            target.idleAt(time);
        }
    }

    /** Ends all streams. */
    void end() throws InterruptedException {
        for (Target target : targets) {
            target.end();
        }
    }

    /** Stands for the default output of a component that has none. */
    private record None(String component) implements Output {
        @Override
        public void send(Object item) {
            throw new IllegalStateException("component '" + component + "' has no output 'output'");
        }

        @Override
        public boolean trySend(Object item) {
            send(item);
            return false;
        }

        @Override
        public boolean send(Object item, Duration atMost) {
            return trySend(item);
        }

        @Override
        public String name() {
            return Output.DEFAULT;
        }

        @Override
        public boolean isBound() {
            return false;
        }
    }
}
