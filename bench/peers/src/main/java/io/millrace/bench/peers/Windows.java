package io.millrace.bench.peers;

import io.millrace.api.Document;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.ReplayableSource;
import io.millrace.api.SourceOutput;
import io.millrace.api.Traits;
import io.millrace.api.TransactionalSink;
import io.millrace.engine.Engine;
import io.millrace.engine.Run;
import io.millrace.engine.RunOptions;
import io.millrace.engine.RunOptions.Keeping;
import io.millrace.graph.Graph;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Counts of items by key in windows of event time; exactly once, with a checkpoint each second. The
 * product's own component does it, over documents.
 */
final class Windows {

    /** How long a window is. */
    static final Duration SIZE = Duration.ofSeconds(5);

    private Windows() {}

    /** Returns the event time of an item: 200 in a millisecond. */
    static long timestamp(long id) {
        return id / 200;
    }

    /** Returns the key of an item. */
    static long key(long id, long keys) {
        long z = (id + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 29)) * 0x94D049BB133111EBL;
        return ((z ^ z >>> 32) >>> 1) % keys;
    }

    /**
     * An item, the same for all peers.
     *
     * @param key its key
     * @param time its event time, in milliseconds
     */
    public record Item(long key, long time) {
        static Item of(long id, long keys) {
            return new Item(Windows.key(id, keys), timestamp(id));
        }
    }

    /** What Flink makes of a window; the others have the like. */
    public record Counted(long key, long start, long end, long count) {}

    /** Makes the items. */
    @Traits(cooperative = true)
    private static final class Items implements ReplayableSource {
        private final long items;
        private final LongFunction<Document> make;
        private long next;

        Items(long items, LongFunction<Document> make) {
            this.items = items;
            this.make = make;
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            for (; next < items; next++) {
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

    /** Takes the counts that arrive. */
    @Ports(outputs = {})
    private static final class Counts implements Handler<Document>, TransactionalSink {
        private final Arrivals arrivals;

        Counts(Arrivals arrivals) {
            this.arrivals = arrivals;
        }

        @Override
        public void onItem(Document window, Output out) {
            arrivals.accept(Objects.requireNonNull(window.get("count")).asLong(), 0);
        }

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

    /** The component StreamProcessor, of items that are records. */
    static Pipeline ofRecords(long keys) {
        return millrace(id -> Document.of(Item.of(id, keys)));
    }

    /** The same of items that are put together as JSON, and read from that. */
    static Pipeline ofJson(long keys) {
        return millrace(
                id ->
                        Document.object()
                                .put("key", key(id, keys))
                                .put("time", timestamp(id))
                                .build());
    }

    private static Pipeline millrace(LongFunction<Document> make) {
        RunOptions options =
                RunOptions.in(Path.of("target/windows")).with(new Keeping(true, true, Set.of(), 0));
        return (items, arrivals) -> {
            Run.Outcome outcome =
                    Engine.start(
                                    Graph.builder("windows")
                                            .component("items", () -> new Items(items, make))
                                            .component(
                                                    "windows",
                                                    "StreamProcessor",
                                                    Map.of(
                                                            "variant", "windowing",
                                                            "window_size", "5s",
                                                            "aggregates",
                                                                    Map.of("count", "count()")),
                                                    Map.of(
                                                            "key",
                                                            "item.key",
                                                            "event_time",
                                                            Map.of("field", "item.time")))
                                            .component("counts", () -> new Counts(arrivals))
                                            .bind("items -> windows -> counts")
                                            .build(),
                                    options)
                            .await();
            if (!(outcome instanceof Run.Outcome.Finished)) {
                throw new IllegalStateException("the run ended as " + outcome);
            }
        };
    }
}
