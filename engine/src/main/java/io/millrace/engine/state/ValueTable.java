package io.millrace.engine.state;

import io.millrace.api.Current;
import io.millrace.api.StateSpec;
import io.millrace.api.ValueState;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** A value, or one of each key. */
final class ValueTable<T> extends Table<Cell> implements ValueState<T> {

    ValueTable(StateSpec<?> spec, Current current) {
        super(spec, Cell.class, current);
    }

    @Override
    Cell create(Object key, int hash) {
        return new Cell(key, hash);
    }

    @Override
    @SuppressWarnings("unchecked") // what was set
    public @Nullable T get() {
        Cell cell = here();
        return cell == null ? null : (T) cell.value;
    }

    @Override
    public void set(T value) {
        Objects.requireNonNull(value, "value");
        hereOrNew().value = value;
    }

    @Override
    public void clear() {
        Cell cell = here();
        if (cell != null) {
            removeKey(cell);
        }
    }

    @Override
    void empty(Cell cell) {
        cell.value = null;
    }

    @Override
    public boolean isEmpty() {
        return here() == null;
    }
}
