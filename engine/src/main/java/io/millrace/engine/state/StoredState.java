package io.millrace.engine.state;

import static io.millrace.engine.state.NoKey.NO_KEY;

import io.millrace.api.StateSpec;
import io.millrace.engine.state.StateView.Entry;
import io.millrace.engine.state.StoredOrder.Ordered;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** A state in a {@link StateStore}. */
abstract class StoredState extends Declared {

    /*
     * A record of the store is one of a checkpoint: the key, and for a map or a list what is behind
     * it, encoded; the value behind an envelope. Only times on the run's clock, which mean nothing
     * to another process, and the numbers of a list's elements are written otherwise. Beside the
     * records are, each where it is needed: what is known of a key as a whole, the keys (or the
     * entries of a map that is of an instance) in the order in which they came, and what is written
     * in the order of that.
     *
     * Equal keys are equal bytes: documents in keys are written in one way, whatever they were.
     */

    private static final byte RECORDS = 0;
    private static final byte HEADERS = 1;
    private static final byte ORDER = 2;
    private static final byte AGES = 3;
    private static final byte CHANGED = 4;

    /** How many writes come between two that clear away, and how many bytes of keys these read. */
    private static final int RARELY = 64;

    private static final int SWEPT = 256;
    private static final int SOME = 16 << 10;
    private static final byte[] NOTHING = {};

    final Region records;
    final Region headers;
    final StoredOrder order;
    final @Nullable StoredOrder byAge;
    final StoredChanges changes;
    final Codec<Object> values;
    private final Region all;
    private final Encoder encoder = new Encoder();
    private @Nullable Object at;
    private byte[] atBytes = NOTHING;
    private int writes;
    private long keys; // of a table whose keys are bounded
    private long nextKey;

    @SuppressWarnings("unchecked") // of the type that was declared
    StoredState(StateSpec<?> spec, Place place, String schema, Codec<?> values, Region all) {
        super(spec, place, schema);
        this.values = (Codec<Object>) values;
        this.all = all;
        this.records = all.of(RECORDS);
        this.headers = all.of(HEADERS);
        this.order = new StoredOrder(all.of(ORDER));
        this.byAge = ages == null ? null : new StoredOrder(all.of(AGES));
        this.changes = new StoredChanges(records, all.of(CHANGED));
    }

    /** Removes all that a key holds. */
    abstract void removeKey(byte[] key);

    /** Removes what is in the order of ages by this key. */
    abstract void expire(byte[] key);

    /** Takes note of a record that was restored; they come in the order of the store. */
    abstract void restored(Entry record) throws StateFormatException;

    /** Is called after the last of these. */
    abstract void allRestored() throws StateFormatException;

    /** Returns the keys. */
    abstract Iterable<Entry> keys();

    /** Writes the key of a record as a checkpoint has it. */
    abstract void writeKey(byte[] key, Encoder out);

    // ---- keys

    /** Returns the current key. */
    @SuppressWarnings("ReferenceEquality") // the key of one item is one object
    final byte[] here() {
        if (!perKey) {
            return NOTHING;
        }
        Object key = key();
        if (key != at) {
            atBytes = bytes(key);
            at = key;
        }
        return atBytes;
    }

    final byte[] bytes(Object key) {
        return perKey ? encoded(AnyCodec.ANY, key) : NOTHING;
    }

    /** Encodes a key, or the key of a map. */
    final byte[] encoded(Codec<Object> codec, Object key) {
        codec.write(key, encoder.resetForKey());
        return encoder.copy();
    }

    /** Counts a key that is new, which then stands last, and returns its number. */
    final long addKey(byte[] key) {
        if (mostKeys == 0) {
            return Envelope.NONE;
        }
        long number = nextKey++;
        order.add(number, key);
        keys++;
        bound();
        return number;
    }

    /** Counts a key that was restored. */
    final void restoredKey(byte[] key, long number) {
        if (mostKeys > 0) {
            order.add(known(number), key);
            nextKey = Math.max(nextKey, known(number) + 1);
            keys++;
        }
    }

    /** Returns the number of a key; one that was kept when the keys had no bound has none. */
    private static long known(long number) {
        return number == Envelope.NONE ? 0 : number;
    }

    /** Counts a key that has gone. */
    final void forgetKey(byte[] key, long number) {
        if (mostKeys > 0) {
            order.remove(known(number), key);
            keys--;
        }
    }

    /** Lets go of the eldest keys that are too many. */
    private void bound() {
        if (keys > mostKeys) {
            sweep(Integer.MAX_VALUE);
            while (keys > mostKeys) {
                removeKey(order.first(0).getFirst().key());
                countEvicted();
            }
        }
    }

    @Override
    void forEachKey(Consumer<@Nullable Object> action) {
        try {
            if (mostKeys > 0) {
                for (Entry each : order.all()) {
                    withKey(keyOf(new Ordered(0, each).key()), action);
                }
            } else {
                for (Entry each : keys()) {
                    withKey(keyOf(each.key), action);
                }
            }
        } catch (StateFormatException e) {
            throw unreadable(e);
        }
    }

    private Object keyOf(byte[] bytes) throws StateFormatException {
        return perKey ? AnyCodec.ANY.read(new Decoder(ByteBuffer.wrap(bytes))) : NO_KEY;
    }

