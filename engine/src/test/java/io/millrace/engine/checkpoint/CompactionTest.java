package io.millrace.engine.checkpoint;

import static io.millrace.engine.checkpoint.Contents.COUNTS;
import static io.millrace.engine.checkpoint.Contents.TOTAL;
import static io.millrace.engine.checkpoint.Contents.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.checkpoint.CheckpointStore.Options;
import io.millrace.engine.state.Part;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.stream.Stream;

class CompactionTest {

    @TempDir private Path folder;
    private final Contents contents = new Contents();
    private final Queue<Runnable> background = new ArrayDeque<>();

    private CheckpointStore open() {
        return CheckpointStore.open(folder, "flights", new Options(_ -> false, background::add));
    }

    private static List<String> files(CheckpointStore store) {
        return Objects.requireNonNull(store.last()).files().stream().map(StateFile::name).toList();
    }

    @Test
    void many_small_files_become_one() throws IOException {
        try (CheckpointStore store = open()) {
            for (int number = 1; number <= 32; number++) {
                assertThat(background).isEmpty();
                store.commit(epoch(number, contents.change(COUNTS, Map.of("k" + number, "1"))));
            }
            store.commit(epoch(33, contents.change(COUNTS, Map.of("k1", "2"))));
            background.remove().run();
            store.commit(epoch(34, contents.change(COUNTS, Map.of("k2", "2"))));
            assertThat(files(store))
                    .containsExactly("epoch-1-32.changes", "epoch-33.changes", "epoch-34.changes");
            store.commit(epoch(35));
            store.commit(epoch(36));
        }
        assertThat(folder.resolve("epoch-1.changes")).doesNotExist();
        try (CheckpointStore store = open()) {
            assertThat(Contents.of(store)).isEqualTo(contents);
        }
    }

    @Test
    void holds_what_was_committed_whenever_files_are_replaced() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        CheckpointStore store = open();
        try {
            for (int number = 1; number <= 160; number++) {
                Part change = contents.change(random.nextBoolean() ? COUNTS : TOTAL, some(random));
                List<Part> all = store.wantsBase() ? contents.all() : null;
                store.commit(epoch(number, all, change));
                if (random.nextInt(4) == 0 && !background.isEmpty()) {
                    background.remove().run();
                }
                if (random.nextInt(20) == 0) {
                    while (!background.isEmpty()) {
                        background.remove().run();
                    }
                    store.close();
                    store = open();
                    assertThat(Contents.of(store))
                            .as("seed %d, epoch %d", seed, number)
                            .isEqualTo(contents);
                }
            }
        } finally {
            background.forEach(Runnable::run);
            store.close();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSizeLessThan(80);
        }
    }

    private static Map<String, @Nullable String> some(SplittableRandom random) {
        var some = new HashMap<String, @Nullable String>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int length = random.nextInt(10) == 0 ? 1 << 20 : 10;
            some.put("k" + random.nextInt(8), random.nextInt(3) == 0 ? null : "x".repeat(length));
        }
        return some;
    }
}
