package io.millrace.engine;

import org.jspecify.annotations.Nullable;

/** The taking end of a channel for a loop: items one by one, control elements dealt with. */
final class Intake {

    private final Channel channel;
    private final Task task;
    private int left;
    private boolean ended;

    Intake(Channel channel, Task task) {
        this.channel = channel;
        this.task = task;
    }

    String input() {
        return channel.input;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether a barrier has come by it that has not come by all others yet. */
    boolean isHeld() {
        return channel.held() != null;
    }

    /** Returns that barrier. */
    Control.@Nullable Barrier held() {
        return channel.held();
    }

    /** Goes on taking. */
    void letGo() {
        channel.letGo();
    }

    boolean isDry() {
        return ended
                || channel.held() != null
                || (left == 0 && channel.available() == 0)
                || task.pace.holdsBack(channel);
    }

    /** Whether time has moved on though no element has come. */
    boolean hasAdvanced() {
        return !ended && channel.hasAdvanced();
    }

    /** Takes notice of how far time is, where no element comes for now. */
    void advance() throws InterruptedException {
        if (!ended) {
            channel.advanceTaker();
        }
    }

    /** Hands over an item that was taken from it before. */
    void handOver(Backlog.Kept item) throws InterruptedException {
        InputTime time = channel.inputTime;
        if (time != null) {
            time.advance(item.watermark());
        }
        item.restore(task.cursor);
        task.cursor.stream = channel.input;
    }

    /** Gives back the room of what was taken. */
    void release() {
        channel.release();
    }

    /**
     * Takes the next item; null if there is none now, or if timers come before it.
     *
     * @param more whether those taken before it are not done: time stands still until they are
     */
    @Nullable Object poll(boolean more) throws InterruptedException {
        InputTime time = channel.inputTime;
        if (ended && !more && time != null) {
            time.end();
        }
        while (!ended && channel.held() == null) {
            if (left == 0) {
                channel.release();
                left = channel.available();
                if (task.isCalled()) {
                    task.attend();
                }
                if (left == 0) {
                    return null;
                }
            }
            if (!task.pace.admits(channel)) {
                channel.release();
                return null;
            }
            if (time != null && !more && time.comesBefore(channel.watermarkOfNext())) {
                return null;
            }
            left--;
            Object element = channel.take(task.cursor);
            if (!(element instanceof Control control)) {
                task.cursor.stream = channel.input;
                task.root().counters().in().raise();
                return element;
            }
            switch (control) {
                case Control.End _ -> {
                    ended = true;
                    channel.drained();
                    if (time != null && !more) {
                        time.end();
                    }
                    channel.release();
                }
                case Control.FailedItem failed -> {
                    task.root().counters().in().raise();
                    task.root().fail(failed.item, failed.operation, failed.cause);
                }
                case Control.Barrier barrier -> {
                    channel.hold(barrier);
                    channel.release();
                }
            }
        }
        return null;
    }
}
