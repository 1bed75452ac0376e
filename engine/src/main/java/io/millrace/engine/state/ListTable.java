package io.millrace.engine.state;

import io.millrace.api.Current;
import io.millrace.api.ListState;
import io.millrace.api.StateSpec;

import java.util.List;
import java.util.Objects;

/** A list, or one of each key. */
final class ListTable<T> extends Table<Elements> implements ListState<T> {

    ListTable(StateSpec<?> spec, Current current) {
        super(spec, Elements.class, current);
    }

    @Override
    Elements create(Object key, int hash) {
        return new Elements(key, hash);
    }

    @Override
    public void add(T value) {
        Objects.requireNonNull(value, "value");
        hereOrNew().add(value);
    }

    @Override
    @SuppressWarnings("unchecked") // what was added
    public List<T> all() {
        Elements elements = here();
        return elements == null ? List.of() : (List<T>) elements.all();
    }

    @Override
    public int size() {
        Elements elements = here();
        return elements == null ? 0 : elements.size();
    }

    @Override
    public void removeFirst(int count) {
        Objects.checkFromToIndex(0, count, size());
        Elements elements = here();
        if (elements == null) {
            return;
        }
        elements.removeFirst(count);
        if (elements.size() == 0) {
            removeKey(elements);
        }
    }

    @Override
    public void clear() {
        Elements elements = here();
        if (elements != null) {
            removeKey(elements);
        }
    }

    @Override
    void empty(Elements elements) {
        elements.removeFirst(elements.size());
    }

    @Override
    public boolean isEmpty() {
        return here() == null;
    }
}
