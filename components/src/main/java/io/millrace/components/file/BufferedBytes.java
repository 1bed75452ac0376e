package io.millrace.components.file;

import java.io.IOException;
import java.io.OutputStream;

/** A buffer of 64 KiB before a stream; without a lock, since one thread at a time writes. */
final class BufferedBytes extends OutputStream {

    private final OutputStream stream;
    private final byte[] buffer = new byte[64 * 1024];
    private int size;

    BufferedBytes(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
        if (size == buffer.length) {
            drain();
        }
        buffer[size++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - size) {
            drain();
            if (length >= buffer.length) {
                stream.write(bytes, offset, length);
                return;
            }
        }
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    /** Writes out what is held; if that fails, it is not held any more. */
    private void drain() throws IOException {
        int held = size;
        size = 0;
        stream.write(buffer, 0, held);
    }

    @Override
    public void flush() throws IOException {
        if (size > 0) {
            drain();
            stream.flush();
        }
    }

    @Override
    public void close() throws IOException {
        try (stream) {
            if (size > 0) { // writing nothing may be something to the stream
                drain();
            }
        }
    }
}
