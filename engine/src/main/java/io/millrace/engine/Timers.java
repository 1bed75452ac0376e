package io.millrace.engine;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** The named timers of one component instance, on the run's clock. Of its task's thread alone. */
final class Timers {

    /** What {@link #deadline} says where no timer runs. */
    static final long NEVER = Long.MAX_VALUE;

    private record Due(long at, long order, String name) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at - other.at, 0);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Map<String, Due> running = new HashMap<>();
    private long order;

    /** Returns the earlier of two times, either of which may be {@link #NEVER}. */
    static long first(long one, long other) {
        if (one == NEVER || other == NEVER) {
            return Math.min(one, other);
        }
        return one - other < 0 ? one : other;
    }

    void start(String name, long at) {
        Due due = new Due(at, order++, name);
        stop(name);
        running.put(name, due);
        queue.add(due);
    }

    void stop(String name) {
        Due before = running.remove(name);
        if (before != null) {
            queue.remove(before);
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Returns when the next timer is due, on the clock's scale, or {@link #NEVER}. */
    long deadline() {
        Due next = queue.peek();
        return next == null ? NEVER : next.at;
    }

    /** Takes the next timer that is due; null if there is none. */
    @Nullable String poll(long now) {
        Due next = queue.peek();
        if (next == null || next.at - now > 0) {
            return null;
        }
        queue.remove();
        running.remove(next.name);
        return next.name;
    }
}
