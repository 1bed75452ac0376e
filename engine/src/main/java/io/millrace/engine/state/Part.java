package io.millrace.engine.state;

import java.io.IOException;

/** What one section gives to an epoch: frozen, so that any thread may write it, once. */
public interface Part {

    /** Returns where its records belong. */
    Section section();

    /** Encodes and writes its records, in order. */
    void writeTo(RecordWriter out) throws IOException;
}
