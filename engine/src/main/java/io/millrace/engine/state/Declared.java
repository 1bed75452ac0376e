package io.millrace.engine.state;

import static io.millrace.engine.state.NoKey.NO_KEY;

import io.millrace.api.Clock;
import io.millrace.api.Current;
import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One declared state, wherever it is kept: by key, or with one entry that is of the instance. */
abstract class Declared {

    final StateSpec<?> spec;
    final Section section;
    final Place place;
    final boolean perKey;
    final int mostKeys;
    final @Nullable Ages ages;
    private Current current;
    private final AtomicLong evicted = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();

    /**
     * Where a state is, and what it sees of the run.
     *
     * @param component the component's name
     * @param instance which of its instances
     * @param parallelism how many there are
     * @param current knows the current key
     * @param clock the run's
     */
    record Place(String component, int instance, int parallelism, Current current, Clock clock) {}

    Declared(StateSpec<?> spec, Place place, String schema) {
        this.spec = spec;
        this.place = place;
        this.current = place.current();
        this.perKey = spec.scope() == StateSpec.Scope.KEY;
        this.mostKeys = perKey ? spec.maxKeys() : 0;
        this.ages =
                spec.ttl() == null
                        ? null
                        : new Ages(spec.ttl(), spec.clock(), place.clock(), place.current());
        this.section =
                new Section(
                        place.component(),
                        spec.name(),
                        perKey ? Section.BY_KEY : place.instance(),
                        perKey ? schema + " per key" : schema);
    }

    // ---- keys

    /** Returns the current key, or what stands for it. */
    final Object key() {
        if (!perKey) {
            return NO_KEY;
        }
        Object key = current.key();
        return key == null ? noKey() : key;
    }

    private Object noKey() {
        if (place.parallelism() > 1) {
            throw new IllegalStateException(
                    "the state '%s' is kept by key, and this item has none: component '%s' has several instances, so it needs the option 'key'"
                            .formatted(spec.name(), place.component()));
        }
        return NO_KEY;
    }

    /**
     * Calls for each key, with this key as the current one of this state; the eldest first where
     * their number is bounded.
     */
    abstract void forEachKey(Consumer<@Nullable Object> action);

    /** Calls with a key as the current one of this state. */
    final void withKey(Object key, Consumer<@Nullable Object> action) {
        Current before = current;
        current = new OfKey(key.equals(NO_KEY) ? null : key);
        try {
            action.accept(current.key());
        } finally {
            current = before;
        }
    }

    private record OfKey(@Nullable Object key) implements Current {
        @Override
        public long timestamp() {
            return NO_TIMESTAMP;
        }

        @Override
        public String stream() {
            return "";
        }
    }

    // ---- bounds

    final void countEvicted() {
        evicted.setOpaque(evicted.getPlain() + 1);
    }

    final long evicted() {
        return evicted.getOpaque();
    }

    final void countExpired() {
        expired.setOpaque(expired.getPlain() + 1);
    }

    final long expired() {
        return expired.getOpaque();
    }

    /** Learns the watermark. */
    abstract void watermark(long watermark);

    /** Clears away what is over, so much at most. */
    abstract void sweep(int most);

    // ---- checkpoints

    /** Begins a step. */
    abstract void begin();

    /** Ends the step: the next freezing takes what is. */
    abstract void endStep();

    /** Gives what has changed, as it was when the step began if one has. */
    abstract void freeze(Consumer<Part> parts);

    /** Gives all there is, likewise. */
    abstract void freezeAll(Consumer<Part> parts);

    /** Lets go of what was written during set-up: what was kept takes its place. */
    abstract void clearAll();

    /** Takes a record of a checkpoint; no value where it says that there is none any more. */
    abstract void restore(Object key, Decoder entry, @Nullable Decoder value)
            throws StateFormatException;

    /** Is called after the last record. */
    abstract void finishRestore() throws StateFormatException;
}
