package io.millrace.engine.checkpoint;

import static io.millrace.engine.checkpoint.Contents.COUNTS;
import static io.millrace.engine.checkpoint.Contents.TOTAL;
import static io.millrace.engine.checkpoint.Contents.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.checkpoint.CheckpointStore.Options;
import io.millrace.engine.checkpoint.StateException.Code;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

class CheckpointStoreTest {

    private static final String LARGE = "x".repeat(5 << 19);

    @TempDir private Path folder;
    private final Contents contents = new Contents();
    private final Queue<Runnable> background = new ArrayDeque<>();

    private CheckpointStore open() {
        return open(_ -> false);
    }

    private CheckpointStore open(LongPredicate mayFallBack) {
        return CheckpointStore.open(
                folder.resolve("state/checkpoints"),
                "flights",
                new Options(mayFallBack, background::add));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("state/checkpoints"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void gives_back_what_the_last_epoch_has_committed() {
        try (CheckpointStore store = open()) {
            assertThat(store.last()).isNull();
            store.commit(epoch(1, contents.change(COUNTS, Map.of("a", "1", "b", "1"))));
            store.commit(
                    epoch(
                            2,
                            contents.change(COUNTS, removed("a")),
                            contents.change(TOTAL, Map.of("", "2.5"))));
            store.commit(epoch(3));
        }

        try (CheckpointStore store = open()) {
            assertThat(Contents.of(store)).isEqualTo(contents);
            Manifest last = Objects.requireNonNull(store.last());
            assertThat(last.epoch()).isEqualTo(3);
            assertThat(last.sections()).containsExactly(COUNTS, TOTAL);
            assertThat(last.positions()).isEqualTo(epoch(3).positions());
            assertThat(last.sealed()).isEqualTo(epoch(3).sealed());
            assertThat(last.previous()).isEqualTo(2);
        }
    }

    private static Map<String, @Nullable String> removed(String key) {
        var change = new HashMap<String, @Nullable String>();
        change.put(key, null);
        return change;
    }

    @Test
    @DisplayName("F24 what the state is kept by is told by the checkpoint")
    void keys_are_kept() {
        Map<String, Set<String>> keys =
                Map.of("count", Set.of("item.k", ""), "total", Set.of("item.n"), "none", Set.of());
        var options = new Options(_ -> false, background::add, false, InstantSource.system(), keys);
        Path state = folder.resolve("state");
        try (CheckpointStore store = CheckpointStore.open(state, "flights", options)) {
            store.commit(epoch(1));
        }

        try (CheckpointStore store = CheckpointStore.open(state, "flights", options)) {
            assertThat(Objects.requireNonNull(store.last()).keys()).isEqualTo(keys);
        }
    }

    @Test
    void counts_its_starts() {
        for (int start = 1; start < 4; start++) {
            try (CheckpointStore store = open()) {
                assertThat(store.generation()).isEqualTo(start);
            }
        }
    }

    @Test
    void keeps_three_manifests_and_what_they_need() throws IOException {
        try (CheckpointStore store = open()) {
            for (int number = 1; number <= 5; number++) {
                store.commit(epoch(number, contents.change(COUNTS, Map.of("a", "" + number))));
            }
        }

        assertThat(names())
                .containsExactly(
                        "epoch-1.changes",
                        "epoch-2.changes",
                        "epoch-3.changes",
                        "epoch-4.changes",
                        "epoch-5.changes",
                        "generation-1",
                        "lock",
                        "manifest-3",
                        "manifest-4",
                        "manifest-5");
    }

    @Test
    void needs_no_older_file_when_there_is_a_base() throws IOException {
        try (CheckpointStore store = open()) {
            store.commit(epoch(1, contents.change(COUNTS, Map.of("a", LARGE, "b", LARGE))));
            assertThat(store.wantsBase()).isTrue();
            var changes = contents.change(COUNTS, Map.of("b", "3"));
            store.commit(epoch(2, contents.all(), changes));
            assertThat(store.wantsBase()).isFalse();
            store.commit(epoch(3, contents.change(COUNTS, removed("a"))));
            assertThat(Objects.requireNonNull(store.last()).files()).hasSize(3);
            background.remove().run();
            for (int number = 4; number < 7; number++) {
                store.commit(epoch(number, contents.change(TOTAL, Map.of("", "" + number))));
            }
            assertThat(store.wantsBase()).isFalse();
        }

        assertThat(names())
                .contains("epoch-2.base", "epoch-3.changes")
                .doesNotContain("epoch-1.changes", "epoch-2.changes");
        try (CheckpointStore store = open()) {
            assertThat(Contents.of(store)).isEqualTo(contents);
        }
    }

    @Test
    void asks_for_a_base_when_much_has_changed() {
        try (CheckpointStore store = open()) {
            for (int number = 1; number < 3; number++) {
                assertThat(store.wantsBase()).isFalse();
                store.commit(epoch(number, contents.change(COUNTS, Map.of("a", LARGE))));
            }
            assertThat(store.wantsBase()).isTrue();
        }
    }

    @Test
    void replaces_everything_when_told_to() throws IOException {
        try (CheckpointStore store = open()) {
            store.commit(epoch(1, contents.change(COUNTS, Map.of("a", "1", "b", "2"))));
            store.requestBase();
            var changes = contents.change(COUNTS, removed("a"));
            store.commit(epoch(2, contents.all(), changes));
            assertThat(store.wantsBase()).isFalse();
            assertThat(background).isEmpty();
            assertThat(Objects.requireNonNull(store.last()).files())
                    .extracting(StateFile::name)
                    .containsExactly("epoch-2.base");
        }
        try (CheckpointStore store = open()) {
            assertThat(Contents.of(store)).isEqualTo(contents);
        }
    }

    @Test
    void remembers_that_the_last_epoch_is_published() throws IOException {
        try (CheckpointStore store = open()) {
            store.commit(epoch(1));
            assertThat(store.isPublished()).isFalse();
            store.published();
            assertThat(store.isPublished()).isTrue();
        }
        try (CheckpointStore store = open()) {
            assertThat(store.isPublished()).isTrue();
            store.commit(epoch(2));
            assertThat(store.isPublished()).isFalse();
            store.beginAnew();
        }
        assertThat(names()).containsExactly("generation-2", "lock");
    }

    @Test
    void begins_anew() throws IOException {
        try (CheckpointStore store = open()) {
            store.commit(epoch(1, contents.change(COUNTS, Map.of("a", "1"))));
            store.commit(epoch(2, contents.change(COUNTS, Map.of("a", "2"))));
            store.beginAnew();

            assertThat(store.last()).isNull();
            assertThat(names()).containsExactly("generation-1", "lock");
            store.commit(epoch(1));
        }

        try (CheckpointStore store = open()) {
            assertThat(Contents.of(store).states).isEmpty();
        }
    }

    @Test
    @DisplayName("F22 a second start on the same folder is refused and told who has it")
    void second_start_is_refused() {
        try (CheckpointStore store = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(
                            StateException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.STATE_LOCKED))
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("started 2");
            assertThat(store.generation()).isEqualTo(1);
        }
        open().close();
    }

    @Test
    void nobody_else_may_read_it() throws IOException {
        try (CheckpointStore store = open()) {
            store.commit(epoch(1, contents.change(COUNTS, Map.of("a", "1"))));
        }

        Path checkpoints = folder.resolve("state/checkpoints");
        assertThat(permissions(checkpoints)).isEqualTo("rwx------");
        assertThat(permissions(checkpoints.resolve("manifest-1"))).isEqualTo("rw-------");
        assertThat(permissions(checkpoints.resolve("epoch-1.changes"))).isEqualTo("rw-------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
