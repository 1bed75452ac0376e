package io.millrace.engine;

import io.millrace.api.Component;
import io.millrace.api.Current;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Source;
import io.millrace.api.TimeKind;
import io.millrace.api.Timers;
import io.millrace.engine.state.TimerTable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The timers of one instance that belong to keys. Of its task's thread alone. */
final class KeyedTimers implements Timers {

    private final Instance instance;
    private final InstanceTime time;
    private final boolean hasEventTime;
    private final boolean hasProcessingTime;
    private final long origin;
    private @Nullable TimerTable eventTime;
    private @Nullable TimerTable processingTime; // due in nanoseconds since the origin
    private long taken;

    KeyedTimers(Instance instance, InstanceTime time) {
        this.instance = instance;
        this.time = time;
        Class<? extends Component> shape = instance.component.getClass();
        this.hasEventTime = calls(shape, "onEventTime");
        this.hasProcessingTime =
                calls(shape, "onProcessingTime") && Planner.mindsClock(instance.spec);
        this.origin = instance.task.now();
    }

    /** Declares what the instance has to keep: of a loop, when it asks for its timers. */
    void declare() {
        if (hasEventTime && eventTime == null) {
            eventTime = instance.states.timers("$event_timers", timestamp -> timestamp);
        }
        if (hasProcessingTime && processingTime == null) {
            processingTime = instance.states.timers("$processing_timers", this::dueAt);
        }
    }

    /** Whether a component minds timers of a kind: a handler that has the method, or a loop. */
    static boolean calls(Class<? extends Component> shape, String method) {
        if (!Handler.class.isAssignableFrom(shape)) {
            return !Source.class.isAssignableFrom(shape);
        }
        try {
            return shape.getMethod(method, long.class, Output.class).getDeclaringClass()
                    != Handler.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every handler has " + method, e);
        }
    }

    // ---- what the component sees

    @Override
    public void atEventTime(long timestamp) {
        checked(eventTime, "onEventTime").add(timestamp, instance.task.cursor.key);
    }

    @Override
    public void cancelEventTime(long timestamp) {
        checked(eventTime, "onEventTime").remove(timestamp, instance.task.cursor.key);
    }

    @Override
    public void atProcessingTime(long timestamp) {
        checked(processingTime, "onProcessingTime").add(timestamp, instance.task.cursor.key);
    }

    @Override
    public void cancelProcessingTime(long timestamp) {
        checked(processingTime, "onProcessingTime").remove(timestamp, instance.task.cursor.key);
    }

    @Override
    public long watermark() {
        return time.watermark();
    }

    private TimerTable checked(@Nullable TimerTable table, String method) {
        if (table == null) {
            throw new IllegalStateException(
                    "component '%s' sets a timer, but does not override %s"
                            .formatted(instance.spec.name(), method));
        }
        instance.task.checkThread(instance);
        return table;
    }

    /** Returns when a time on the wall clock will be, as it stands now. */
    private long dueAt(long timestamp) {
        Instant wall = instance.task.time().now();
        long millis = Math.max(0, saturated(timestamp, -1_000 * wall.getEpochSecond()));
        long wait = TimeUnit.MILLISECONDS.toNanos(millis) - wall.getNano();
        return saturated(Math.max(0, wait), instance.task.now() - origin);
    }

    private static long saturated(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    // ---- what calls them

    /** Whether there is a timer of event time up to a watermark. */
    boolean hasEventTime(long watermark) {
        TimerTable table = eventTime;
        return table != null && !table.isEmpty() && table.firstTime() <= watermark;
    }

    /** Returns when the next timer of processing time is due, or {@code NEVER}. */
    long deadline() {
        TimerTable table = processingTime;
        return table == null || table.isEmpty() || table.firstDue() > Task.FOREVER.toNanos()
                ? io.millrace.engine.Timers.NEVER
                : origin + table.firstDue();
    }

    /**
     * Takes the next timer that is due, and makes its key and its time those of what is sent; a
     * time on the wall clock is none of an item.
     *
     * @param limit the watermark, or the time by the clock
     * @return whether there is one; {@link #taken} is its time
     */
    boolean take(TimeKind kind, long limit, Cursor cursor) {
        boolean isEventTime = kind == TimeKind.EVENT_TIME;
        TimerTable table = isEventTime ? eventTime : processingTime;
        if (table == null
                || table.isEmpty()
                || table.firstDue() > (isEventTime ? limit : limit - origin)) {
            return false;
        }
        taken = table.firstTime();
        cursor.key = table.take();
        cursor.timestamp = isEventTime ? taken : Current.NO_TIMESTAMP;
        return true;
    }

    /** Returns the time of the timer taken last. */
    long taken() {
        return taken;
    }
}
