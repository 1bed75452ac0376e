package io.millrace.engine.state;

import io.millrace.api.Clock;
import io.millrace.api.Current;
import io.millrace.api.TimeKind;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;

/**
 * When the entries of a table were last written, so that they go when their time is over.
 *
 * <p>On the run's clock that is measured by what never jumps, and kept in wall time, which goes on
 * while nothing runs. In event time it is the later one of the item's timestamp and the watermark;
 * what was written before either was known goes with the first watermark.
 */
final class Ages {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final boolean inEventTime;
    private final long ttl;
    private final Clock clock;
    private final Current current;
    private long watermark = Current.NO_TIMESTAMP;
    private @Nullable Age first;
    private @Nullable Age last;

    Ages(Duration ttl, TimeKind kind, Clock clock, Current current) {
        this.inEventTime = kind == TimeKind.EVENT_TIME;
        this.ttl = inEventTime ? millis(ttl) : nanos(ttl);
        this.clock = clock;
        this.current = current;
    }

    /** Returns the time, saturated: what takes 292 years does not end. */
    private static long nanos(Duration time) {
        return time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0
                ? Long.MAX_VALUE
                : time.toNanos();
    }

    private static long millis(Duration time) {
        return time.compareTo(Duration.ofMillis(Long.MAX_VALUE)) >= 0
                ? Long.MAX_VALUE
                : time.plusNanos(NANOS_PER_MILLI - 1).toMillis();
    }

    void watermark(long next) {
        watermark = next;
    }

    /** Returns the time that is written beside what is written now. */
    long now() {
        return inEventTime ? Math.max(current.timestamp(), watermark) : clock.nanoTime();
    }

    /** Returns whether what was written then is over. */
    boolean isOver(long written) {
        return inEventTime
                ? watermark >= Long.MIN_VALUE + ttl && written <= watermark - ttl
                : clock.nanoTime() - written >= ttl;
    }

    boolean isOver(@Nullable Age age) {
        return age != null && isOver(age.written);
    }

    /** Returns whether all that is over stands at the beginning. */
    boolean inOrder() {
        return !inEventTime;
    }

    /** Writes down the time of a write. */
    Age touch(Tracked of, @Nullable Age known) {
        return touch(of, known, now());
    }

    Age touch(Tracked of, @Nullable Age known, long written) {
        Age age = known;
        if (age == null) {
            age = new Age(of);
        } else {
            unlink(age);
        }
        age.written = written;
        append(age);
        return age;
    }

    private void append(Age age) {
        age.before = last;
        age.after = null;
        if (last == null) {
            first = age;
        } else {
            last.after = age;
        }
        last = age;
    }

    void remove(@Nullable Age age) {
        if (age != null) {
            unlink(age);
        }
    }

    private void unlink(Age age) {
        Age before = age.before;
        Age after = age.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
    }

    /** Returns what was written first, if it is over. */
    @Nullable Tracked over() {
        return first != null && isOver(first.written) ? first.of : null;
    }

    /** Puts all in the order in which they were written. */
    void sort() {
        var all = new ArrayList<Age>();
        for (Age age = first; age != null; age = age.after) {
            all.add(age);
        }
        all.sort(Comparator.comparingLong(age -> age.written));
        first = null;
        last = null;
        all.forEach(this::append);
    }

    /** Returns what turns a time into the one that is kept, as of now. */
    Kept kept() {
        return inEventTime
                ? new Kept(0, 0, 1)
                : new Kept(clock.nanoTime(), clock.now().toEpochMilli(), NANOS_PER_MILLI);
    }

    /**
     * What turns a time into one that means something to another process.
     *
     * @param now the present
     * @param kept the same as it is kept
     * @param scale how many of the one make one of the other
     */
    record Kept(long now, long kept, long scale) {
        long of(long written) {
            return kept - (now - written) / scale;
        }
    }

    /** Writes down the time that was kept; now, if none was. */
    Age restored(Tracked of, @Nullable Age known, long kept) {
        return touch(of, known, restored(kept));
    }

    /**
     * Returns the time that was kept, as this process has it; a wall clock that has gone back since
     * then does not make anything live longer than if it was written now.
     */
    long restored(long kept) {
        if (kept == Envelope.NONE) {
            return now();
        }
        if (inEventTime) {
            return kept;
        }
        long millis = Math.max(0, clock.now().toEpochMilli() - kept);
        long age = millis > ttl / NANOS_PER_MILLI ? ttl : millis * NANOS_PER_MILLI;
        return clock.nanoTime() - age;
    }
}
