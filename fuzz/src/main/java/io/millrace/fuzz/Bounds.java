package io.millrace.fuzz;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * What one input may cost: 100 ms and 64 MB of memory allocated.
 *
 * <p>What is the product's is measured where it is called, and what it is compared with is not. A
 * time that is exceeded is measured again, since the first run of some code is slow and a
 * collection of garbage or another process may come in between; the least counts. (Processor time
 * would be steadier, but asking for it costs more than most inputs.)
 */
final class Bounds {

    private static final long MOST_NANOS = 100_000_000;
    private static final long MOST_BYTES = 64L << 20;
    private static final int TRIES = 6;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long nanos;
    private static long bytes;

    private Bounds() {}

    /** Something that may throw anything. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Something with a result that may throw anything. */
    @FunctionalInterface
    interface Call<T> {
        T call() throws Exception;
    }

    /** Runs work; what of it is {@link #measured} must stay within the bounds. */
    static void check(Work work) throws Exception {
        for (int i = 1; ; i++) {
            nanos = 0;
            bytes = 0;
            work.run();
            if (nanos <= MOST_NANOS && bytes <= MOST_BYTES) {
                return;
            }
            if (i == TRIES) {
                throw new AssertionError(
                        "took %d ms and %d KiB".formatted(nanos / 1_000_000, bytes >> 10));
            }
        }
    }

    /** Calls the product. */
    static <T> T measured(Call<T> call) throws Exception {
        long nanosBefore = System.nanoTime();
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return call.call();
        } finally {
            bytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
            nanos += System.nanoTime() - nanosBefore;
        }
    }
}
