package io.millrace.engine;

import io.millrace.api.StreamFinished;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a loop with several inputs has sent since its step began, and what has failed, so that a
 * barrier may pass in the middle of the step as if it had not begun. Of the task's thread alone.
 */
final class Outbox {

    /** What is done at the end of the step. */
    @FunctionalInterface
    interface Outcome {
        /** Does it. */
        void leave() throws InterruptedException;
    }

    private final Cursor cursor;
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private boolean open;

    Outbox(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Whether what is sent is held back. */
    boolean isOpen() {
        return open;
    }

    /** Holds back what is sent from now on. */
    void open() {
        open = true;
    }

    /** Does something now, or at the end of the step with what travels beside the item now. */
    void leave(Outcome outcome) throws InterruptedException {
        if (!open) {
            outcome.leave();
            return;
        }
        var now = new Backlog.Kept(this, cursor);
        outcomes.add(
                () -> {
                    now.restore(cursor);
                    outcome.leave();
                });
    }

    /** Lets out what was held back, and holds nothing back any more. */
    void release() throws InterruptedException {
        open = false;
        if (outcomes.isEmpty()) {
            return;
        }
        var before = new Backlog.Kept(this, cursor);
        @Nullable StreamFinished finished = null;
        try {
            for (Outcome next = outcomes.poll(); next != null; next = outcomes.poll()) {
                try {
                    next.leave();
                } catch (StreamFinished e) {
                    finished = e; // others may still take what comes by other outputs
                }
            }
        } finally {
            before.restore(cursor);
        }
        if (finished != null) {
            throw finished;
        }
    }
}
