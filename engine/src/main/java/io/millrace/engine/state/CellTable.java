package io.millrace.engine.state;

import io.millrace.api.StateSpec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A state whose values are kept one by one.
 *
 * @param <N> what it holds for a key
 */
abstract class CellTable<N extends Node> extends Table<N> {

    private final Codec<Object> values;

    @SuppressWarnings("unchecked") // of the type that was declared
    CellTable(StateSpec<?> spec, Place place, String schema, Codec<?> values, Class<N> type) {
        super(spec, place, schema, type);
        this.values = (Codec<Object>) values;
    }

    /** Writes the key of a value, that of a map too. */
    abstract void writeKey(Cell cell, Encoder out);

    /** Returns where the key of a value stands among the keys, if that is kept. */
    abstract long ofKey(Cell cell);

    /** Returns where a value stands among those of its key, if that is kept. */
    abstract long sequence(Cell cell);

    /** Sets the value. */
    void set(Cell cell, Object value) {
        Objects.requireNonNull(value, "value");
        changes.add(cell);
        cell.value = value;
        if (ages != null) {
            cell.age = ages.touch(cell, cell.age);
        }
    }

    /** Removes the value; the cell is not used again. */
    void unset(Cell cell) {
        changes.remove(cell);
        cell.value = null;
        if (ages != null) {
            ages.remove(cell.age);
        }
    }

    /** Returns whether a value is over; it has gone then. */
    boolean isOver(Cell cell) {
        if (ages == null || !ages.isOver(cell.age)) {
            return false;
        }
        expireNow(cell);
        return true;
    }

    Object readValue(Decoder in) throws StateFormatException {
        Object value = values.read(in);
        in.end();
        return value;
    }

    /** Takes what a checkpoint has. */
    void restore(Cell cell, Envelope about, Object value) {
        cell.value = value;
        cell.saved = true;
        if (about.sequence() != Envelope.NONE) {
            cell.sequence = about.sequence();
        }
        if (ages != null) {
            cell.age = ages.restored(cell, cell.age, about.written());
        }
    }

    @Override
    Frozen part(int size) {
        return new CellPart(size);
    }

    /** Values, and where they belong. */
    private final class CellPart extends Frozen {
        private final Ages.@Nullable Kept kept = ages == null ? null : ages.kept();
        private Cell[] cells;
        private @Nullable Object[] frozen;
        private long[] written;
        private int size;

        CellPart(int capacity) {
            super(section);
            cells = new Cell[capacity];
            frozen = new @Nullable Object[capacity];
            written = new long[kept == null ? 0 : capacity];
        }

        @Override
        void addChange(Tracked tracked) {
            var cell = (Cell) tracked;
            Object value = cell.valueBefore();
            if (value != null || cell.saved) {
                add(cell, value);
            }
        }

        @Override
        void addAll(Tracked tracked) {
            var cell = (Cell) tracked;
            Object value = cell.valueBefore();
            if (value != null) {
                add(cell, value);
            }
        }

        private void add(Cell cell, @Nullable Object value) {
            if (size == cells.length) {
                int room = Math.max(16, size * 2);
                cells = Arrays.copyOf(cells, room);
                frozen = Arrays.copyOf(frozen, room);
                written = Arrays.copyOf(written, kept == null ? 0 : room);
            }
            cell.saved = true;
            cells[size] = cell;
            frozen[size] = value;
            if (kept != null) {
                written[size] = cell.writtenBefore();
            }
            size++;
        }

        @Override
        boolean isEmpty() {
            return size == 0;
        }

        @Override
        public void writeTo(RecordWriter out) throws IOException {
            var key = new Encoder();
            var value = new Encoder();
            for (int i = 0; i < size; i++) {
                Cell cell = cells[i];
                writeKey(cell, key.reset());
                Object now = frozen[i];
                if (now == null) {
                    out.remove(key.written());
                } else {
                    Envelope.write(
                            ofKey(cell),
                            sequence(cell),
                            kept == null ? Envelope.NONE : kept.of(written[i]),
                            value.reset());
                    values.write(now, value);
                    out.put(key.written(), value.written());
                }
            }
        }
    }
}
