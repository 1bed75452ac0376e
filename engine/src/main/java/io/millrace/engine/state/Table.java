package io.millrace.engine.state;

import static io.millrace.engine.state.NoKey.NO_KEY;

import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * A state in memory.
 *
 * @param <N> what it holds for a key
 */
abstract class Table<N extends Node> extends Declared {

    /** How much that is over a write clears away, at most. */
    private static final int SWEPT_BY_WRITE = 4;

    final Group root = new Group(NO_KEY, 0);
    final Changes changes = new Changes();
    private final Class<N> type;
    private @Nullable N at; // what was found last
    private @Nullable Object absent; // the key that was looked for last, and is not there

    Table(StateSpec<?> spec, Place place, String schema, Class<N> type) {
        super(spec, place, schema);
        this.type = type;
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
        if (isAbsent(key)) {
            return null;
        }
        node = find(key, KeyHash.of(key));
        if (node == null) {
            absent = key;
        } else {
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
        node = isAbsent(key) ? null : find(key, hash);
        if (node == null) {
            node = add(key, hash);
            bound();
        }
        at = node;
        return node;
    }

    private N add(Object key, int hash) {
        N node = create(key, hash);
        root.add(node);
        absent = null;
        return node;
    }

    /** Returns what a key holds; a new one holds nothing yet. */
    N atOrNew(Object key) {
        int hash = KeyHash.of(key);
        N node = find(key, hash);
        return node == null ? add(key, hash) : node;
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

    @SuppressWarnings("ReferenceEquality")
    private boolean isAbsent(Object key) {
        return absent == key;
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

    @Override
    void forEachKey(Consumer<@Nullable Object> action) {
        Node node = root.first;
        while (node != null) {
            Node next = node.newer;
            withKey(node.key, action);
            node = next;
        }
    }

    // ---- bounds

    @Override
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

    @Override
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
        countExpired();
    }

    // ---- checkpoints

    @Override
    void begin() {
        changes.begin();
    }

    @Override
    void endStep() {
        changes.endStep();
    }

    @Override
    void freeze(Consumer<Part> parts) {
        Frozen part = part(changes.size());
        changes.freeze(count(), this::each, part);
        if (!part.isEmpty()) {
            parts.accept(part);
        }
    }

    @Override
    void freezeAll(Consumer<Part> parts) {
        Frozen part = part(0);
        changes.freezeAll(this::each, part);
        if (!part.isEmpty()) {
            parts.accept(part);
        }
    }

    @Override
    void finishRestore() throws StateFormatException {
        restored();
        if (ages != null) {
            ages.sort();
        }
        changes.areRestored();
        bound();
    }

    @Override
    void clearAll() {
        while (root.first != null) {
            removeKey(type.cast(root.first));
        }
    }
}
