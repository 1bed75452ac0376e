package io.millrace.engine.state;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Bytes by key, to be read.
 *
 * <p><b>Threads.</b> Safe for any.
 *
 * <p><b>Errors.</b> {@link io.millrace.api.EnvironmentException} if they cannot be read, or if this
 * or its store was closed.
 *
 * @since 0.2
 */
public interface StateView extends AutoCloseable {

    /** Returns the value of a key, or null if there is none. */
    byte @Nullable [] get(byte[] key);

    /**
     * Returns keys with their values, in the order of the keys as unsigned bytes.
     *
     * @param from the first key that may be among them
     * @param to the first that is behind them
     * @param bytes as soon as they have so many, there are no more; the first is there in any case
     */
    List<Entry> scan(byte[] from, byte[] to, int bytes);

    /** Lets go of it. */
    @Override
    void close();

    /** A key with its value. */
    final class Entry {
        final byte[] key;
        final byte[] value;

        /** Takes both as they are. */
        public Entry(byte[] key, byte[] value) {
            this.key = key;
            this.value = value;
        }
    }
}
