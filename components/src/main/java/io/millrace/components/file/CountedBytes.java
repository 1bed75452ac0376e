package io.millrace.components.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/** Counts the bytes that pass, and sums them up. */
final class CountedBytes extends OutputStream {

    private final OutputStream stream;
    private final CRC32C checksum = new CRC32C();
    private long length;

    /**
     * Creates one.
     *
     * @param length how many there are already
     */
    CountedBytes(OutputStream stream, long length) {
        this.stream = stream;
        this.length = length;
    }

    /** Returns how many bytes there are. */
    long length() {
        return length;
    }

    /** Returns the CRC32C of those that have passed. */
    long checksum() {
        return checksum.getValue();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int size) throws IOException {
        stream.write(bytes, offset, size);
        checksum.update(bytes, offset, size);
        length += size;
    }

    @Override
    public void flush() throws IOException {
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
