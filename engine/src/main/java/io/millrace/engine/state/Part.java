package io.millrace.engine.state;

import java.io.IOException;

/**
 * What one section gives to an epoch: frozen, so that any thread may write it, until it is closed.
 */
public interface Part {

    /** Returns where its records belong. */
    Section section();

    /** Encodes and writes its records, in order. */
    void writeTo(RecordWriter out) throws IOException;

    /** Lets go of what it was frozen from: it is not written any more. */
    default void close() {}
}
