package io.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.Batch;
import io.millrace.api.BatchHandler;
import io.millrace.api.BufferedOutput;
import io.millrace.api.Component;
import io.millrace.api.Document;
import io.millrace.api.Input;
import io.millrace.api.Output;
import io.millrace.api.Ports;
import io.millrace.api.Streams;
import io.millrace.api.TransactionalSink;
import io.millrace.engine.EpochParts.Apart;
import io.millrace.engine.EpochParts.Numbers;
import io.millrace.engine.EpochParts.Publisher;
import io.millrace.engine.EpochParts.Shown;
import io.millrace.engine.checkpoint.Epoch;
import io.millrace.engine.checkpoint.InstanceId;
import io.millrace.engine.state.Part;
import io.millrace.engine.state.RecordWriter;
import io.millrace.engine.state.Restoration;
import io.millrace.engine.state.Section;
import io.millrace.engine.state.StateTables;
import io.millrace.graph.Graph;
import io.millrace.graph.GraphBuilder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Barriers through all shapes of components; epochs are kept in memory here. */
@Timeout(120)
class BarrierTest {

    @TempDir Path folder;

    private record Kept(Section section, ByteBuffer key, @Nullable ByteBuffer value) {}

    /** Epochs kept in memory, and what is visible of the sinks outside. */
    static class World implements EpochLog {
        final Shown shown = new Shown();
        private final List<Kept> records = new ArrayList<>();
        private volatile @Nullable Epoch last;
        private int commits;

        @Override
        public Duration interval() {
            return Duration.ofMillis(1);
        }

