package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Batch;
import io.millrace.api.BatchHandler;
import io.millrace.api.BufferedOutput;
import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Document;
import io.millrace.api.Event;
import io.millrace.api.Handler;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Source;
import io.millrace.api.SourceOutput;
import io.millrace.api.Streams;
import io.millrace.api.Traits;
import io.millrace.graph.GraphBuilder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Random graphs with event time, on real threads. Wherever an item goes, watermarks neither
 * overtake it nor what was sent for it: one that is on time where it gets its time is so
 * everywhere. And every timer is called once, when the watermark has reached it.
 */
@Timeout(120)
class WatermarkPropertyTest extends EngineFixture {

    private static final int GRAPHS = Integer.getInteger("millrace.graphs", 60);
    private static final int ITEMS = 300;
    private static final long OUT_OF_ORDER = 10;

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong set = new AtomicLong();
    private final AtomicLong called = new AtomicLong();

    /** Sends items out of order, each with whether it is on time. */
    @Traits(cooperative = true)
    private static class Feed implements Source {
        private final SplittableRandom random;

        Feed(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public void run(SourceOutput out) throws Exception {
            long latest = Long.MIN_VALUE;
            for (int n = 0; n < ITEMS; n++) {
                long at = n * 5L - random.nextLong(30);
                boolean onTime = latest == Long.MIN_VALUE || at > latest - OUT_OF_ORDER - 1;
                out.send(Document.object().put("at", at).put("on_time", onTime).build());
                latest = Math.max(latest, at);
            }
        }
    }

    /** A feed that is never fused with what follows. */
    @Traits
    private static final class Foreign extends Feed {
        Foreign(long seed) {
            super(seed);
        }
    }

    /** What all of them do: look, and now and then set a timer. */
    private final class Look {
        private @Nullable Context given;

        void setup(Context context) {
            given = context;
            var _ = context.timers();
        }

        Context context() {
            return Objects.requireNonNull(given);
        }

        void at(Object item) {
            long watermark = context().timers().watermark();
            boolean onTime = Parts.field((Document) item, "on_time").asBoolean();
            if (onTime && context().timestamp() <= watermark) {
                wrong.add("%s: %s at %d".formatted(context().name(), item, watermark));
            }
        }

        void set() {
            long time = context().timestamp() + Math.floorMod(context().timestamp() * 31, 40);
            if (time > context().timers().watermark() && time > last) {
                last = time; // so that each is another
                set.incrementAndGet();
                context().timers().atEventTime(time);
            }
        }

        private long last = Long.MIN_VALUE;
        private long lastCalled = Long.MIN_VALUE;

        void called(long time) {
            called.incrementAndGet();
            if (time <= lastCalled || time > context().timers().watermark()) {
                wrong.add(
                        "%s: timer %d after %d at %d"
                                .formatted(
                                        context().name(),
                                        time,
                                        lastCalled,
                                        context().timers().watermark()));
            }
            lastCalled = time;
        }
    }

    @Ports(inputs = {"left", "right"})
    private final class Pass implements Handler<Object> {
        private final Look look = new Look();

        @Override
        public void setup(Context context) {
            look.setup(context);
        }

        @Override
        public void onItem(Object item, Output out) throws Exception {
            look.at(item);
            look.set();
            out.send(item);
        }

        @Override
        public void onEventTime(long timestamp, Output out) {
            look.called(timestamp);
        }
    }

    @Ports(inputs = {"left", "right"})
    private final class Next implements Component {
        private final Look look = new Look();

        @Override
        public void setup(Context context) {
            look.setup(context);
        }

        @Override
        public void process(Streams streams) throws Exception {
            for (Event event = streams.next();
                    !(event instanceof Event.End);
                    event = streams.next()) {
                if (event instanceof Event.Item(var _, var item)) {
                    look.at(item);
                    look.set();
                    streams.send("output", item);
                } else if (event instanceof Event.TimeReached(var _, var timestamp)) {
                    look.called(timestamp);
                }
            }
        }
    }

    @Ports(inputs = {"left", "right"})
    private final class Each implements Component {
        private final Look look = new Look();

