package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

/** One value: that of a key, or of an entry of a map. */
final class Cell extends Tracked {

    /** The value; null once this is removed. */
    @Nullable Object value;

    /** When it was written, where that counts. */
    @Nullable Age age;

    /** Whether a checkpoint has it. */
    boolean saved;

    private @Nullable Before before;

    Cell(Object key, int hash) {
        super(key, hash);
    }

    private record Before(@Nullable Object value, long written) {}

    /** Returns the value that it had when the step began. */
    @Nullable Object valueBefore() {
        return before == null ? value : before.value;
    }

    /** Returns when that was written. */
    long writtenBefore() {
        return before == null ? written() : before.written;
    }

    private long written() {
        return age == null ? 0 : age.written;
    }

    @Override
    boolean isGone() {
        return value == null;
    }

    @Override
    boolean isSaved() {
        return saved;
    }

    @Override
    boolean isInStep() {
        return before != null;
    }

    @Override
    void remember() {
        before = new Before(value, written());
    }

    @Override
    void forget() {
        before = null;
    }
}