        @Override
        public long epoch() {
            return last == null ? 0 : last.number();
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public Map<InstanceId, Document> positions() {
            return last == null ? Map.of() : last.positions();
        }

        @Override
        public Map<InstanceId, Document> sealed() {
            return last == null ? Map.of() : last.sealed();
        }

        @Override
        public boolean wantsBase() {
            return false;
        }

        @Override
        public void restore(List<Instance> instances) {
            Map<String, List<StateTables>> tables = new HashMap<>();
            for (Instance each : instances) {
                tables.computeIfAbsent(each.spec.name(), _ -> new ArrayList<>()).add(each.states);
            }
            var restoration = new Restoration(section -> section, tables);
            try {
                for (Kept each : records) {
                    RecordWriter writer = restoration.section(each.section());
                    if (each.value() == null) {
                        writer.remove(each.key().duplicate());
                    } else {
                        writer.put(each.key().duplicate(), each.value().duplicate());
                    }
                }
                restoration.finish();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void commit(Epoch epoch) {
            assertThat(epoch.number()).isEqualTo(epoch() + 1);
            for (TransactionalSink.Sealed sealed : epoch.toForce()) {
                try {
                    sealed.force();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            for (Part part : epoch.changes()) {
                keep(part);
            }
            last = epoch;
            commits++;
        }

        private void keep(Part part) {
            try {
                part.writeTo(
                        new RecordWriter() {
                            @Override
                            public void put(ByteBuffer key, ByteBuffer value) {
                                records.add(new Kept(part.section(), bytes(key), bytes(value)));
                            }

                            @Override
                            public void remove(ByteBuffer key) {
                                records.add(new Kept(part.section(), bytes(key), null));
                            }
                        });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static ByteBuffer bytes(ByteBuffer buffer) {
            return ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
        }
    }

    static final class Batched implements BatchHandler<Long> {
        @Override
        public void onBatch(Batch<Long> batch, Output out) throws Exception {
            for (Long item : batch) {
                out.send(item);
            }
        }
    }

    static final class Buffering implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            BufferedOutput out = streams.buffer("output", 10, Duration.ofMillis(3));
            for (Long item : streams.receive("input", Long.class)) {
                out.send(item);
            }
        }
    }

    enum Shape {
        FUSED,
        HOPS,
        LOOP,
        APART,
        FAN_OUT,
        FAN_IN,
        MERGE,
        BATCHES,
        BUFFER,
        PARALLEL,
        ZIP
    }

    @Ports(inputs = {"left", "right"})
    static final class Zip implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            Output out = streams.output("output");
            Input<Long> left = streams.receive("left", Long.class);
            Input<Long> right = streams.receive("right", Long.class);
            while (true) {
                Optional<Long> one = left.receive();
                if (one.isEmpty()) {
                    break;
                }
                out.send(one.get());
                Optional<Long> other = right.receive();
                if (other.isEmpty()) {
                    break;
                }
                out.send(1_000_000 + other.get());
            }
        }
    }

    @Ports(inputs = {"left", "right"})
    static final class Merge implements Component {
        @Override
        public void process(Streams streams) throws Exception {
            Output out = streams.output("output");
            streams.forEachInput(
                    Long.class,
                    input -> {
                        for (Long item : input) {
                            out.send(input.name().equals("left") ? item : 1_000_000 + item);
                        }
                    });
        }
    }

    /** Builds the graph of a shape; returns what each sink has to show at the end. */
    private static Map<String, List<Object>> build(
            Shape shape, GraphBuilder graph, World world, int items, int pause) {
        List<Object> all = Parts.longs(0, items);
        List<Object> twice = new ArrayList<>();
        for (Object item : all) {
            twice.add(item);
            twice.add(1_000_000 + (long) item);
        }
        graph.component(
                "a",
                shape == Shape.APART
                        ? () -> new Apart(items, pause)
                        : () -> new Numbers(items, pause));
        if (List.of(Shape.MERGE, Shape.ZIP, Shape.FAN_IN).contains(shape)) {
            graph.component("b", () -> new Numbers(items, 2 * pause + 1));
        }
        graph.component("out", () -> new Publisher(world.shown, "out"));
        switch (shape) {
            case FUSED, APART ->
                    graph.component("x", () -> Parts.map(i -> i)).bind("a -> x -> out");
            case HOPS ->
                    graph.component("x", () -> Parts.map(i -> i), Parts.APART)
                            .component("y", () -> Parts.map(i -> i), Parts.APART)
                            .bind("a -> x -> y -> out");
            case LOOP -> graph.component("x", Parts.Loop::new).bind("a -> x -> out");
            case BATCHES ->
                    graph.component("x", Batched::new, Map.of("batch", Map.of("items", 7)))
                            .bind("a -> x -> out");
            case BUFFER -> graph.component("x", Buffering::new).bind("a -> x -> out");
            case FAN_OUT -> {
                graph.component("other", () -> new Publisher(world.shown, "other"), Parts.APART)
                        .bind("a -> out")
                        .bind("a -> other");
                return Map.of("out", all, "other", all);
            }
            case FAN_IN -> {
                graph.component("x", () -> Parts.map(i -> 1_000_000 + i), Parts.APART)
                        .bind("a -> out")
                        .bind("b -> x -> out");
                return Map.of("out", twice);
            }
            case MERGE -> {
                graph.component("x", Merge::new)
                        .bind("a -> x.left")
                        .bind("b -> x.right")
                        .bind("x -> out");
                return Map.of("out", twice);
            }
            case ZIP -> {
                graph.component("x", Zip::new)
                        .bind("a -> x.left")
                        .bind("b -> x.right")
                        .bind("x -> out");
                return Map.of("out", twice);
            }
            case PARALLEL ->
                    graph.component("x", () -> Parts.map(i -> i), Map.of("parallelism", 3))
                            .bind("a -> x -> out");
        }
        return Map.of("out", all);
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    @DisplayName("F1 what is cancelled at any moment goes on from its last epoch, exactly once")
    void shows_each_item_once_over_many_lives(Shape shape) throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        for (int round = 0; round < Integer.getInteger("millrace.rounds", 3); round++) {
            var world = new World();
            int items = 200 + random.nextInt(3_000);
            int pause = 1 + random.nextInt(60);
            Map<String, List<Object>> expected = Map.of();
            int lives = 0;
            Run.Outcome outcome = new Run.Outcome.Cancelled();
            while (!(outcome instanceof Run.Outcome.Finished)) {
                GraphBuilder graph = Graph.builder("test");
                expected = build(shape, graph, world, items, pause);
                Run run =
                        EmbeddedRun.start(
                                graph.build(), RunOptions.in(folder).withoutCopies(), world);
                String what = "seed %d, round %d, life %d".formatted(seed, round, lives);
                if (lives++ < 6) {
                    outcome = run.await(Duration.ofMillis(random.nextInt(40))).orElse(outcome);
                    if (random.nextBoolean()) {
                        run.suspend();
                    } else {
                        run.cancel();
                    }
                }
                outcome =
                        run.await(Duration.ofSeconds(20))
                                .orElseThrow(
                                        () ->
                                                new AssertionError(
                                                        what
                                                                + " hangs: "
                                                                + run.components()
                                                                + run.streams()));
                assertThat(outcome).as(what).isNotInstanceOf(Run.Outcome.Failed.class);
            }
            String what = "seed %d, round %d, %d epochs".formatted(seed, round, world.commits);
            expected.forEach(
                    (sink, all) -> check(shape, what + ", " + sink, world.shown.of(sink), all));
            assertThat(world.last).isNotNull();
            assertThat(Objects.requireNonNull(world.last).finished()).isTrue();
        }
    }

    private static void check(Shape shape, String what, List<Object> shown, List<Object> all) {
        List<Object> lost = new ArrayList<>(all);
        shown.forEach(lost::remove);
        List<Object> more = new ArrayList<>(shown);
        all.forEach(more::remove);
        assertThat(lost).as(what + ": lost").isEmpty();
        assertThat(more).as(what + ": too many").isEmpty();
        if (shape == Shape.MERGE || shape == Shape.FAN_IN) {
            assertThat(shown.stream().filter(i -> (long) i < 1_000_000).toList())
                    .as(what)
                    .isSortedAccordingTo(Comparator.comparingLong(i -> (long) i));
        } else if (shape != Shape.PARALLEL) {
            assertThat(shown).as(what).isEqualTo(all);
        }
    }

    @Test
    @DisplayName("F6 items flow while a checkpoint is being written, and no other begins")
    void a_slow_disk_holds_no_items_up() throws Exception {
        var asked = new Semaphore(0);
        var disk = new Semaphore(1); // the first epoch, before the first item
        var commits = new AtomicInteger();
        var world =
                new World() {
                    @Override
                    public void commit(Epoch epoch) {
                        commits.incrementAndGet();
                        asked.release();
                        disk.acquireUninterruptibly();
                        super.commit(epoch);
                    }
                };
        var taken = new AtomicLong();
        Run run =
                EmbeddedRun.start(
                        Graph.builder("test")
                                .component("a", () -> new Numbers(Long.MAX_VALUE, 0))
                                .component(
                                        "out",
                                        () -> new Parts.Do((_, _) -> taken.incrementAndGet()))
                                .bind("a -> out")
                                .build(),
                        RunOptions.in(folder).withoutCopies(),
                        world);
        asked.acquire(2); // the second is being written, and is not done

        long before = taken.get();
        await().until(() -> taken.get() > before + 1_000_000);

        assertThat(commits).hasValue(2);
        disk.release(1_000_000);
        await().until(() -> commits.get() > 3);
        run.cancel();
        run.await();
    }
}
