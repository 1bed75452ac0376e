package io.millrace.engine;

import io.millrace.api.Current;
import io.millrace.api.Event;
import io.millrace.api.Handler;
import io.millrace.api.TimeKind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far event time is for one instance, and the timers of its keys. Of its task's thread alone,
 * but for {@link #watermark}.
 *
 * <p>Its watermark is the least of its inputs'; an input of a stream without event time does not
 * count. When it moves on, the timers that are due are called, and then the takers behind it are
 * told. A component that owns its loop asks for its timers instead.
 */
final class InstanceTime {

    private final Instance instance;
    private final List<InputTime> inputs = new ArrayList<>();
    private final AtomicLong watermark = new AtomicLong(Current.NO_TIMESTAMP);
    private final KeyedTimers timers;
    private final boolean asks;
    private boolean advancing; // of one that asks: its timers are not all called yet
    private long told = Current.NO_TIMESTAMP;
    private long idleAt = Timers.NEVER;

    /**
     * Creates that of an instance.
     *
     * @param asks whether its component asks for its timers, by {@link #next}
     */
    InstanceTime(Instance instance, boolean asks) {
        this.instance = instance;
        this.asks = asks;
        this.timers = new KeyedTimers(instance, this);
    }

    /** Adds an input that has event time. */
    InputTime addInput(@Nullable Channel channel) {
        var input = new InputTime(this, channel);
        inputs.add(input);
        return input;
    }

    KeyedTimers timers() {
        return timers;
    }

    /** Returns the watermark; for any thread. */
    long watermark() {
        return watermark.getOpaque();
    }

    boolean hasInputs() {
        return !inputs.isEmpty();
    }

    /** Goes on where an earlier run was; the end of its inputs comes again. */
    void restore(long earlier) {
        if (earlier != Long.MAX_VALUE) {
            watermark.setOpaque(earlier);
            instance.states.eventTime(earlier);
        }
    }

    // ---- watermarks

    /** Takes a watermark of the only input. */
    void advance(long next) throws InterruptedException {
        inputs.getFirst().advance(next);
    }

    /** Learns that an input has moved on. */
    void advanced(long before) throws InterruptedException {
        if (before <= watermark.getPlain()) { // else another one holds time back
            moveTo(least());
        }
    }

    /** Returns the least of the inputs that are not idle; the latest where all of them are. */
    private long least() {
        long least = Long.MAX_VALUE;
        long latest = Current.NO_TIMESTAMP;
        boolean allIdle = true;
        for (InputTime input : inputs) {
            if (input.hasEnded()) {
                continue;
            }
            latest = Math.max(latest, input.watermark());
            if (!input.isIdle()) {
                allIdle = false;
                least = Math.min(least, input.watermark());
            }
        }
        return allIdle && latest != Current.NO_TIMESTAMP ? latest : least;
    }

    // ---- inputs on which nothing comes

    /** Learns when its only input is idle if nothing more comes. */
    void idleAt(long time) {
        inputs.getFirst().idleAt(time);
    }

    /** Tells the takers when it is idle itself: when the last of its inputs is. */
    void tellIdle() {
        long last = Timers.NEVER;
        for (InputTime input : inputs) {
            if (!input.hasEnded()) {
                long idleAt = input.idleAt();
                if (idleAt == Timers.NEVER) {
                    last = idleAt;
                    break;
                }
                last = last == Timers.NEVER || idleAt - last > 0 ? idleAt : last;
            }
        }
        if (last != idleAt) {
            idleAt = last;
            instance.outputs.idleAt(last);
        }
    }

    /** Whether its inputs hold each other back. */
    boolean merges() {
        return inputs.size() > 1;
    }

    /** Looks which inputs are idle by now. */
    void lookForIdle(long now) throws InterruptedException {
        boolean news = false;
        for (InputTime input : inputs) {
            news |= input.becomesIdle(now);
        }
        if (news) {
            moveTo(least());
        }
    }

    /** Returns when to look next. */
    long idleDeadline() {
        long first = Timers.NEVER;
        for (InputTime input : inputs) {
            first = Timers.first(first, input.idleDeadline());
        }
        return first;
    }

    /** Learns that all inputs have ended: all timers of event time are due. */
    void end() throws InterruptedException {
        moveTo(Long.MAX_VALUE);
    }

    private void moveTo(long next) throws InterruptedException {
        if (next <= watermark.getPlain()) {
            return;
        }
        watermark.setOpaque(next);
        if (asks) {
            advancing = true;
        } else {
            call();
            endAdvance();
        }
    }

    /** Ends an advance: its timers have found what was not over at their times. */
    private void endAdvance() throws InterruptedException {
        instance.states.eventTime(watermark.getPlain());
        tell();
    }

    /**
     * Tells the takers how far it is, or how far it was when the first item came that is held back.
     * The end of time goes to them with the end of the outputs.
     */
    private void tell() throws InterruptedException {
        long reached = watermark.getPlain();
        if (asks) {
            reached = Math.min(reached, instance.task.heldOutputs.watermark());
        }
        if (reached > told && reached != Long.MAX_VALUE) {
            told = reached;
            instance.outputs.advance(reached);
        }
    }

    // ---- timers of a handler

    private void call() throws InterruptedException {
        if (timers.hasEventTime(watermark.getPlain())) {
            callAll(TimeKind.EVENT_TIME, watermark.getPlain());
        }
    }

    /** Calls the timers of processing time that are due. */
    void callDue() throws InterruptedException {
        if (isDue()) {
            callAll(TimeKind.PROCESSING_TIME, instance.task.now());
        }
    }

    private void callAll(TimeKind kind, long limit) throws InterruptedException {
        if (!(instance.component instanceof Handler<?> handler)) {
            return;
        }
        Cursor cursor = instance.task.cursor;
        Object key = cursor.key;
        long timestamp = cursor.timestamp;
        try {
            while (instance.isOpen() && timers.take(kind, limit, cursor)) {
                long due = timers.taken();
                instance.call(
                        () -> {
                            if (kind == TimeKind.EVENT_TIME) {
                                handler.onEventTime(due, instance.defaultPort());
                            } else {
                                handler.onProcessingTime(due, instance.defaultPort());
                            }
                        });
                instance.task.passIfAsked();
            }
        } finally {
            cursor.key = key;
            cursor.timestamp = timestamp;
        }
        instance.settle();
    }

    /** Returns when the next timer of processing time is due, or {@link Timers#NEVER}. */
    long deadline() {
        return timers.deadline();
    }

    /** Whether a timer of processing time is due. */
    boolean isDue() {
        long deadline = timers.deadline();
        return deadline != Timers.NEVER && deadline - instance.task.now() <= 0;
    }

    // ---- timers of a loop

    /** Returns the next timer that is due, which makes its key the current one; null for none. */
    Event.@Nullable TimeReached next() throws InterruptedException {
        Cursor cursor = instance.task.cursor;
        if (advancing) {
            if (timers.take(TimeKind.EVENT_TIME, watermark.getPlain(), cursor)) {
                return new Event.TimeReached(TimeKind.EVENT_TIME, timers.taken());
            }
        }
        settle();
        if (isDue() && timers.take(TimeKind.PROCESSING_TIME, instance.task.now(), cursor)) {
            return new Event.TimeReached(TimeKind.PROCESSING_TIME, timers.taken());
        }
        return null;
    }

    /** Whether a loop has timers to ask for before it takes its next item. */
    boolean isAsked() throws InterruptedException {
        if (advancing && !timers.hasEventTime(watermark.getPlain())) {
            settle();
        }
        return advancing;
    }

    /** Ends the advance of a loop that has asked for all timers, or does not ask. */
    void settle() throws InterruptedException {
        advancing = false;
        if (told < watermark.getPlain()) {
            endAdvance();
        }
    }
}
