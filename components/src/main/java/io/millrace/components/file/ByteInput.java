package io.millrace.components.file;

import io.millrace.api.Context;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of a file or of standard input. Every wait goes through the context, so that what was
 * sent is handed on before it, and a stop ends it.
 */
class ByteInput implements AutoCloseable {

    private static final int CHUNK = 256 * 1024;
    private static final int GZIP_BUFFER = 64 * 1024;

    private final Context context;
    private final InputStream stream;
    private final @Nullable OffThread thread; // where reading may take long
    private final long offset;

    ByteInput(Context context, InputStream stream, @Nullable OffThread thread, long offset) {
        this.context = context;
        this.stream = stream;
        this.thread = thread;
        this.offset = offset;
    }

    /** Opens a file; what is no regular file, such as a named pipe, may take its time. */
    static ByteInput open(Path file, Context context) throws Exception {
        return open(file, context, 0);
    }

    /**
     * Opens a file.
     *
     * @param offset how many bytes come before the first one wanted, unzipped
     * @throws EOFException if there are not so many
     */
    static ByteInput open(Path file, Context context, long offset) throws Exception {
        if (Files.isRegularFile(file)) {
            InputStream raw = Files.newInputStream(file);
            try {
                InputStream bytes = unzipped(raw, file);
                if (offset > 0) {
                    context.blocking(
                            () -> {
                                bytes.skipNBytes(offset);
                                return offset;
                            });
                }
                return ReadAhead.pays(file)
                        ? new ReadAhead(context, bytes, offset)
                        : new ByteInput(context, bytes, null, offset);
            } catch (Exception e) {
                raw.close();
                throw e;
            }
        }
        OffThread thread = new OffThread("millrace/" + context.name() + "/read");
        try {
            Callable<InputStream> open =
                    () -> unzipped(Channels.newInputStream(FileChannel.open(file)), file);
            return new ByteInput(context, context.blocking(() -> thread.call(open)), thread, 0);
        } catch (Exception e) {
            thread.close();
            throw e;
        }
    }

    /** Reads from a channel that may make its reader wait. */
    static ByteInput of(ReadableByteChannel channel, Context context) {
        return new ByteInput(
                context,
                Channels.newInputStream(channel),
                new OffThread("millrace/" + context.name() + "/read"),
                0);
    }

    private static InputStream unzipped(InputStream stream, Path file) throws IOException {
        return Format.isGzip(file) ? new GZIPInputStream(stream, GZIP_BUFFER) : stream;
    }

    /** Returns how many bytes of the file come before the first one that is read here. */
    long offset() {
        return offset;
    }

    /** Returns how much of it is worth holding at once, in bytes. */
    int chunk() {
        return CHUNK;
    }

    /**
     * Reads at least one byte.
     *
     * @return how many were read; -1 at the end
     */
    int read(byte[] buffer, int offset, int length) throws Exception {
        Callable<Integer> read = () -> stream.read(buffer, offset, length);
        return context.blocking(thread == null ? read : () -> thread.call(read));
    }

    @Override
    public void close() throws IOException {
        if (thread == null) {
            stream.close();
            return;
        }
        thread.close(); // first, since it interrupts the reading
        stream.close();
    }
}
