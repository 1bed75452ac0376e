package io.millrace.engine;

import io.millrace.api.Output;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a loop with several inputs has sent since its step began, so that a barrier may pass in the
 * middle of the step as if it had not begun. Of the task's thread alone.
 */
final class Outbox {

    private record Sent(Output output, Backlog.Kept item) {}

    private final Cursor cursor;
    private final Deque<Sent> items = new ArrayDeque<>();
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

    void add(Output output, Object item) {
        items.add(new Sent(output, new Backlog.Kept(item, cursor)));
    }

    /** Sends what was held back, and holds nothing back any more. */
    void release() throws InterruptedException {
        open = false;
        if (items.isEmpty()) {
            return;
        }
        var before = new Backlog.Kept(this, cursor);
        try {
            for (Sent next = items.poll(); next != null; next = items.poll()) {
                next.item.restore(cursor);
                next.output.send(next.item.item());
            }
        } finally {
            before.restore(cursor);
        }
    }
}
