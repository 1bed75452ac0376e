package io.millrace.components.file;

import io.millrace.api.Context;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The bytes of a large file, read and unzipped ahead of the component by a thread of their own. */
final class ReadAhead extends ByteInput {
    /*
     * Bytes are handed over, not items: parsing on the other thread takes less of this one's time,
     * but what a document consists of then has to come from the other processor's cache, which
     * costs nearly as much again.
     */

    private static final long LARGE = 1 << 20;
    private static final int PARTS = 3;
    private static final int PART_BYTES = 256 * 1024;

    private final Context context;
    private final InputStream stream;
    private final Thread thread;
    private final BlockingQueue<Part> filled = new ArrayBlockingQueue<>(PARTS);
    private final BlockingQueue<ByteBuffer> empty = new ArrayBlockingQueue<>(PARTS);
    private Part part = new Part(ByteBuffer.allocate(PART_BYTES).limit(0), false, null);

    /**
     * What one read gave.
     *
     * @param bytes what was read
     * @param isLast whether there is nothing behind it
     * @param failure why there is nothing behind it, if that is not the end
     */
    private record Part(ByteBuffer bytes, boolean isLast, @Nullable Throwable failure) {}

    ReadAhead(Context context, InputStream stream, long offset) {
        super(context, stream, null, offset);
        this.context = context;
        this.stream = stream;
        for (int i = 1; i < PARTS; i++) {
            empty.add(ByteBuffer.allocate(PART_BYTES));
        }
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("millrace/" + context.name() + "/read")
                        .start(this::fill);
    }

    /** Returns whether a regular file is large enough, and the machine too. */
    static boolean pays(Path file) throws IOException {
        return Runtime.getRuntime().availableProcessors() > 1 && Files.size(file) >= LARGE;
    }

    private void fill() {
        try {
            Part last;
            do {
                last = read(empty.take());
                filled.put(last);
            } while (!last.isLast());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody takes what comes
        }
    }

    @SuppressWarnings("ByteBufferBackingArray") // allocated here
    private Part read(ByteBuffer bytes) {
        try {
            int size = stream.read(bytes.array());
            return new Part(bytes.clear().limit(Math.max(size, 0)), size < 0, null);
        } catch (IOException | RuntimeException | Error e) { // or its user would wait for ever
            return new Part(bytes.clear().limit(0), true, e);
        }
    }

    @Override
    int read(byte[] buffer, int offset, int length) throws Exception {
        if (!part.bytes().hasRemaining() && !part.isLast()) {
            empty.add(part.bytes());
            Part ready = filled.poll();
            part = ready != null ? ready : context.blocking(filled::take);
        }
        if (part.failure() instanceof Error e) {
            throw e;
        }
        if (part.failure() instanceof Exception e) {
            throw e;
        }
        if (part.isLast()) {
            return -1;
        }
        int size = Math.min(length, part.bytes().remaining());
        part.bytes().get(buffer, offset, size);
        return size;
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        super.close();
    }
}
