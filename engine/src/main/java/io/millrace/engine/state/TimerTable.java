package io.millrace.engine.state;

import static io.millrace.engine.state.NoKey.NO_KEY;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Timers by key: times, each with the keys it is set for, each key once. Part of every checkpoint.
 *
 * <p>Of the thread of its instance alone.
 */
public final class TimerTable {

    /*
     * A binary heap of the times, in the order in which they are due, and a map that finds them. A
     * million keys that wait for the end of one window are one entry of the heap; a time that is
     * set for no key any more leaves it at once.
     *
     * A checkpoint gets the keys that came since the last one, which stand at the end of each time,
     * and what has gone since of those that it has.
     */

    private static final String SCHEMA = "timers per key";
    private static final int LEAST = 1024;
    private static final Moment NONE = new Moment(0, 0);

    final Section section;
    private final LongUnaryOperator due;
    private final Map<Long, Moment> moments = new HashMap<>();
    private Moment[] heap = new Moment[16];
    private int size;
    private @Nullable Moment last; // the one looked up last
    private boolean tracking; // from the first checkpoint on, which takes all
    private List<Moment> changed = new ArrayList<>();
    private List<Timer> gone = new ArrayList<>(); // that a checkpoint has

    private record Timer(long time, Object key) {}

    /**
     * Makes an empty one.
     *
     * @param due when a time is due, asked when it is first set: what the heap is ordered by
     */
    TimerTable(String component, String name, LongUnaryOperator due) {
        this.section = new Section(component, name, Section.BY_KEY, SCHEMA);
        this.due = due;
    }

    /** Returns whether no timer is set. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Returns when the first is due; only where there is one. */
    public long firstDue() {
        return heap[0].due;
    }

    /** Returns the first time; only where there is one. */
    public long firstTime() {
        return heap[0].time;
    }

    /**
     * Adds a timer; one that is there already stays as it is.
     *
     * @param key null for that of items without one
     */
    public void add(long time, @Nullable Object key) {
        Moment moment = find(time);
        if (moment == null) {
            moment = new Moment(time, due.applyAsLong(time));
            moments.put(time, moment);
            last = moment;
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            rise(moment, size++);
        }
        if (moment.add(key == null ? NO_KEY : key) && tracking && !moment.changed) {
            track(moment);
        }
    }

    private void track(Moment moment) {
        if (changed.size() > 2 * size + LEAST) {
            changed.removeIf(Moment::isEmpty); // no checkpoint has come for long
        }
        moment.changed = true;
        changed.add(moment);
    }

    /** Removes a timer, if it is there. */
    public void remove(long time, @Nullable Object key) {
        Moment moment = find(time);
        if (moment == null) {
            return;
        }
        Object known = key == null ? NO_KEY : key;
        if (moment.remove(known) == Moment.Gone.FROZEN) {
            gone.add(new Timer(time, known));
        }
        if (moment.isEmpty()) {
            remove(moment);
        }
    }

    /** Takes a timer of the first time, and returns its key; only where there is one. */
    public @Nullable Object take() {
        Moment first = heap[0];
        Object key = first.takeFirst();
        if (first.lastWasFrozen()) {
            gone.add(new Timer(first.time, key));
        }
        if (first.isEmpty()) {
            remove(first);
        }
        return key.equals(NO_KEY) ? null : key;
    }

    private @Nullable Moment find(long time) {
        Moment moment = last;
        if (moment == null || moment.time != time) {
            moment = moments.get(time);
            last = moment;
        }
        return moment;
    }

    // ---- checkpoints

    /** Some keys of one time, and nulls. */
    private record Keys(long time, List<@Nullable Object> keys) {}

    /** What has gone, and then what has come. */
    private record Frozen(Section section, List<Timer> gone, List<Keys> come) implements Part {
        @Override
        public void writeTo(RecordWriter out) throws IOException {
            var encoder = new Encoder();
            ByteBuffer nothing = ByteBuffer.allocate(0);
            for (Timer timer : gone) {
                out.remove(encoded(timer.time, timer.key, encoder));
            }
            for (Keys some : come) {
                for (Object key : some.keys) {
                    if (key != null) {
                        out.put(encoded(some.time, key, encoder), nothing);
                    }
                }
            }
        }

        private static ByteBuffer encoded(long time, Object key, Encoder encoder) {
            encoder.reset();
            AnyCodec.ANY.write(key, encoder);
            encoder.writeLong(time);
            return encoder.written();
        }
    }

    /** Returns what has changed since the last time, or null. */
    @Nullable Part freeze() {
        if (!tracking) {
            tracking = true;
            changed.addAll(Arrays.asList(heap).subList(0, size));
        }
        if (gone.isEmpty() && changed.isEmpty()) {
            return null;
        }
        List<Keys> come = new ArrayList<>(changed.size());
        for (Moment moment : changed) {
            moment.changed = false;
            come.add(new Keys(moment.time, Arrays.asList(moment.freeze())));
        }
        Part part = new Frozen(section, gone, come);
        gone = new ArrayList<>();
        changed = new ArrayList<>();
        return part;
    }

    /** Returns all there is, or null; the next freezing gives what it would have given. */
    @Nullable Part freezeAll() {
        if (size == 0) {
            return null;
        }
        List<Keys> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(new Keys(heap[i].time, Arrays.asList(heap[i].all())));
        }
        return new Frozen(section, List.of(), all);
    }

    /** Takes a record of a checkpoint; none of the value where it holds nothing any more. */
    void restore(Object key, Decoder entry, @Nullable Decoder value) throws StateFormatException {
        long time = entry.readLong();
        entry.end();
        Object known = key.equals(NO_KEY) ? null : key;
        if (value == null) {
            remove(time, known);
        } else {
            value.end();
            add(time, known);
        }
    }

    /** Lets go of what was set during set-up: what was kept takes its place. */
    void clear() {
        moments.clear();
        Arrays.fill(heap, 0, size, NONE);
        size = 0;
        last = null;
        changed.clear();
        gone.clear();
    }

    /** Says that all there is comes from a checkpoint. */
    void areRestored() {
        var _ = freeze();
    }

    // ---- the heap

    private void remove(Moment moment) {
        moments.remove(moment.time);
        last = null;
        Moment end = heap[--size];
        heap[size] = NONE;
        if (end != moment) {
            sink(end, moment.place);
            rise(end, end.place);
        }
    }

    private void rise(Moment moment, int from) {
        int place = from;
        while (place > 0 && moment.due < heap[(place - 1) / 2].due) {
            put(heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }
        put(moment, place);
    }

    private void sink(Moment moment, int from) {
        int place = from;
        while (true) {
            int child = 2 * place + 1;
            if (child + 1 < size && heap[child + 1].due < heap[child].due) {
                child++;
            }
            if (child >= size || moment.due <= heap[child].due) {
                break;
            }
            put(heap[child], place);
            place = child;
        }
        put(moment, place);
    }

    private void put(Moment moment, int place) {
        heap[place] = moment;
        moment.place = place;
    }
}
