package io.millrace.engine.state;

import io.millrace.api.ListState;
import io.millrace.api.StateSpec;
import io.millrace.engine.state.StateView.Entry;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** A list, or one of each key, in a store: elements are records by their numbers. */
final class StoredList<T> extends StoredState implements ListState<T> {

    private byte[] lastKey = {};
    private @Nullable Header last; // that of the last key
    private boolean lastIsKnown;

    StoredList(StateSpec<?> spec, Place place, Codec<?> values, Region all) {
        super(spec, place, "list " + values.schema(), values, all);
    }

    /**
     * What is known of one list.
     *
     * @param ofKey where its key stands among the keys
     * @param head the number of the first element
     * @param tail the number behind the last one
     * @param newest when the newest one was written
     */
    private record Header(long ofKey, long head, long tail, long newest) {

        byte[] bytes() {
            var out = new Encoder();
            out.writeLong(ofKey);
            out.writeLong(head);
            out.writeLong(tail);
            out.writeLong(newest);
            return out.copy();
        }

        static Header of(byte[] bytes) throws StateFormatException {
            var in = new Decoder(ByteBuffer.wrap(bytes));
            return new Header(in.readLong(), in.readLong(), in.readLong(), in.readLong());
        }

        int size() {
            return Math.toIntExact(tail - head);
        }
    }

    private @Nullable Header header(byte[] key) {
        if (lastIsKnown && Arrays.equals(key, lastKey)) {
            return last;
        }
        byte[] bytes = headers.get(key);
        try {
            know(key, bytes == null ? null : Header.of(bytes));
        } catch (StateFormatException e) {
            throw unreadable(e);
        }
        return last;
    }

    private void know(byte[] key, @Nullable Header header) {
        lastKey = key;
        last = header;
        lastIsKnown = true;
    }

    private void setHeader(byte[] key, Header header) {
        headers.put(key, header.bytes());
        know(key, header);
    }

    private static byte[] element(byte[] key, long number) {
        return Region.join(key, Region.ordered(number));
    }

    @Override
    public void add(T value) {
        Objects.requireNonNull(value, "value");
        byte[] key = here();
        long written = now();
        Header header = header(key);
        if (header == null) {
            header = new Header(addKey(key), 0, 0, written);
            addAge(written, key);
        }
        long newest = Math.max(header.newest, written);
        if (newest != header.newest) {
            removeAge(header.newest, key);
            addAge(newest, key);
        }
        byte[] element = element(key, header.tail);
        changes.put(element, false);
        write(element, new Envelope(header.ofKey, Envelope.NONE, written), value);
        setHeader(key, new Header(header.ofKey, header.head, header.tail + 1, newest));
        sweepAfterWrite();
    }

    @Override
    @SuppressWarnings("unchecked") // those there are were added
    public List<T> all() {
        byte[] key = here();
        Header header = live(key);
        if (header == null) {
            return List.of();
        }
        var all = new ArrayList<T>(header.size());
        for (Entry each : records.of(key).all()) {
            all.add((T) value(found(each.value)));
        }
        return Collections.unmodifiableList(all);
    }

    @Override
    public int size() {
        Header header = live(here());
        return header == null ? 0 : header.size();
    }

    @Override
    public boolean isEmpty() {
        return live(here()) == null;
    }

    @Override
    public void removeFirst(int count) {
        byte[] key = here();
        Header header = live(key);
        Objects.checkFromToIndex(0, count, header == null ? 0 : header.size());
        if (header != null) {
            removeFirst(key, header, count);
        }
    }

    private void removeFirst(byte[] key, Header header, int count) {
        for (long number = header.head; number < header.head + count; number++) {
            byte[] element = element(key, number);
            changes.remove(element);
            records.remove(element);
        }
        if (count == header.size()) {
            headers.remove(key);
            know(key, null);
            removeAge(header.newest, key);
            forgetKey(key, header.ofKey);
        } else if (count > 0) {
            setHeader(
                    key, new Header(header.ofKey, header.head + count, header.tail, header.newest));
        }
    }

    @Override
    public void clear() {
        removeKey(here());
    }

    @Override
    void removeKey(byte[] key) {
        Header header = header(key);
        if (header != null) {
            removeFirst(key, header, header.size());
        }
    }

    @Override
    void expire(byte[] key) {
        removeKey(key);
    }

    /** Returns what is known of a list without the elements that are over. */
    private @Nullable Header live(byte[] key) {
        Header header = header(key);
        while (ages != null && header != null) {
            Found first = find(element(key, header.head));
            if (first == null || !isOver(first.about())) {
                break;
            }
            removeFirst(key, header, 1);
            header = header(key);
        }
        return header;
    }

    @Override
    Iterable<Entry> keys() {
        return headers.all();
    }

    // ---- checkpoints

    @Override
    void writeKey(byte[] key, Encoder out) {
        int length = key.length - Long.BYTES;
        out.write(key, 0, length);
        out.writeUnsigned(Region.ordered(key, length));
    }

    @Override
    void restore(Object key, Decoder entry, @Nullable Decoder value) throws StateFormatException {
        long number = entry.readUnsigned();
        entry.end();
        if (number < 0) {
            throw entry.bad("an element has the number " + number);
        }
        restore(element(bytes(key), number), value);
    }

    @Override
    void clearAll() {
        super.clearAll();
        lastIsKnown = false;
    }

    @Override
    void finishRestore() throws StateFormatException {
        lastIsKnown = false;
        super.finishRestore();
    }

    @Override
    void restored(Entry record) throws StateFormatException {
        Envelope about = found(record.value).about();
        int length = record.key.length - Long.BYTES;
        byte[] key = Arrays.copyOf(record.key, length);
        long number = Region.ordered(record.key, length);
        Header header = lastIsKnown && Arrays.equals(key, lastKey) ? last : null;
        if (header == null) {
            allRestored();
            header = new Header(about.ofKey(), number, number, about.written());
            restoredKey(key, about.ofKey());
        }
        if (number != header.tail) {
            throw new StateFormatException(
                    "the elements %d to %d of the list '%s' are not there"
                            .formatted(header.tail, number - 1, spec.name()));
        }
        know(
                key,
                new Header(
                        header.ofKey,
                        header.head,
                        number + 1,
                        Math.max(header.newest, about.written())));
    }

    /** Writes what is known of the list whose elements came last. */
    @Override
    void allRestored() {
        if (lastIsKnown && last != null) {
            addAge(last.newest, lastKey);
            setHeader(lastKey, last);
        }
    }
}
