package io.millrace.components.file;

import io.millrace.api.Context;
import io.millrace.api.Document;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Reads and parses ahead of its user, on a thread and thereby a processor of its own. */
final class ReadAhead implements ItemReader, AutoCloseable {
    /*
     * Items are handed over in batches, so that an item costs next to nothing and a wait is rare.
     * The thread owns the reader behind; what that throws travels in the batch, at its place.
     */

    private static final long LARGE = 1 << 20;
    private static final int BATCHES = 2;
    private static final int BATCH_BYTES = 256 * 1024;

    private final ItemReader items;
    private final Context context;
    private final Thread thread;
    private final BlockingQueue<List<Read>> batches = new ArrayBlockingQueue<>(BATCHES);
    private List<Read> batch = List.of();
    private int next;
    private long line;

    /**
     * What one call of the reader gave.
     *
     * @param item the item; null at the end
     * @param thrown what it threw instead
     */
    private record Read(@Nullable Document item, @Nullable Throwable thrown, long line) {
        boolean isLast() {
            return item == null && !(thrown instanceof MalformedItem);
        }

        /** Returns what this counts in a batch; what is malformed may be long and ends one. */
        int weight() {
            return item == null ? BATCH_BYTES : item.weight();
        }

        @Nullable Document get() throws Exception {
            if (thrown instanceof Error e) {
                throw e;
            }
            if (thrown instanceof Exception e) {
                throw e;
            }
            return item;
        }
    }

    /**
     * Starts to read.
     *
     * @param items what reads; not to be used elsewhere any more
     * @param context of who takes the items
     */
    ReadAhead(ItemReader items, Context context) {
        this.items = items;
        this.context = context;
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("millrace/" + context.name() + "/read")
                        .start(this::fill);
    }

    /** Returns whether a file is large enough, and the machine too. */
    static boolean pays(Path file) throws IOException {
        return Runtime.getRuntime().availableProcessors() > 1
                && Files.isRegularFile(file)
                && Files.size(file) >= LARGE;
    }

    private void fill() {
        try {
            boolean last = false;
            while (!last) {
                List<Read> filled = new ArrayList<>();
                int bytes = 0;
                while (!last && bytes < BATCH_BYTES) {
                    Read read = read();
                    filled.add(read);
                    last = read.isLast();
                    bytes += read.weight();
                }
                batches.put(filled);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody takes what comes
        }
    }

    private Read read() {
        Document item = null;
        Throwable thrown = null;
        try {
            item = items.next();
        } catch (Throwable e) { // or its user would wait for ever
            thrown = e;
        }
        return new Read(item, thrown, items.line());
    }

    @Override
    public @Nullable Document next() throws Exception {
        if (next == batch.size()) {
            List<Read> ready = batches.poll();
            batch = ready != null ? ready : context.blocking(batches::take);
            next = 0;
        }
        Read read = batch.get(next);
        line = read.line();
        if (!read.isLast()) {
            next++;
        }
        return read.get();
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
