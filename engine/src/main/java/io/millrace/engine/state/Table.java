package io.millrace.engine.state;

import static io.millrace.engine.state.NoKey.NO_KEY;

import io.millrace.api.Clock;
import io.millrace.api.Current;
import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One declared state: by key, or with one entry that stands for the instance.
 *
 * @param <N> what it holds for a key
 */
abstract class Table<N extends Node> {

    /** How much that is over a write clears away, at most. */
    private static final int SWEPT_BY_WRITE = 4;

    final Group root = new Group(NO_KEY, 0);
    final Changes changes = new Changes();
    final @Nullable Ages ages;
    final Place place;
    final boolean perKey;
    final int mostKeys;
    private final Class<N> type;
    private Current current;
    private @Nullable N at;
    private final AtomicLong evicted = new AtomicLong();
    private final AtomicLong expired = new AtomicLong();

    /**
     * Where a table is, and what it sees of the run.
     *
     * @param component the component's name
     * @param instance which of its instances
     * @param parallelism how many there are
     * @param current knows the current key
     * @param clock the run's
     */
    record Place(String component, int instance, int parallelism, Current current, Clock clock) {}

    final StateSpec<?> spec;
    final Section section;

    Table(StateSpec<?> spec, Place place, String schema, Class<N> type) {
        this.spec = spec;
        this.place = place;
        this.type = type;
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

    /** Makes what a new key holds. */
    abstract N create(Object key, int hash);

    /** Lets go of all that a key holds, which goes from the table then. */
    abstract void empty(N node);

    /** Lets go of something that is over. */
    abstract void expire(Tracked tracked);

    /** Gives all there is, in order. */
    abstract void each(Consumer<Tracked> action);

    /** Returns how much there is. */
    int count() {
        return root.size;
    }

    /** Makes a part of an epoch with room for so much; it grows where that is too little. */
    abstract Frozen part(int size);

    /** Takes a record of a checkpoint. */
    abstract void restore(Object key, Decoder entry, @Nullable Decoder value)
            throws StateFormatException;

    /** Puts what was restored in its order. */
    abstract void restored() throws StateFormatException;

    // ---- keys

    /** Returns what the current key holds, or null. */
    @Nullable N here() {
        Object key = key();
        N node = at;
        if (node != null && isAt(node, key)) {
            return node;
        }
        node = find(key, KeyHash.of(key));
        if (node != null) {
            at = node;
        }
        return node;
    }

    /** Returns what the current key holds; a new one holds nothing yet. */
    N hereOrNew() {
        Object key = key();
        N node = at;
        if (node != null && isAt(node, key)) {
            return node;
        }
        int hash = KeyHash.of(key);
        node = find(key, hash);
        if (node == null) {
            node = create(key, hash);
            root.add(node);
            bound();
        }
        at = node;
        return node;
    }

    /** Returns what a key holds; a new one holds nothing yet. */
    N atOrNew(Object key) {
        int hash = KeyHash.of(key);
        N node = find(key, hash);
        if (node == null) {
            node = create(key, hash);
            root.add(node);
        }
        return node;
    }

    @Nullable N find(Object key) {
        return find(key, KeyHash.of(key));
    }

    @SuppressWarnings("unchecked") // made by create
    private @Nullable N find(Object key, int hash) {
        return (N) root.find(key, hash);
    }

    @SuppressWarnings("ReferenceEquality") // the key of one item is one object
    private static boolean isAt(Node node, Object key) {
        return node.key == key;
    }

    private Object key() {
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

    /** Lets go of the eldest keys that are too many. */
    void bound() {
        if (mostKeys > 0 && root.size > mostKeys) {
            sweep(Integer.MAX_VALUE);
            while (root.size > mostKeys && root.first != null) {
                removeKey(type.cast(root.first));
                countEvicted();
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very node
    void removeKey(N node) {
        if (at == node) {
            at = null;
        }
        empty(node);
        root.remove(node);
    }

    /** Calls for each key, the eldest first, with this key as the current one of this state. */
    void forEachKey(Consumer<@Nullable Object> action) {
        Current before = current;
        Node node = root.first;
        try {
            while (node != null) {
                Node next = node.newer;
                current = new OfKey(node.key.equals(NO_KEY) ? null : node.key);
                action.accept(current.key());
                node = next;
            }
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

    void countEvicted() {
        evicted.setOpaque(evicted.getPlain() + 1);
    }

    long evicted() {
        return evicted.getOpaque();
    }

    long expired() {
        return expired.getOpaque();
    }

    void watermark(long watermark) {
        if (ages != null) {
            ages.watermark(watermark);
            sweep(SWEPT_BY_WRITE);
        }
    }

    void sweepAfterWrite() {
        if (ages != null) {
            sweep(SWEPT_BY_WRITE);
        }
    }

    /** Clears away what is over, so much at most. */
    void sweep(int most) {
        if (ages == null) {
            return;
        }
        for (int i = 0; i < most; i++) {
            Tracked over = ages.over();
            if (over == null) {
                break;
            }
            expireNow(over);
        }
    }

    void expireNow(Tracked over) {
        expire(over);
        expired.setOpaque(expired.getPlain() + 1);
    }

    // ---- checkpoints

    void freeze(Consumer<Part> parts) {
        Frozen part = part(changes.size());
        changes.freeze(count(), this::each, part);
        if (!part.isEmpty()) {
            parts.accept(part);
        }
    }

    void freezeAll(Consumer<Part> parts) {
        Frozen part = part(0);
        changes.freezeAll(this::each, part);
        if (!part.isEmpty()) {
            parts.accept(part);
        }
    }

    void finishRestore() throws StateFormatException {
        restored();
        if (ages != null) {
            ages.sort();
        }
        changes.areRestored();
        bound();
    }

    /** Lets go of what was written during set-up: what was kept takes its place. */
    void clearAll() {
        while (root.first != null) {
            removeKey(type.cast(root.first));
        }
    }
}
