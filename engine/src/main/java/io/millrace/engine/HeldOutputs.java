package io.millrace.engine;

import java.util.ArrayList;
import java.util.List;

/** The buffers that a loop has put before its outputs. Of the task's thread alone. */
final class HeldOutputs {

    private final Task task;
    private final List<HeldOutput> outputs = new ArrayList<>();

    HeldOutputs(Task task) {
        this.task = task;
    }

    void add(HeldOutput output) {
        outputs.add(output);
    }

    /** Returns when the first of them is due, or {@link Timers#NEVER}. */
    long due() {
        long due = Timers.NEVER;
        for (HeldOutput output : outputs) {
            due = Timers.first(due, output.dueAt());
        }
        return due;
    }

    /** Returns what the watermark was when the first item came of those that are held. */
    long watermark() {
        long least = Long.MAX_VALUE;
        for (HeldOutput output : outputs) {
            least = Math.min(least, output.watermark());
        }
        return least;
    }

    boolean areDue() {
        long due = due();
        return due != Timers.NEVER && due - task.now() <= 0;
    }

    /** Sends on what is due. */
    void flushDue() throws InterruptedException {
        for (int i = 0; i < outputs.size(); i++) {
            outputs.get(i).flushIfDue();
        }
    }

    /** Sends on all of it, before a barrier. */
    void flush() throws InterruptedException {
        for (HeldOutput output : outputs) {
            output.flush();
        }
    }

    /** Sends on all of it, at the end. */
    void end() throws InterruptedException {
        for (HeldOutput output : outputs) {
            output.end();
        }
    }
}
