package io.millrace.bench.peers;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.sun.management.OperatingSystemMXBean;

import org.HdrHistogram.Histogram;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The end of a pipeline: counts and sums what arrives, and stops the clock at the last item. */
final class Arrivals {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final long PATIENCE_SECONDS = 120;

    private static Expected expected = new Expected(0, 0, 0);
    private static volatile Arrivals current = new Arrivals(0, 0);

    /** From the item's sending, and from when it was due. */
    final Histogram sinceSent = new Histogram(3);

    final Histogram sinceDue = new Histogram(3);

    private final Map<String, Double> noted = new ConcurrentHashMap<>();
    private final long expectedCount;
    private final long expectedSum;
    private final CountDownLatch complete = new CountDownLatch(1);
    private long count;
    private long sum;
    private long beginNanos;
    private long beginCpu;
    private long endNanos;
    private long endCpu;

    /** What a run took. */
    record Cost(double seconds, double cpuSeconds) {}

    private Arrivals(long expectedCount, long expectedSum) {
        this.expectedCount = expectedCount;
        this.expectedSum = expectedSum;
    }

    /** Returns a sink for what remains of so many items behind a chain or, whole, behind a fan. */
    static Arrivals of(long items, boolean whole) {
        if (items != expected.items()) {
            expected = Expected.of(items, whole);
        }
        Arrivals arrivals = new Arrivals(expected.count(), expected.sum());
        current = arrivals;
        return arrivals;
    }

    /** Returns a sink for the counts of so many items. */
    static Arrivals ofCounts(long items) {
        Arrivals arrivals = new Arrivals(items, 0);
        current = arrivals;
        return arrivals;
    }

    /** What is to arrive of so many items. */
    private record Expected(long items, long count, long sum) {

        static Expected of(long items, boolean whole) {
            long count = 0;
            long sum = 0;
            for (long i = 0; i < items; i++) {
                Reading reading = Reading.of(i, 0);
                if (whole || reading.scaled().isKept()) {
                    count++;
                    sum += reading.scaledAndShifted().digest();
                }
            }
            return new Expected(items, count, sum);
        }
    }

    /** Returns the sink of this run, for peers that move their functions as bytes. */
    static Arrivals current() {
        return Objects.requireNonNull(current);
    }

    /** Adds a figure to those of this run. */
    void note(String figure, double value) {
        noted.put(figure, value);
    }

    /** Returns the figures that were noted. */
    Map<String, Double> noted() {
        return noted;
    }

    /** Returns the processor time of this process. */
    static double cpuSeconds() {
        return PROCESS.getProcessCpuTime() * 1e-9;
    }

    /** Starts the clock; a peer that first sets up a job calls it again at the first item. */
    void begin() {
        beginCpu = PROCESS.getProcessCpuTime();
        beginNanos = System.nanoTime();
        Feed.begin(beginNanos);
    }

    void accept(Reading reading) {
        sum += reading.digest();
        if (Feed.IS_PACED) {
            long now = System.nanoTime();
            sinceSent.recordValue(Math.max(0, now - reading.time()));
            sinceDue.recordValue(Math.max(0, now - Feed.due(reading.id())));
        }
        if (++count == expectedCount) {
            end();
        }
    }

    /** Takes at once what others have counted and summed. */
    void accept(long items, long digests) {
        sum += digests;
        count += items;
        if (count == expectedCount) {
            end();
        }
    }

    private void end() {
        endNanos = System.nanoTime();
        endCpu = PROCESS.getProcessCpuTime();
        complete.countDown();
    }

    /**
     * Waits for the last item.
     *
     * @throws IllegalStateException if it does not come, or something else came
     */
    Cost await() throws InterruptedException {
        if (!complete.await(PATIENCE_SECONDS, SECONDS) || sum != expectedSum) {
            throw new IllegalStateException(
                    "%,d of %,d items arrived, their sum is %s"
                            .formatted(
                                    count,
                                    expectedCount,
                                    sum == expectedSum ? "right" : "not what it should be"));
        }
        return new Cost((endNanos - beginNanos) * 1e-9, (endCpu - beginCpu) * 1e-9);
    }
}