        @Override
        public void setup(Context context) {
            look.setup(context);
        }

        @Override
        public void process(Streams streams) throws Exception {
            Output out = streams.output("output");
            streams.forEachInput(
                    Object.class,
                    input -> {
                        for (Object item : input) {
                            look.at(item);
                            look.context().blocking(() -> 0);
                            out.send(item);
                        }
                    });
        }
    }

    @Ports(inputs = {"left", "right"})
    private final class Held implements Component {
        private final Look look = new Look();

        @Override
        public void setup(Context context) {
            look.setup(context);
        }

        @Override
        public void process(Streams streams) throws Exception {
            BufferedOutput out = streams.buffer("output", 7, Duration.ofMillis(2));
            for (Event event = streams.next();
                    !(event instanceof Event.End);
                    event = streams.next()) {
                if (event instanceof Event.Item(var _, var item)) {
                    look.at(item);
                    out.send(item);
                }
            }
        }
    }

    private static final class Batched implements BatchHandler<Object> {
        @Override
        public void onBatch(Batch<Object> batch, Output out) throws Exception {
            for (Object item : batch) {
                out.send(item);
            }
        }
    }

    @Ports(
            inputs = {"left", "right"},
            outputs = {})
    private final class Last implements Handler<Object> {
        private final Look look = new Look();
        private long taken;

        @Override
        public void setup(Context context) {
            look.setup(context);
        }

        @Override
        public void onItem(Object item, Output out) {
            look.at(item);
            taken++;
        }
    }

    private Supplier<Component> part(int kind) {
        return switch (kind) {
            case 0 -> Next::new;
            case 1 -> Each::new;
            case 2 -> Held::new;
            default -> Pass::new;
        };
    }

    @Test
    void watermarks_overtake_nothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("WatermarkPropertyTest: seed " + seed);
        for (int i = 0; i < GRAPHS; i++) {
            check(seed + i);
        }
    }

    private void check(long seed) throws InterruptedException {
        var random = new SplittableRandom(seed);
        GraphBuilder graph = Parts.graph();
        List<String> ends = new ArrayList<>();
        int sources = random.nextInt(1, 4);
        for (int i = 0; i < sources; i++) {
            long feed = random.nextLong();
            boolean foreign = random.nextInt(3) == 0;
            graph.component("in" + i, () -> foreign ? new Foreign(feed) : new Feed(feed));
            graph.component("timed" + i, Pass::new, time());
            graph.bind("in" + i + " -> timed" + i + ".left");
            ends.add("timed" + i);
        }
        int parts = random.nextInt(1, 7);
        for (int i = 0; i < parts; i++) {
            String name = "p" + i;
            String one = ends.get(random.nextInt(ends.size()));
            String other = ends.get(random.nextInt(ends.size()));
            Map<String, Object> options = new HashMap<>();
            if (random.nextInt(4) == 0) {
                options.put("buffer", random.nextInt(1, 5));
            }
            if (one.equals(other) && random.nextBoolean()) {
                graph.component(name, Batched::new, Map.of("batch", random.nextInt(1, 9)));
                graph.bind(one + " -> " + name);
            } else {
                graph.component(name, part(random.nextInt(7)), options);
                graph.bind(one + " -> " + name + ".left");
                if (!one.equals(other)) {
                    graph.bind(other + " -> " + name + ".right");
                }
            }
            ends.add(name);
        }
        var last = new Last();
        graph.component("last", () -> last).bind(ends.getLast() + " -> last.left");
        set.set(0);
        called.set(0);

        Run run = Parts.run(graph, options(random.nextBoolean()));

        assertThat(run.outcome()).as("seed %d", seed).isEqualTo(new Run.Outcome.Finished());
        assertThat(wrong).as("seed %d", seed).isEmpty();
        assertThat(called).as("timers, seed %d", seed).hasValue(set.get());
        assertThat(last.taken).as("seed %d", seed).isGreaterThanOrEqualTo(ITEMS);
    }

    private static Map<String, ?> time() {
        return Map.of("event_time", Map.of("field", "item.at", "out_of_order", "10ms"));
    }
}
