package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which records of a store have changed since it was frozen, as {@link Changes} knows it of what is
 * in memory.
 *
 * <p>Their values stay where they are: what is frozen is a view of the store. When their keys are
 * many, they are written into the store as well. Within a step, the values that it changes are
 * remembered here.
 */
final class StoredChanges {

    /** How many keys are held in memory. */
    private static final int MOST = 1 << 16;

    private static final byte[] NOTHING = {};

    /**
     * A record as it was when the step began.
     *
     * @param value its value; null if there was none
     * @param changed whether it had changed before
     */
    private record Before(@Nullable Bytes value, boolean changed) {
        byte @Nullable [] bytes() {
            return value == null ? null : value.array;
        }
    }

    private final Region records;
    private final Region marks;
    private Map<Bytes, Boolean> changed = new HashMap<>(); // and whether a checkpoint has it
    private final Map<Bytes, Before> inStep = new HashMap<>();
    private boolean tracking;
    private boolean stepping;
    private long freezings;
    private boolean marked;
    private int markAt = MOST;

    /**
     * Creates one.
     *
     * @param records what may change
     * @param marks for the keys that have
     */
    StoredChanges(Region records, Region marks) {
        this.records = records;
        this.marks = marks;
    }

    /** Is told before a record is written, and whether there is one. */
    void put(byte[] key, boolean isThere) {
        Bytes known = new Bytes(key);
        remember(known);
        if (tracking && changed.putIfAbsent(known, isThere) == null && changed.size() >= markAt) {
            mark();
        }
    }

    /** Is told before a record is removed. */
    void remove(byte[] key) {
        Bytes known = new Bytes(key);
        remember(known);
        if (!tracking) {
            return;
        }
        Boolean kept = changed.putIfAbsent(known, true);
        if (kept == null) {
            if (changed.size() >= markAt) {
                mark();
            }
        } else if (!kept) {
            Before before = inStep.get(known);
            if (before == null || before.value == null) {
                changed.remove(known); // has come and gone
            }
        }
    }

    private void remember(Bytes key) {
        if (stepping && !inStep.containsKey(key)) {
            byte[] value = records.get(key.array);
            inStep.put(
                    key,
                    new Before(value == null ? null : new Bytes(value), changed.containsKey(key)));
        }
    }

    /** Writes the keys into the store, but those that the step has changed. */
    private void mark() {
        Region now = marks.of(Region.ordered(freezings));
        changed.keySet()
                .removeIf(
                        key -> {
                            boolean goes = !inStep.containsKey(key);
                            if (goes) {
                                now.put(key.array, NOTHING);
                                marked = true;
                            }
                            return goes;
                        });
        markAt = Math.max(MOST, changed.size() * 2);
    }

    void begin() {
        stepping = true;
        inStep.clear();
    }

    void endStep() {
        inStep.clear();
        stepping = false;
    }

    /** Says that all there is comes from a checkpoint. */
    void areRestored() {
        tracking = true;
    }

    /** Forgets all: the records are gone too. */
    void clear() {
        changed.clear();
        inStep.clear();
    }

    /** Returns what has changed, or null if nothing has; from then on nothing has. */
    @Nullable Frozen freeze() {
        Frozen frozen = null;
        if (!tracking) {
            tracking = true;
            frozen = freezeAll();
        } else if (marked || !changed.isEmpty()) {
            var keys = new ArrayList<byte[]>(changed.size());
            changed.forEach(
                    (key, isKept) -> {
                        Before before = inStep.get(key);
                        if (before == null
                                || (before.changed && (before.value != null || isKept))) {
                            keys.add(key.array);
                        }
                    });
            Region more = marked ? marks.of(Region.ordered(freezings)) : null;
            if (more != null || !keys.isEmpty()) {
                frozen = new Frozen(records, keys, more, Map.copyOf(inStep));
            }
        }
        changed = new HashMap<>();
        freezings++;
        marked = false;
        markAt = MOST;
        inStep.replaceAll(
                (key, before) -> {
                    changed.put(key, before.value != null);
                    return new Before(before.value, false);
                });
        return frozen;
    }

    /** Returns all there is. */
    Frozen freezeAll() {
        return new Frozen(records, null, null, Map.copyOf(inStep));
    }

    /** Takes a record; null where there is none any more. */
    @FunctionalInterface
    interface Taker {
        void take(byte[] key, byte @Nullable [] value) throws IOException;
    }

    /** Some records as they were at one moment. */
    static final class Frozen {
        private final Region records;
        private final @Nullable Collection<byte[]> keys;
        private final @Nullable Region more;
        private final Map<Bytes, Before> before;
        private final StateView view;

        private Frozen(
                Region records,
                @Nullable List<byte[]> keys,
                @Nullable Region more,
                Map<Bytes, Before> before) {
            this.records = records;
            this.keys = keys;
            this.more = more;
            this.before = before;
            this.view = records.view();
        }

        void each(Taker taker) throws IOException {
            if (keys == null) {
                eachOfAll(taker);
                return;
            }
            for (byte[] key : keys) {
                taker.take(key, value(key));
            }
            if (more != null) {
                for (StateView.Entry marked : more.all(view)) {
                    taker.take(marked.key, value(marked.key));
                }
            }
        }

        private byte @Nullable [] value(byte[] key) {
            Before known = before.get(new Bytes(key));
            return known == null ? records.get(key, view) : known.bytes();
        }

        private void eachOfAll(Taker taker) throws IOException {
            for (StateView.Entry record : records.all(view)) {
                if (!before.containsKey(new Bytes(record.key))) {
                    taker.take(record.key, record.value);
                }
            }
            for (Map.Entry<Bytes, Before> each : before.entrySet()) {
                if (each.getValue().value != null) {
                    taker.take(each.getKey().array, each.getValue().bytes());
                }
            }
        }

        void close() {
            view.close();
            if (more != null) {
                more.clear();
            }
        }
    }
}
