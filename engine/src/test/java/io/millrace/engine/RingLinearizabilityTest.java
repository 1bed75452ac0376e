package io.millrace.engine;

import io.millrace.graph.ComponentSpec.Buffer;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;

/** One sender and one taker see a ring of two as they would see a queue of two. */
@Param(name = "item", gen = IntGen.class, conf = "1:5")
@SuppressWarnings("missing-explicit-ctor") // public for Lincheck alone
public class RingLinearizabilityTest {

    private static final int SCENARIOS = Integer.getInteger("millrace.lincheck.scenarios", 5);

    private final Parker sender = new Parker(Time.system());
    private final Parker taker = new Parker(Time.system());
    private final Counters counters = new Counters();
    private final Cursor sent = new Cursor();
    private final Cursor got = new Cursor();
    private final Ring ring =
            new Ring(
                    "input",
                    new Buffer(2, 1 << 20),
                    true,
                    new Ring.Lanes(true, false),
                    Time.system(),
                    sender,
                    taker,
                    counters,
                    sender::wake);

    /** Returns whether there was room. */
    @Operation(nonParallelGroup = "sender")
    public boolean put(@Param(name = "item") int item) throws InterruptedException {
        long before = counters.whenFull().get();
        sent.key = item;
        ring.put(item, sent);
        return counters.whenFull().get() == before;
    }

    /** Tells the taker, which changes nothing that is seen here. */
    @Operation(nonParallelGroup = "sender")
    public void flush() {
        ring.flush();
    }

    /** Returns the key of the next item; null if there is none. */
    @Operation(nonParallelGroup = "taker")
    public @Nullable Object poll() {
        if (ring.available() == 0) {
            return null;
        }
        ring.take(got);
        ring.release();
        return got.key;
    }

    /** What the ring is to be like. */
    public static final class Queue {
        private final ArrayDeque<Integer> items = new ArrayDeque<>();

        /** As the ring's. */
        public boolean put(int item) {
            return items.size() < 2 && items.add(item);
        }

        /** As the ring's. */
        public void flush() {}

        /** As the ring's. */
        public @Nullable Object poll() {
            return items.poll();
        }
    }

    @Test
    void is_a_queue_in_every_interleaving_that_the_model_checker_tries() {
        new ModelCheckingOptions()
                .sequentialSpecification(Queue.class)
                .iterations(SCENARIOS)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(4)
                .check(RingLinearizabilityTest.class);
    }

    @Test
    void is_a_queue_under_stress() {
        new StressOptions()
                .sequentialSpecification(Queue.class)
                .iterations(SCENARIOS)
                .invocationsPerIteration(2_000)
                .threads(2)
                .actorsPerThread(4)
                .check(RingLinearizabilityTest.class);
    }
}
