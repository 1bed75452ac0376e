package io.millrace.engine.state;

/**
 * Where a run has its state while it works: bytes by key, as a {@link StateBackend} keeps them. It
 * need not survive the process; checkpoints do.
 *
 * <p><b>Threads.</b> Safe for any; a key is written by one.
 *
 * <p><b>Errors.</b> {@link io.millrace.api.EnvironmentException} if it cannot be written, or was
 * closed.
 *
 * @since 0.2
 */
public interface StateStore extends StateView {

    /** Sets the value of a key. */
    void put(byte[] key, byte[] value);

    /** Removes a key; none is no error. */
    void remove(byte[] key);

    /** Removes the keys from one, which is among them, to another, which is not. */
    void removeAll(byte[] from, byte[] to);

    /** Returns what is there at this moment, whatever comes after it. */
    StateView view();
}
