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
import io.millrace.api.TransactionalSink;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.Run.CheckpointStatus;
import io.millrace.engine.Run.CommitTimes;
import io.millrace.engine.RunOptions;
import io.millrace.engine.RunOptions.Keeping;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** What checkpoints cost: the same work without any, and with more and more of them. */
final class Epochs {

    /** The intervals of checkpoints, by the names of their rows; empty for none. */
    static final Map<String, String> INTERVALS = new LinkedHashMap<>();

    static {
        INTERVALS.put("no checkpoints", "");
        INTERVALS.put("every 1 s", "1s");
        INTERVALS.put("every 100 ms", "100ms");
        INTERVALS.put("every 20 ms", "20ms");
    }

    /** How many items there are between two looks at the clock. */
    private static final int LOOK_EVERY = 256;

    private static final int KEYS = 1_000;
    private static final int ENTRIES = 10_000;
    private static final String VALUE = "x".repeat(80);
    private static final Path FOLDER = Path.of("target/epochs");

    private final String interval;

    /** Creates the pipelines that have a checkpoint so often; none if it is empty. */
    Epochs(String interval) {
        this.interval = interval;
    }

    /** Makes items; knows where it is. */
    @Traits(cooperative = true)
    private static final class Feeder<T> implements ReplayableSource {
        private final long items;
        private final LongFunction<T> make;
        private Context context;
        private long next;

        Feeder(long items, LongFunction<T> make) {
            this.items = items;
            this.make = make;
        }

        @Override
        public void setup(Context context) {
            this.context = context;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            for (; next < items; next++) {
                if (Feed.IS_PACED) {
                    long wait = Feed.due(next) - System.nanoTime();
                    if (wait > 0) {
                        context.sleep(Duration.ofNanos(wait));
                    }
                }
                out.send(make.apply(next));
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

    /** Takes what arrives; has nothing to publish, so that the disk is the checkpoint's alone. */
    @Ports(outputs = {})
    private abstract static class Taker<T> implements Handler<T>, TransactionalSink {
        @Override
        public Sealed seal(long epoch) {
            return new Sealed() {
                @Override
                public Document reference() {
                    return Document.ofNull();
                }

                @Override
                public void force() {}
            };
        }

        @Override
        public void publish(long epoch, Document sealed) {}

        @Override
        public void restore(long epoch, @Nullable Document sealed) {}
    }

    private static final class TakeReadings extends Taker<Reading> {
        private final Arrivals arrivals;
        private long longestGap;
        private long before;
        private int untilLook = 1;

        TakeReadings(Arrivals arrivals) {
            this.arrivals = arrivals;
        }

        @Override
        public void onItem(Reading item, Output out) {
            if (--untilLook == 0) {
                untilLook = LOOK_EVERY;
                long now = System.nanoTime();
                longestGap = before == 0 ? 0 : Math.max(longestGap, now - before);
                before = now;
            }
            arrivals.accept(item);
        }

        /** Returns how long nothing came, at the longest. */
        double longestGapMillis() {
            return longestGap * 1e-6;
        }
    }

    private static final class TakeCounts extends Taker<Document> {
        private final Arrivals arrivals;

        TakeCounts(Arrivals arrivals) {
            this.arrivals = arrivals;
        }

        @Override
        public void onItem(Document window, Output out) {
            arrivals.accept(Objects.requireNonNull(window.get("count")).asLong(), 0);
        }
    }

    /** Keeps an entry of 100 bytes for each of 10,000 items, and changes one with every item. */
    private static final class Remember implements Handler<Reading> {
        private MapState<Long, String> entries;

        @Override
        public void setup(Context context) {
            entries = context.state(StateSpec.map("entries", Long.class, String.class));
        }

        @Override
        public void onItem(Reading item, Output out) throws Exception {
            entries.put(item.id() % ENTRIES, VALUE);
            out.send(item.shifted());
        }
    }

    /** The chain as one task. */
    Pipeline chain() {
        return readings(Map.of(), Millrace.Shift::new);
    }

    /** The chain with a thread for each component. */
    Pipeline hops() {
        return readings(Map.of("buffer", Map.of("items", 1024)), Millrace.Shift::new);
    }

    /** The chain with a state of 1 MB, all of which changes from one checkpoint to the next. */
    Pipeline state() {
        return readings(Map.of(), Remember::new);
    }

    private Pipeline readings(Map<String, ?> binding, Supplier<? extends Handler<Reading>> last) {
        return (items, arrivals) -> {
            var taker = new TakeReadings(arrivals);
            run(
                    Graph.builder("chain")
                            .component("source", () -> new Feeder<>(items, Feed::item))
                            .component("scale", Millrace.Scale::new)
                            .component("keep", Millrace.Keep::new)
                            .component("last", last)
                            .component("sink", () -> taker)
                            .bind("source -> scale -> keep -> last -> sink", binding),
                    arrivals);
            arrivals.note("longest gap ms", taker.longestGapMillis());
        };
    }

    /** Counts by key in windows of event time. */
    Pipeline windows() {
        return (items, arrivals) ->
                run(
                        Graph.builder("windows")
                                .component("source", () -> new Feeder<>(items, Epochs::document))
                                .component(
                                        "windows",
                                        "StreamProcessor",
                                        Map.of(
                                                "variant", "windowing",
                                                "window_size", "5s",
                                                "aggregates", Map.of("count", "count()")),
                                        Map.of(
                                                "key",
                                                "item.key",
                                                "event_time",
                                                Map.of("field", "item.time")))
                                .component("sink", () -> new TakeCounts(arrivals))
                                .bind("source -> windows -> sink"),
                        arrivals);
    }

    private static Document document(long id) {
        return Document.object()
                .put("key", Windows.key(id, KEYS))
                .put("time", Windows.timestamp(id))
                .build();
    }

    private void run(GraphBuilder graph, Arrivals arrivals) throws InterruptedException {
        boolean isKept = !interval.isEmpty();
        Graph built = graph.settings(isKept ? Map.of("checkpoint", interval) : Map.of()).build();
        Run run =
                Engine.start(
                        built,
                        RunOptions.in(FOLDER.resolve(built.name()))
                                .with(new Keeping(isKept, true, Set.of(), 0)));
        Run.Outcome outcome = run.await();
        if (!(outcome instanceof Run.Outcome.Finished)) {
            throw new IllegalStateException("the run ended as " + outcome);
        }
        run.checkpoints().map(CheckpointStatus::commits).ifPresent(took -> note(took, arrivals));
    }

    private static void note(CommitTimes took, Arrivals arrivals) {
        arrivals.note("commits", (double) took.count());
        arrivals.note("commit p50 ms", took.p50().toNanos() * 1e-6);
        arrivals.note("commit p99 ms", took.p99().toNanos() * 1e-6);
    }
}
