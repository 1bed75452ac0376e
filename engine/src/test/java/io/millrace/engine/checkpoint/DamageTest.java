package io.millrace.engine.checkpoint;

import static io.millrace.engine.checkpoint.Contents.COUNTS;
import static io.millrace.engine.checkpoint.Contents.TOTAL;
import static io.millrace.engine.checkpoint.Contents.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.checkpoint.CheckpointStore.Options;
import io.millrace.engine.checkpoint.StateException.Code;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/** What is not as it was written is found, wherever it is. */
class DamageTest {

    @TempDir private Path folder;
    private final Map<Path, byte[]> files = new TreeMap<>();
    private final Map<Long, Contents> committed = new HashMap<>();

    @BeforeEach
    void write_two_epochs() throws IOException {
        var contents = new Contents();
        try (CheckpointStore store = open(_ -> false)) {
            store.requestBase();
            contents.change(COUNTS, Map.of("a", "1", "b", "2"));
            store.commit(epoch(1, contents.all()));
            committed.put(1L, Contents.of(store));
            store.commit(epoch(2, contents.change(TOTAL, Map.of("", "2.5"))));
            committed.put(2L, Contents.of(store));
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("manifest-") || name.startsWith("epoch-")) {
                    files.put(file, Files.readAllBytes(file));
                }
            }
        }
        assertThat(files).hasSize(4);
    }

    private CheckpointStore open(LongPredicate mayFallBack) {
        return CheckpointStore.open(folder, "flights", new Options(mayFallBack, Runnable::run));
    }

    @Test
    @DisplayName(
            "F5 F23 every byte that is changed is found and located, or the epoch before is used")
    void every_byte_that_is_changed_is_found() throws IOException {
        for (var file : files.entrySet()) {
            for (int i = 0; i < file.getValue().length; i++) {
                byte[] bytes = file.getValue().clone();
                bytes[i] ^= (byte) (1 << (i % 8));
                check(file.getKey(), bytes, "byte " + i);
            }
        }
    }

    @Test
    @DisplayName("F5 F23 a file that is cut, longer or gone is found")
    void every_length_is_found() throws IOException {
        for (var file : files.entrySet()) {
            byte[] whole = file.getValue();
            for (int length = 0; length < whole.length; length++) {
                check(file.getKey(), Arrays.copyOf(whole, length), "length " + length);
            }
            check(file.getKey(), Arrays.copyOf(whole, whole.length + 1), "longer");
        }
    }

    /** The newest epoch's own files fail it alone; what both need fails both. */
    private void check(Path file, byte[] bytes, String what) throws IOException {
        Files.write(file, bytes);
        String name = file.getFileName().toString();
        boolean isOfNewest = name.contains("-2");
        boolean isOfBoth = name.contains("base");
        try {
            assertThat(found(_ -> false)).as(what).isEqualTo(2);
            assertThat(name).as(what).isEqualTo("manifest-1");
        } catch (StateException e) {
            assertThat(e.code()).as(what).isEqualTo(Code.STATE_CORRUPT);
            assertThat(e).as(what).hasMessageContaining(file.toString());
            assertThat(e.getMessage()).as(what).containsPattern("at offset \\d+");
        }
        try {
            assertThat(found(_ -> true)).as(what).isEqualTo(isOfNewest ? 1 : 2);
            assertThat(isOfBoth).as(what).isFalse();
        } catch (StateException e) {
            assertThat(isOfBoth).as(what).isTrue();
            assertThat(e).hasMessageContaining("--fresh");
        }
        Files.write(file, Objects.requireNonNull(files.get(file)));
    }

    /** Returns the epoch that a start goes on from, when it holds what that one has committed. */
    private long found(LongPredicate mayFallBack) {
        var state = new StateFolder(folder);
        var found = new Recovery(state, "flights").choose(state.names(), mayFallBack);
        Manifest manifest = found.getLast().manifest();
        var contents = new Contents();
        for (StateFile file : manifest.files()) {
            RecordFile.read(state, "flights", file, contents);
        }
        assertThat(contents).isEqualTo(committed.get(manifest.epoch()));
        return manifest.epoch();
    }

    @Test
    @DisplayName("F23 exactly once stops at a damaged checkpoint and says how to go on")
    void says_how_to_go_on() throws IOException {
        Path newest = folder.resolve("manifest-2");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 1]++;
        Files.write(newest, bytes);

        assertThatThrownBy(() -> open(_ -> false))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("the checkpoint of epoch 2 cannot be used")
                .hasMessageContaining("--accept-duplicates epoch=2");
        assertThat(newest).exists();

        try (CheckpointStore store = open(epoch -> epoch == 2)) {
            assertThat(Contents.of(store)).isEqualTo(committed.get(1L));
            assertThat(newest).doesNotExist();
            store.commit(epoch(2));
        }
        open(_ -> false).close();
    }

    @Test
    @DisplayName("F24 a newer version of the format is refused, whatever may be given up")
    void newer_version_is_refused() throws IOException {
        Path newest = folder.resolve("manifest-2");
        byte[] bytes = Files.readAllBytes(newest);
        var head = ByteBuffer.wrap(bytes, 0, Format.HEAD);
        head.putInt(8, 2).putInt(12, Format.checksum(head.slice(0, 12)));
        Files.write(newest, bytes);

        assertThatThrownBy(() -> open(_ -> true))
                .isInstanceOfSatisfying(
                        StateException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.STATE_VERSION))
                .hasMessageContaining(
                        "has version 2 of the format, and this Millrace knows up to 1");
    }

    @Test
    void another_systems_checkpoints_are_refused() {
        var options = new Options(_ -> true, Runnable::run);

        assertThatThrownBy(() -> CheckpointStore.open(folder, "arrivals", options))
                .isInstanceOfSatisfying(
                        StateException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.STATE_MISMATCH))
                .hasMessageContaining("of the system 'flights', not of 'arrivals'");
    }

    @Test
    @DisplayName("F2 what a crash has left of an epoch that was not committed is cleared away")
    void left_overs_are_cleared_away() throws IOException {
        Files.write(folder.resolve("manifest-3.tmp"), new byte[] {1});
        Files.write(folder.resolve("epoch-3.changes"), new byte[] {1});
        Files.write(folder.resolve("epoch-2.base"), new byte[0]);
        Files.write(folder.resolve("notes.txt"), new byte[] {1});

        try (CheckpointStore store = open(_ -> false)) {
            assertThat(Contents.of(store)).isEqualTo(committed.get(2L));
        }

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "epoch-1.base",
                            "epoch-2.changes",
                            "generation-2",
                            "lock",
                            "manifest-1",
                            "manifest-2",
                            "notes.txt");
        }
    }

    @Test
    @DisplayName("F23 what is damaged can be given up for a fresh start")
    void fresh_start_does_not_read_what_it_gives_up() throws IOException {
        Files.write(folder.resolve("epoch-1.base"), new byte[] {1});

        var options =
                new Options(_ -> false, Runnable::run, true, InstantSource.system(), Map.of());
        try (CheckpointStore store = CheckpointStore.open(folder, "flights", options)) {
            assertThat(store.last()).isNull();
            assertThat(store.generation()).isEqualTo(2);
        }
    }
}
