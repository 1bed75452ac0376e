package io.millrace.engine.state;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the records of a section. What is given is valid during the call alone. */
public interface RecordWriter {

    /**
     * Writes what a key holds now.
     *
     * @param key of state and entry, encoded
     * @param value encoded
     */
    void put(ByteBuffer key, ByteBuffer value) throws IOException;

    /** Writes that a key holds nothing any more. */
    void remove(ByteBuffer key) throws IOException;
}
