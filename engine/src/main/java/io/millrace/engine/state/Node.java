package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

/** What a {@link Group} holds by a key: one of a chain, the eldest first. */
abstract class Node {

    final Object key;
    final int hash;

    /** Where this stands among those of its group: the next one's is higher. */
    long sequence;

    /** The group that holds this, or has held it. */
    @Nullable Group owner;

    @Nullable Node older;
    @Nullable Node newer;

    Node(Object key, int hash) {
        this.key = key;
        this.hash = hash;
    }

    @SuppressWarnings("ReferenceEquality") // the quick way first
    final boolean is(Object other, int otherHash) {
        return hash == otherHash && (key == other || key.equals(other));
    }
}
