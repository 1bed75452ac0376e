package io.millrace.engine.state;

import static io.millrace.engine.state.NoKey.NO_KEY;

import io.millrace.api.Current;
import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * One declared state: by key, or with one entry that stands for the instance.
 *
 * @param <N> what it holds for a key
 */
abstract class Table<N extends Node> {

    final StateSpec<?> spec;
    final Group root = new Group(NO_KEY, 0);
    private final Class<N> type;
    private final boolean perKey;
    private final boolean boundsKeys;
    private Current current;
    private @Nullable N at;
    private long evictions;

    Table(StateSpec<?> spec, Class<N> type, Current current) {
        this.spec = spec;
        this.type = type;
        this.current = current;
        this.perKey = spec.scope() == StateSpec.Scope.KEY;
        this.boundsKeys = perKey && spec.maxKeys() > 0;
    }

    /** Makes what a new key holds. */
    abstract N create(Object key, int hash);

    /** Lets go of all that a key holds; its node goes from the table then. */
    abstract void empty(N node);

    long evictions() {
        return evictions;
    }

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
            if (boundsKeys) {
                evict(root, spec.maxKeys());
            }
        }
        at = node;
        return node;
    }

    @SuppressWarnings("ReferenceEquality") // the key of one item is one object
    private static boolean isAt(Node node, Object key) {
        return node.key == key;
    }

    private @Nullable N find(Object key, int hash) {
        Node node = root.find(key, hash);
        return node == null ? null : type.cast(node);
    }

    private Object key() {
        if (!perKey) {
            return NO_KEY;
        }
        Object key = current.key();
        return key == null ? NO_KEY : key;
    }

    private void evict(Group group, int most) {
        while (group.size > most && group.first != null) {
            removeKey(type.cast(group.first));
            evictions++;
        }
    }

    void evicted() {
        evictions++;
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
}
