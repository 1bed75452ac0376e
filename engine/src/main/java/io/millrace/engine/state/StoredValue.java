package io.millrace.engine.state;

import io.millrace.api.StateSpec;
import io.millrace.api.ValueState;
import io.millrace.engine.state.StateView.Entry;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** A value, or one of each key, in a store. */
final class StoredValue<T> extends StoredCells implements ValueState<T> {

    StoredValue(StateSpec<?> spec, Place place, Codec<?> values, Region all) {
        super(spec, place, "value " + values.schema(), values, all);
    }

    @Override
    @SuppressWarnings("unchecked") // what was set
    public @Nullable T get() {
        Found found = live(here());
        return found == null ? null : (T) value(found);
    }

    @Override
    public void set(T value) {
        Objects.requireNonNull(value, "value");
        byte[] key = here();
        Found before = live(key);
        if (before == null) {
            set(key, null, Envelope.NONE, addKey(key), value);
        } else {
            set(key, before.about(), Envelope.NONE, before.about().sequence(), value);
        }
        sweepAfterWrite();
    }

    @Override
    public void clear() {
        removeKey(here());
    }

    @Override
    public boolean isEmpty() {
        return live(here()) == null;
    }

    @Override
    void removeKey(byte[] key) {
        Found found = find(key);
        if (found != null) {
            unset(key, found.about());
            forgetKey(key, found.about().sequence());
        }
    }

    @Override
    void expire(byte[] key) {
        removeKey(key);
    }

    @Override
    Iterable<Entry> keys() {
        return records.all();
    }

    @Override
    void restore(Object key, Decoder entry, @Nullable Decoder value) throws StateFormatException {
        entry.end();
        restore(bytes(key), value);
    }

    @Override
    void finishRestore() throws StateFormatException {
        if (mostKeys > 0 || ages != null) {
            super.finishRestore();
        } else {
            changes.areRestored();
        }
    }

    @Override
    void restored(Entry record) {
        Envelope about = found(record.value).about();
        addAge(about.written(), record.key);
        restoredKey(record.key, about.sequence());
    }

    @Override
    void allRestored() {}
}
