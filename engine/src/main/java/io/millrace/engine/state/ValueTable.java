package io.millrace.engine.state;

import io.millrace.api.StateSpec;
import io.millrace.api.ValueState;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/** A value, or one of each key. */
final class ValueTable<T> extends CellTable<Cell> implements ValueState<T> {

    ValueTable(StateSpec<?> spec, Place place, Codec<?> values) {
        super(spec, place, "value " + values.schema(), values, Cell.class);
    }

    @Override
    @SuppressWarnings("unchecked") // what was set
    public @Nullable T get() {
        Cell cell = here();
        return cell == null || isOver(cell) ? null : (T) cell.value;
    }

    @Override
    public void set(T value) {
        Cell cell = hereOrNew();
        set(isOver(cell) ? hereOrNew() : cell, value);
        sweepAfterWrite();
    }

    @Override
    public void clear() {
        Cell cell = here();
        if (cell != null) {
            removeKey(cell);
        }
    }

    @Override
    public boolean isEmpty() {
        return get() == null;
    }

    @Override
    Cell create(Object key, int hash) {
        return new Cell(key, hash);
    }

    @Override
    void empty(Cell cell) {
        unset(cell);
    }

    @Override
    void expire(Tracked tracked) {
        removeKey((Cell) tracked);
    }

    @Override
    void each(Consumer<Tracked> action) {
        for (Node node = root.first; node != null; node = node.newer) {
            action.accept((Cell) node);
        }
    }

    @Override
    void writeKey(Cell cell, Encoder out) {
        if (perKey) {
            AnyCodec.ANY.write(cell.key, out);
        }
    }

    @Override
    long ofKey(Cell cell) {
        return Envelope.NONE;
    }

    @Override
    long sequence(Cell cell) {
        return mostKeys > 0 ? cell.sequence : Envelope.NONE;
    }

    @Override
    void restore(Object key, Decoder entry, @Nullable Decoder value) throws StateFormatException {
        entry.end();
        if (value == null) {
            Cell cell = find(key);
            if (cell != null) {
                removeKey(cell);
            }
            return;
        }
        Envelope about = Envelope.read(value);
        Object now = readValue(value);
        restore(atOrNew(key), about, now);
    }

    @Override
    void restored() {
        root.sort();
    }
}
