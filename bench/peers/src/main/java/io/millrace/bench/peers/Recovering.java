package io.millrace.bench.peers;

import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.MapState;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.StateSpec;
import io.millrace.api.Traits;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.RunOptions.Keeping;
import io.millrace.graph.Graph;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The main class of a fresh process: fills a state and stops behind a checkpoint, or goes on from
 * it and tells how long the first item took.
 */
final class Recovering {

    /** What it is to do. */
    static final String FILL = "fill";

    static final String GO_ON = "go-on";

    private static final String VALUE = "x".repeat(80);
    private static final int ENTRIES_OF_A_MEGABYTE = 10_000;

    private Recovering() {}

    /** Sends numbers up to a limit, then waits. */
    @Traits(cooperative = true)
    private static final class Numbers implements ReplayableSource {
        private final long limit;
        private Context context;
        private long next;

        Numbers(long limit) {
            this.limit = limit;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            while (!out.stopping()) {
                if (next < limit) {
                    out.send(next);
                    next++;
                } else {
                    context.sleep(Duration.ofMillis(10));
                }
            }
        }

        @Override
        public Document nextPosition() {
            return Document.of(next);
        }

        @Override
        public void startAt(Document position) {
            next = position.asLong();
        }
    }

    /** Keeps an entry of 100 bytes for each item. */
    @Ports(outputs = {})
    private static final class Remember implements Handler<Long> {
        private final long last;
        private final CountDownLatch reached;
        private MapState<Long, String> entries;

        Remember(long last, CountDownLatch reached) {
            this.last = last;
            this.reached = reached;
        }

        @Override
        public void setup(Context context) {
            entries = context.state(StateSpec.map("entries", Long.class, String.class));
        }

        @Override
        public void onItem(Long item, Output out) {
            entries.put(item, VALUE);
            if (item == last) {
                reached.countDown();
            }
        }
    }

    /**
     * Starts.
     *
     * @param args the folder, megabytes, what to do
     */
    public static void main(String[] args) throws InterruptedException {
        boolean isFresh = args[2].equals(FILL);
        long items = Long.parseLong(args[1]) * ENTRIES_OF_A_MEGABYTE + (isFresh ? 0 : 1);
        var reached = new CountDownLatch(1);
        long begin = System.nanoTime();
        Run run =
                Engine.start(
                        Graph.builder("recovery")
                                .settings(Map.of("checkpoint", "100ms"))
                                .component("source", () -> new Numbers(items))
                                .component("state", () -> new Remember(items - 1, reached))
                                .bind("source -> state")
                                .build(),
                        RunOptions.in(Path.of(args[0])).with(isFresh ? fresh() : Keeping.DEFAULT));
        reached.await();
        if (isFresh) {
            run.suspend();
            run.await();
        } else {
            System.out.println("ms\t" + (System.nanoTime() - begin) * 1e-6);
            System.out.println("cpu s\t" + Arrivals.cpuSeconds());
            System.out.println("first item at\t" + System.currentTimeMillis());
            System.out.flush();
        }
        Runtime.getRuntime().halt(0); // so that the next one finds the same
    }

    private static Keeping fresh() {
        return new Keeping(true, true, Set.of(), 0);
    }
}
