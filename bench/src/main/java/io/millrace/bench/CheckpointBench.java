package io.millrace.bench;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.millrace.api.Clock;
import io.millrace.api.Current;
import io.millrace.api.MapState;
import io.millrace.api.StateSpec;
import io.millrace.engine.Time;
import io.millrace.engine.checkpoint.CheckpointStore;
import io.millrace.engine.checkpoint.Epoch;
import io.millrace.engine.state.Part;
import io.millrace.engine.state.Restoration;
import io.millrace.engine.state.StateTables;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long the parts of a checkpoint take: freezing what has changed, which is the pause,
 * committing it beside what the disk takes at least, and getting all of it back. Entries have 100
 * bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
@Fork(1)
public class CheckpointBench {

    private static final String VALUE = "x".repeat(80);
    private static final int BLOCK = 64 << 10;
    private static final Clock CLOCK = Time.system();

    /** How much has changed, or is there, in entries of 100 bytes. */
    @Param({"10000"})
    int entries;

    /** Where: on the disk, or in memory, where what it takes is the processor's alone. */
    @Param({"disk", "memory"})
    String place;

    private Path folder;
    private CheckpointStore store;
    private StateTables tables;
    private MapState<Long, String> state;
    private List<Part> changes;
    private long epoch;

    /** Begins with one epoch that holds all entries. */
    @Setup
    public void begin() throws IOException {
        folder =
                Files.createTempDirectory(
                        Path.of(place.equals("disk") ? "." : "/dev/shm").toAbsolutePath(), "bench");
        store = open();
        tables = new StateTables("counter", 0, 1, Current.NONE, CLOCK);
        state = declare(tables);
        change();
        commit();
    }

    private CheckpointStore open() {
        return CheckpointStore.open(
                folder.resolve("checkpoints"),
                "bench",
                new CheckpointStore.Options(_ -> false, Thread::startVirtualThread));
    }

    private static MapState<Long, String> declare(StateTables tables) {
        return tables.declare(StateSpec.map("counts", Long.class, String.class));
    }

    /** Changes all entries, and freezes them for {@link #commit}. */
    @Setup(Level.Invocation)
    public void change() {
        for (long i = 0; i < entries; i++) {
            state.put(i, VALUE);
        }
        changes = tables.freeze();
        for (long i = 0; i < entries; i++) {
            state.put(i, VALUE);
        }
    }

    /** Makes an epoch durable. */
    @Benchmark
    public void commit() {
        store.commit(new Epoch(++epoch, false, Map.of(), Map.of(), List.of(), changes, null));
    }

    /**
     * What nobody can be faster than on this disk: writes as many bytes to a file, forces it, gives
     * it its name, and forces that; deletes the one of three times before.
     */
    @Benchmark
    public void floor() throws IOException {
        Path file = folder.resolve("floor-" + ++epoch);
        Path early = folder.resolve("floor.tmp");
        try (FileChannel channel = FileChannel.open(early, CREATE_NEW, WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            for (int left = entries * 100; left > 0; left -= channel.write(block)) {
                block.clear();
            }
            channel.force(true);
        }
        Files.move(early, file, ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
        Files.deleteIfExists(folder.resolve("floor-" + (epoch - 3)));
    }

    /** Takes what has changed: items wait meanwhile. */
    @Benchmark
    public List<Part> freeze() {
        return tables.freeze();
    }

    /** Reads all of it back into empty states. */
    @Benchmark
    public StateTables restore() throws IOException {
        var empty = new StateTables("counter", 0, 1, Current.NONE, CLOCK);
        declare(empty);
        var restoration = new Restoration(section -> section, Map.of("counter", List.of(empty)));
        store.restore(restoration::section);
        restoration.finish();
        return empty;
    }

    /** Deletes the folder. */
    @TearDown
    public void remove() throws IOException {
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
