package io.millrace.engine;

import io.millrace.api.Clock;
import io.millrace.api.MapState;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

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
    private final Map<String, Due> kept = new HashMap<>(); // as the last checkpoint has them
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

    /** Puts the times at which they are due, on the wall clock, where a checkpoint finds them. */
    void keep(MapState<String, Long> state, Clock clock) {
        for (String name : List.copyOf(kept.keySet())) {
            if (!running.containsKey(name)) {
                state.remove(name);
                kept.remove(name);
            }
        }
        for (Due due : running.values()) {
            if (!due.equals(kept.put(due.name, due))) {
                long left = TimeUnit.NANOSECONDS.toMillis(due.at - clock.nanoTime());
                state.put(due.name, clock.now().toEpochMilli() + left);
            }
        }
    }

    /** Goes on with those that a checkpoint has: each waits for what is left of its time. */
    void restore(MapState<String, Long> state, Clock clock) {
        long wall = clock.now().toEpochMilli();
        for (Map.Entry<String, Long> timer : state.entries()) {
            String name = timer.getKey();
            long left = TimeUnit.MILLISECONDS.toNanos(Math.max(0, timer.getValue() - wall));
            start(name, clock.nanoTime() + left);
            kept.put(name, Objects.requireNonNull(running.get(name)));
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
