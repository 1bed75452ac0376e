package io.millrace.engine;

import io.millrace.api.BatchHandler;
import io.millrace.api.Component;
import io.millrace.api.Handler;
import io.millrace.api.MapState;
import io.millrace.api.Source;
import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the checkpoints of a run have of the time of one instance: how far it is, the latest time of
 * each stream that it gives times to, and its timers with names. Of its task's thread alone.
 */
final class KeptTime {

    /** How far the instance is; no stream has this name. */
    private static final String OWN = "";

    private final Instance instance;
    private final Map<String, Timed> senders = new LinkedHashMap<>();
    private @Nullable MapState<String, Long> times;
    private @Nullable MapState<String, Long> timers; // when they are due, on the wall clock

    KeptTime(Instance instance) {
        this.instance = instance;
    }

    /** Adds a stream that the instance gives times to. */
    void add(String stream, Timed sender) {
        senders.put(stream, sender);
    }

    /** Declares what there is to keep, before the component declares its own. */
    void declare() {
        if (!senders.isEmpty() || instance.time().hasInputs()) {
            times = instance.states.declare(StateSpec.map("$time", String.class, Long.class));
        }
        if (hasNamedTimers(instance)) {
            timers = instance.states.declare(StateSpec.map("$timers", String.class, Long.class));
        }
        if (instance.component instanceof Handler<?>) {
            instance.time().timers().declare();
        }
    }

    private static boolean hasNamedTimers(Instance instance) {
        Component component = instance.component;
        return instance == instance.task.root()
                && !(component instanceof Source)
                && !(component instanceof BatchHandler)
                && (!(component instanceof Handler<?>)
                        || Planner.hasNamedTimers(component.getClass()));
    }

    /** Puts what there is now where the next checkpoint finds it. */
    void keep() {
        if (times != null) {
            put(times, OWN, instance.time().watermark());
            for (Map.Entry<String, Timed> sender : senders.entrySet()) {
                put(times, sender.getKey(), sender.getValue().latest());
            }
        }
        if (timers != null) {
            instance.task.timers.keep(timers, instance.task.time());
        }
    }

    private static void put(MapState<String, Long> state, String name, long value) {
        Long before = state.get(name);
        if (before == null || before != value) {
            state.put(name, value);
        }
    }

    /** Goes back to what was kept. */
    void restore() {
        if (times != null) {
            Long own = times.get(OWN);
            if (own != null) {
                instance.time().restore(own);
            }
            for (Map.Entry<String, Timed> sender : senders.entrySet()) {
                Long latest = times.get(sender.getKey());
                if (latest != null) {
                    sender.getValue().restore(latest);
                }
            }
        }
        if (timers != null) {
            instance.task.timers.restore(timers, instance.task.time());
        }
    }

    /** Tells the takers how far time was. */
    void tell() throws InterruptedException {
        instance.time().settle();
        for (Timed sender : senders.values()) {
            sender.tell();
        }
    }
}
