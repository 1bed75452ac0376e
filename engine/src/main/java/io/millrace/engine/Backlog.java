package io.millrace.engine;

import io.millrace.api.ListState;
import io.millrace.api.StateSpec;
import io.millrace.engine.checkpoint.StateException;
import io.millrace.engine.state.StateTables;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a loop with several inputs has before it and behind it that no channel holds: items that
 * were taken to reach a barrier behind them, and those in the component's hand. A checkpoint in the
 * middle of a step keeps both as the content of their streams. Of the task's thread alone.
 */
final class Backlog {

    /** How many items may wait at one input; more is a component that leaves an input alone. */
    private static final int MOST = 1 << 16;

    /** An item with what travels beside it. */
    record Kept(Object item, @Nullable Object key, long timestamp, long watermark) {

        Kept(Object item, Cursor cursor) {
            this(item, cursor.key, cursor.timestamp, cursor.watermark);
        }

        void restore(Cursor cursor) {
            cursor.key = key;
            cursor.timestamp = timestamp;
            cursor.watermark = watermark;
        }
    }

    private final Instance instance;
    private final Map<String, ListState<Object>> states = new HashMap<>();
    private final Map<String, Deque<Kept>> waiting = new HashMap<>();
    private final Map<String, Deque<Kept>> inHand = new HashMap<>();

    /** Creates one for a component that is to be set up: its states are declared here. */
    Backlog(Instance instance) {
        this.instance = instance;
        for (String input : instance.spec.inputs()) {
            states.put(
                    input,
                    instance.states.declare(
                            StateSpec.list(StateTables.STREAMS + input, Object.class)));
            waiting.put(input, new ArrayDeque<>());
            inHand.put(input, new ArrayDeque<>());
        }
    }

    private Deque<Kept> waiting(String input) {
        return Objects.requireNonNull(waiting.get(input), input);
    }

    private Deque<Kept> inHand(String input) {
        return Objects.requireNonNull(inHand.get(input), input);
    }

    boolean isEmpty(String input) {
        return waiting(input).isEmpty();
    }

    /** Takes the next item that waits at an input. */
    Kept next(String input) {
        return waiting(input).removeFirst();
    }

    /** Adds an item that was taken to reach what is behind it. */
    void add(String input, Kept item) {
        Deque<Kept> all = waiting(input);
        if (all.size() == MOST) {
            throw new IllegalStateException(
                    "component '%s' leaves %d items of its input '%s' alone while it takes from another: take from all inputs, with next() or forEachInput()"
                            .formatted(instance.spec.name(), MOST, input));
        }
        all.add(item);
    }

    /** Notes an item that the component has now in hand. */
    void taken(String input, Kept item) {
        inHand(input).add(item);
    }

    /** Notes that it is done with all it has taken. */
    void done() {
        inHand.values().forEach(Deque::clear);
    }

    /** Puts all of it into the states, for the checkpoint that is made now. */
    void save() {
        states.forEach(
                (input, state) -> {
                    inHand(input).forEach(item -> save(item, state));
                    waiting(input).forEach(item -> save(item, state));
                });
    }

    private static void save(Kept item, ListState<Object> state) {
        state.add(item.item);
        state.add(item.timestamp);
        state.add(item.watermark);
        state.add(item.key != null);
        if (item.key != null) {
            state.add(item.key);
        }
    }

    /** Takes it out of the states again. */
    void saved() {
        states.values().forEach(ListState::clear);
    }

    /** Takes what a checkpoint has kept. */
    void restore() {
        states.forEach(
                (input, state) -> {
                    List<Object> all = state.all();
                    for (Iterator<Object> values = all.iterator(); values.hasNext(); ) {
                        waiting(input).add(restored(values));
                    }
                    state.clear();
                });
    }

    private Kept restored(Iterator<Object> values) {
        try {
            Object item = values.next();
            long timestamp = (Long) values.next();
            long watermark = (Long) values.next();
            boolean hasKey = (Boolean) values.next();
            return new Kept(item, hasKey ? values.next() : null, timestamp, watermark);
        } catch (RuntimeException e) {
            throw new StateException(
                    StateException.Code.STATE_CORRUPT,
                    "what was kept of the streams to '%s' is not whole"
                            .formatted(instance.spec.name()),
                    e);
        }
    }
}
