package io.millrace.engine.state;

import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** A state in a store whose values are kept one by one. */
abstract class StoredCells extends StoredState {

    StoredCells(StateSpec<?> spec, Place place, String schema, Codec<?> values, Region all) {
        super(spec, place, schema, values, all);
    }

    /** Returns a value that is not over; one that is goes. */
    final @Nullable Found live(byte[] key) {
        Found found = find(key);
        if (found != null && isOver(found.about())) {
            expireNow(key);
            return null;
        }
        return found;
    }

    /**
     * Sets a value.
     *
     * @param before what is known of the one there is; null if there is none
     */
    final void set(byte[] key, @Nullable Envelope before, long ofKey, long sequence, Object value) {
        Objects.requireNonNull(value, "value");
        changes.put(key, before != null);
        long written = now();
        if (before != null) {
            removeAge(before.written(), key);
        }
        addAge(written, key);
        write(key, new Envelope(ofKey, sequence, written), value);
    }

    /** Removes a value. */
    final void unset(byte[] key, Envelope about) {
        changes.remove(key);
        records.remove(key);
        removeAge(about.written(), key);
    }

    @Override
    void writeKey(byte[] key, Encoder out) {
        out.write(key, 0, key.length);
    }
}
