package io.millrace.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * What a task has to do with streams of event time on which nothing comes. Of its thread alone.
 *
 * <p>Before its thread turns to something else, it says of each stream that it gives times to when
 * it will be idle if no item comes. That goes ahead along the streams, so that whoever takes
 * several knows when one of them no longer counts, wherever its sender waits meanwhile.
 */
final class IdleStreams {

    private final Task task;
    private final List<Timed> senders = new ArrayList<>();
    private final List<InstanceTime> takers = new ArrayList<>();

    IdleStreams(Task task) {
        this.task = task;
    }

    /** Adds a stream that may be idle. */
    void add(Timed sender) {
        senders.add(sender);
    }

    /** Adds an instance whose inputs hold each other back. */
    void add(InstanceTime taker) {
        takers.add(taker);
    }

    /** Says when the streams will be idle: the task is about to turn to something else. */
    void announce() {
        if (!senders.isEmpty()) {
            long now = task.now();
            for (Timed sender : senders) {
                sender.announceIdle(now);
            }
        }
    }

    /** Says that they will not be: it is a full stream that the task waits for. */
    void heldUp() {
        for (Timed sender : senders) {
            sender.isNotIdle();
        }
    }

    /** Looks which inputs are idle by now. */
    void look() throws InterruptedException {
        if (!takers.isEmpty()) {
            long now = task.now();
            for (InstanceTime taker : takers) {
                taker.lookForIdle(now);
            }
        }
    }

    /** Returns when to look next, or {@link Timers#NEVER}. */
    long deadline() {
        long first = Timers.NEVER;
        for (InstanceTime taker : takers) {
            first = Timers.first(first, taker.idleDeadline());
        }
        return first;
    }
}