    /** Returns how much of the key of a record is the key that it belongs to. */
    final int lengthOfKey(byte[] key) throws StateFormatException {
        if (!perKey) {
            return 0;
        }
        var in = new Decoder(ByteBuffer.wrap(key));
        AnyCodec.ANY.read(in);
        return in.position();
    }

    // ---- values

    /** What a record holds. */
    record Found(Envelope about, Decoder value) {}

    final @Nullable Found find(byte[] key) {
        byte[] bytes = records.get(key);
        return bytes == null ? null : found(bytes);
    }

    final Found found(byte[] bytes) {
        try {
            var in = new Decoder(ByteBuffer.wrap(bytes));
            return new Found(Envelope.read(in), in);
        } catch (StateFormatException e) {
            throw unreadable(e);
        }
    }

    final Object value(Found found) {
        try {
            return values.read(found.value);
        } catch (StateFormatException e) {
            throw unreadable(e);
        }
    }

    /** Writes a record. */
    final void write(byte[] key, Envelope about, Object value) {
        encoder.reset();
        Envelope.write(about.ofKey(), about.sequence(), about.written(), encoder);
        values.write(value, encoder);
        records.put(key, encoder.copy());
    }

    final IllegalStateException unreadable(StateFormatException cause) {
        return new IllegalStateException(
                "component '%s', state '%s': what is kept cannot be read: %s"
                        .formatted(place.component(), spec.name(), cause.getMessage()),
                cause);
    }

    // ---- bounds

    /** Returns the time that is written beside what is written now. */
    final long now() {
        return ages == null ? Envelope.NONE : ages.now();
    }

    final boolean isOver(Envelope about) {
        return ages != null && ages.isOver(about.written());
    }

    final void addAge(long written, byte[] key) {
        if (byAge != null) {
            byAge.add(written, key);
        }
    }

    final void removeAge(long written, byte[] key) {
        if (byAge != null) {
            byAge.remove(written, key);
        }
    }

    final void expireNow(byte[] key) {
        expire(key);
        countExpired();
    }

    @Override
    void watermark(long watermark) {
        if (ages != null) {
            ages.watermark(watermark);
            sweep(SWEPT);
        }
    }

    final void sweepAfterWrite() {
        if (ages != null && ++writes % RARELY == 0) {
            sweep(SWEPT);
        }
    }

    @Override
    void sweep(int most) {
        if (ages == null || byAge == null) {
            return;
        }
        int left = most;
        while (left > 0 && byAge.least() != Long.MAX_VALUE && ages.isOver(byAge.least())) {
            List<Ordered> first = byAge.first(SOME);
            for (int i = 0; i < first.size() && left > 0; i++, left--) {
                if (!ages.isOver(first.get(i).order())) {
                    return;
                }
                expireNow(first.get(i).key());
            }
        }
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
        StoredChanges.Frozen frozen = changes.freeze();
        if (frozen != null) {
            parts.accept(new StoredPart(frozen));
        }
    }

    @Override
    void freezeAll(Consumer<Part> parts) {
        parts.accept(new StoredPart(changes.freezeAll()));
    }

    /** Some of its records. */
    private final class StoredPart implements Part {
        private final StoredChanges.Frozen frozen;
        private final Ages.@Nullable Kept kept = ages == null ? null : ages.kept();

        StoredPart(StoredChanges.Frozen frozen) {
            this.frozen = frozen;
        }

        @Override
        public Section section() {
            return section;
        }

        @Override
        public void writeTo(RecordWriter out) throws IOException {
            var keyOut = new Encoder();
            var valueOut = new Encoder();
            frozen.each(
                    (key, value) -> {
                        writeKey(key, keyOut.reset());
                        if (value == null) {
                            out.remove(keyOut.written());
                        } else if (kept == null) {
                            out.put(keyOut.written(), ByteBuffer.wrap(value).asReadOnlyBuffer());
                        } else {
                            rewrite(value, kept, valueOut.reset());
                            out.put(keyOut.written(), valueOut.written());
                        }
                    });
        }

        private void rewrite(byte[] value, Ages.Kept times, Encoder out) {
            Found found = found(value);
            Envelope about = found.about;
            Envelope.write(about.ofKey(), about.sequence(), times.of(about.written()), out);
            found.value.rest(out);
        }

        @Override
        public void close() {
            frozen.close();
        }
    }

    @Override
    void clearAll() {
        all.clear();
        order.clear();
        if (byAge != null) {
            byAge.clear();
        }
        changes.clear();
        keys = 0;
        nextKey = 0;
    }

    /** Takes a record of a checkpoint. */
    final void restore(byte[] key, @Nullable Decoder value) throws StateFormatException {
        if (value == null) {
            records.remove(key);
            return;
        }
        Envelope about = Envelope.read(value);
        encoder.reset();
        Envelope.write(
                about.ofKey(),
                about.sequence(),
                ages == null ? Envelope.NONE : ages.restored(about.written()),
                encoder);
        value.rest(encoder);
        records.put(key, encoder.copy());
    }

    @Override
    void finishRestore() throws StateFormatException {
        for (Entry record : records.all()) {
            restored(record);
        }
        allRestored();
        changes.areRestored();
        if (mostKeys > 0) {
            bound();
        }
    }
}
