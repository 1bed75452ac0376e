package io.millrace.engine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How fast a task's root takes items, or sends them if it is a source. Of the task's thread alone.
 */
final class Pace {

    private final Task task;
    private @Nullable RateLimit limit;
    private long admitsAt = Timers.NEVER;
    private boolean paid;

    Pace(Task task) {
        this.task = task;
    }

    /** Sets how many items go in which time; any number without it. */
    void setLimit(@Nullable RateLimit limit) {
        this.limit = limit;
    }

    boolean isLimited() {
        return limit != null;
    }

    /** Returns when the next item may be taken, as far as the last try has shown. */
    long nextAt() {
        return admitsAt;
    }

    /** Whether the root may take the next element of a channel now; counted if it may. */
    boolean admits(Channel channel) {
        if (limit == null || !channel.itemIsNext()) {
            return true;
        }
        long now = task.now();
        long at = limit.take(now);
        admitsAt = at == now ? Timers.NEVER : at;
        return at == now;
    }

    /** Whether the next element of a channel has to wait, as far as the last try has shown. */
    boolean holdsBack(Channel channel) {
        return admitsAt != Timers.NEVER
                && task.now() - admitsAt < 0
                && channel.available() > 0
                && channel.itemIsNext();
    }

    /** Waits until a source may send its next item. */
    void await() throws InterruptedException {
        await(Task.FOREVER);
        paid = false;
    }

    /**
     * Waits until a source may send its next item, of which {@link #sent} has to tell.
     *
     * @return what is left of the time; null if it may not in that time
     */
    @Nullable Duration await(Duration atMost) throws InterruptedException {
        long deadline = Task.after(task.now(), atMost);
        while (limit != null && !paid) {
            long now = task.now();
            long at = limit.take(now);
            if (at == now) {
                paid = true;
            } else if (deadline - at < 0) {
                task.waits.sleep(task.root(), Duration.ofNanos(Math.max(0, deadline - now)));
                return null;
            } else {
                task.waits.sleep(task.root(), Duration.ofNanos(at - now));
            }
        }
        return Duration.ofNanos(Math.max(0, deadline - task.now()));
    }

    /** Says that a source has sent the item that it has waited for in {@link #await(Duration)}. */
    void sent() {
        paid = false;
    }
}
